import type { Context } from '../../actions/context.ts'
import { opportunityTotals } from '../../actions/read.ts'
import type { Condition } from '../../domain/query.ts'

/** The keys an opportunity list has beside its data, over all matches. */
export async function opportunityTotalKeys(
  ctx: Context,
  where: readonly Condition[],
): Promise<Record<string, unknown>> {
  const { count, countByPeriod, values } = await opportunityTotals(ctx, where)
  return { total_results: count, count_by_value_period: countByPeriod, ...values }
}
