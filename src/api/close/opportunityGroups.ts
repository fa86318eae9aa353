import { opportunityTotalsBy } from '../../actions/read.ts'
import type { OneView, View } from '../../domain/view.ts'
import { chosen, pageOf } from '../resource/chosen.ts'
import type { Answer, Streaming } from '../resource/dialect.ts'
import type { Call, Engine } from '../resource/engine.ts'
import { listAnswer } from '../resource/read.ts'
import { viewOf } from '../resource/view.ts'
import { opportunity } from './opportunity.ts'
import { opportunityTotalKeys, totalKeys } from './opportunityTotals.ts'

/** What a list can be grouped by: the field whose values make the groups, and what else tells a group. */
type Grouping = {
  readonly path: string
  /** In which order the groups come, where that is not the order of the values. */
  readonly order?: string
  readonly tells: (key: string | null, first: Row) => Readonly<Record<string, unknown>>
}
type Row = { readonly key: string | null; readonly name: string | null; readonly object: unknown }

const GROUPINGS: Readonly<Record<string, Grouping>> = {
  user_id: { path: 'userId', order: 'user.fullName', tells: (key, { name }) => ({ user_id: key, user_name: name }) },
  date_won__week: { path: 'wonWeek', tells: (key) => named(['weekyear', 'week'], key) },
  date_won__month: { path: 'wonMonth', tells: (key) => named(['year', 'month'], key) },
  date_won__quarter: { path: 'wonQuarter', tells: (key) => named(['year', 'quarter'], key) },
  date_won__year: { path: 'wonYear', tells: (key) => named(['year'], key) },
}

/** `2026-03` as a year and a month; nulls for what is not to be won on any day. */
function named(parts: readonly string[], key: string | null): Readonly<Record<string, number | null>> {
  const numbers = (key?.match(/\d+/g) ?? []).map(Number)
  return Object.fromEntries(parts.map((part, i) => [part, numbers[i] ?? null]))
}

/** The list of opportunities; with `_group_by`, in groups that have totals of their own. Pages are cut by objects. */
export async function opportunityList(engine: Engine, call: Call): Promise<Answer | Streaming> {
  const asked = call.params._group_by ?? ''
  const name = asked.replace(/^-/, '')
  const grouping = Object.hasOwn(GROUPINGS, name) ? GROUPINGS[name] : undefined
  return grouping === undefined
    ? listAnswer(engine, opportunity, call)
    : groupedAnswer(engine, call, grouping, asked.startsWith('-'))
}

async function groupedAnswer(
  { dialect, context }: Engine,
  { actor, request, params }: Call,
  { path, order: byName, tells }: Grouping,
  descending: boolean,
): Promise<Answer> {
  dialect.checkParams(opportunity, params)
  const ctx = context(actor, request)
  const asked = await chosen(dialect, opportunity, ctx, params)
  const { where } = asked
  const by = [...(byName === undefined ? [] : [byName]), path].map((field) => ({ path: field, descending }))
  const grouped = { ...asked, order: [...by, ...asked.order] }
  const shown = viewOf(opportunity, { single: false, fields: dialect.fields(params) }) as OneView
  const page = await pageOf(ctx, opportunity, grouped, dialect.paging(opportunity, params), rowView(path, shown))
  const rows = page.rows.map((row) => JSON.parse(row) as Row)
  const keys = [...new Set(rows.map(({ key }) => key))]
  const totals = await opportunityTotalsBy(ctx, where, { path, values: keys })
  const groups = keys.map((key) => {
    const members = rows.filter((row) => row.key === key)
    const own = totals.get(key)
    return {
      key,
      ...tells(key, members[0] as Row),
      ...(own === undefined ? {} : totalKeys(own)),
      objects: members.map(({ object }) => object),
    }
  })
  const sums = await opportunityTotalKeys(ctx, where)
  const head = { has_more: page.hasMore, cursor_next: page.cursorNext }
  return { status: 200, body: JSON.stringify({ ...head, ...sums, data: groups }) }
}

/** What a row needs to find its group, and the object itself. */
const rowView = (path: string, shown: OneView): View => ({
  noun: 'opportunity',
  entries: [
    { key: 'key', path, render: 'plain' },
    { key: 'name', path: 'user.fullName', render: 'plain' },
    { key: 'object', within: shown },
  ],
})
