import { EXPORTED, type Export, type ExportType } from '../../domain/export.ts'
import type { Sheet } from '../../domain/exportSheet.ts'
import type { Chosen } from '../../store/bulk/bulkChosen.ts'
import { chosenOf, type Found, foundBy } from '../bulk/bulkChosen.ts'
import type { Context } from '../context.ts'

/** What an export reads and how it is shown. Throws invalid for what cannot be answered. */
export async function plannedExport(ctx: Context, asked: Export): Promise<{ chosen: Chosen; sheet: Sheet }> {
  const words = ctx.exportWords
  if (words === undefined) throw new Error('there are no words for exports')
  const { customFields } = await ctx.store.settings({ fresh: true })
  return { sheet: words.sheetOf(asked, customFields), chosen: await chosenFor(ctx, asked, words.choose) }
}

async function chosenFor(
  ctx: Context,
  asked: Export,
  choose: NonNullable<Context['exportWords']>['choose'],
): Promise<Chosen> {
  const noun = EXPORTED[asked.type as ExportType]
  const found = await foundFor(ctx, asked)
  if (asked.kind === 'lead') return chosenOf(found, noun, [])
  const { where, order, most } = await choose(ctx, (asked.params ?? {}) as Readonly<Record<string, unknown>>)
  const chosen = chosenOf(found, noun, where)
  if (chosen.sought.noun !== noun) return chosen
  const limits = [chosen.sought.limit, most].filter((limit) => limit !== null)
  const sought = {
    ...chosen.sought,
    order: chosen.sought.order.length > 0 ? chosen.sought.order : order,
    limit: limits.length === 0 ? null : Math.min(...limits),
  }
  return { ...chosen, sought }
}

/** Where nothing is asked for, everything is. */
async function foundFor(ctx: Context, asked: Export): Promise<Found> {
  const query = asked.query?.trim() === '' ? null : asked.query
  const isOpen = query === null && asked.searchQuery === null
  const found = await foundBy(ctx, { ...asked, query: isOpen ? '*' : query })
  return isOpen && asked.kind === 'opportunity' ? { ...found, object: 'opportunity' } : found
}
