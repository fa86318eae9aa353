import type { Context } from '../../actions/context.ts'
import { type OpportunityTotals, opportunityTotals } from '../../actions/read.ts'
import type { Condition } from '../../search/listQuery.ts'

/** The keys an opportunity list has beside its data, over all matches. */
export const opportunityTotalKeys = async (ctx: Context, where: readonly Condition[]) =>
  totalKeys(await opportunityTotals(ctx, where))

/** Totals under the names of this API. */
export const totalKeys = ({ count, countByPeriod, values }: OpportunityTotals): Record<string, unknown> => ({
  total_results: count,
  count_by_value_period: countByPeriod,
  ...values,
})
