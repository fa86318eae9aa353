import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { entryOf, type NounName } from '../../domain/catalogue.ts'
import type { Scope } from '../../domain/permission.ts'
import type { Condition, Order } from '../../search/listQuery.ts'
import type { Runner } from '../database/database.ts'
import { orderBy } from '../reading/keyset.ts'
import { beginning, selection } from '../reading/read.ts'

/** What something is to be done to: the objects that match, or those of the same lead as what was looked for. */
export type Chosen = {
  readonly noun: NounName
  readonly where: readonly Condition[]
  readonly sought: {
    readonly noun: NounName
    readonly where: readonly Condition[]
    readonly order: readonly Order[]
    readonly limit: number | null
  }
}

export type Counts = { readonly leads: number; readonly objects: number }

/** Some of what a bulk action is done to: `place` objects come before, `leads` counts the leads up to each. */
export type Part = { readonly place: number; readonly ids: readonly string[]; readonly leads: readonly number[] }

/** How many objects are chosen, of how many leads. */
export async function countChosen(runner: Runner, scope: Scope, chosen: Chosen): Promise<Counts> {
  const [counts] = await runner.run<Counts>(
    sql`${beginningOf(scope, chosen)}select count(*) as objects, count(distinct c.lead_id) as leads
      from (${chosenSql(scope, chosen)}) c`,
  )
  return counts ?? { leads: 0, objects: 0 }
}

/** Settles what a bulk action is done to, in parts of `size` objects. */
export async function settle(runner: Runner, scope: Scope, id: string, chosen: Chosen, size: number): Promise<Counts> {
  return settleRows(runner, scope, id, {
    beginning: (parts) => beginningOf(scope, chosen, parts),
    rows: chosenSql(scope, chosen),
    order: raw('c.lead_id, c.id'),
    size,
  })
}

/** What is settled: rows with `id` and `lead_id`, in an order in which those of a lead are together. */
type Settled = {
  readonly beginning: (parts: readonly Sql[]) => Sql
  readonly rows: Sql
  readonly order: Sql
  readonly size: number
}

/** Keeps these rows as the parts of a bulk action. */
export async function settleRows(
  runner: Runner,
  { organizationId }: Scope,
  id: string,
  { beginning: begin, rows, order, size }: Settled,
): Promise<Counts> {
  const parts = sql`parts as (
    insert into bulk_action_parts (organization_id, bulk_action_id, place, ids, leads)
    select ${organizationId}, ${id}, min(c.place), array_agg(c.id order by c.place), array_agg(c.lead order by c.place)
    from (select c.id, row_number() over (order by ${order}) - 1 as place, dense_rank() over (order by c.lead_id) as lead
      from (${rows}) c) c
    group by c.place / ${size}::bigint
    returning ids, leads)`
  const [counts] = await runner.run<Counts>(
    sql`${begin([parts])}select coalesce(sum(cardinality(ids)), 0)::bigint as objects,
      coalesce(max(leads[cardinality(leads)]), 0) as leads from parts`,
  )
  return counts ?? { leads: 0, objects: 0 }
}

/** The part of a bulk action that has the object after the first `done`. */
export async function partAfter(
  runner: Runner,
  organizationId: string,
  id: string,
  done: number,
): Promise<Part | undefined> {
  const [part] = await runner.run<Part>(
    sql`select p.place, p.ids, to_json(p.leads) as leads from bulk_action_parts p
      where p.organization_id = ${organizationId} and p.bulk_action_id = ${id} and p.place <= ${done}
      order by p.place desc limit 1`,
  )
  return part
}

/** Forgets what a bulk action was to be done to. */
export async function forgetParts(runner: Runner, organizationId: string, id: string): Promise<void> {
  await runner.run(
    sql`delete from bulk_action_parts where organization_id = ${organizationId} and bulk_action_id = ${id}`,
  )
}

const beginningOf = (scope: Scope, { where, sought }: Chosen, parts: readonly Sql[] = []) =>
  beginning(scope, [...sought.where, ...where], sought.order, parts)

/** What is chosen, each with its lead. */
function chosenSql(scope: Scope, { noun, where, sought }: Chosen): Sql {
  const isIt = noun === sought.noun
  const first = selection(scope, sought.noun, isIt ? [...sought.where, ...where] : sought.where, orderOf(sought))
  const limit = sought.limit === null ? empty : sql`order by ${orderBy(first.order)} limit ${raw(String(sought.limit))}`
  const found = (columns: Sql) => sql`select ${columns} from ${first.from} where ${first.where} ${limit}`
  if (isIt) return found(raw(`t.id, ${leadSql(noun)} as lead_id`))
  const objects = selection(scope, noun, where, [])
  const leads = found(raw(leadSql(sought.noun)))
  return sql`select ${raw(`t.id, ${leadSql(noun)} as lead_id`)} from ${objects.from}
    where ${join([objects.where, sql`t.lead_id in (${leads})`], ' and ')}`
}

// Only where not all are wanted does it matter which come first.
const orderOf = ({ order, limit }: Chosen['sought']): readonly Order[] =>
  limit === null ? [] : [...order, { path: 'id', descending: order.at(-1)?.descending ?? false }]

function leadSql(noun: NounName): string {
  if (noun === 'lead') return 't.id'
  return 'leadId' in entryOf(noun).stored ? 'coalesce(t.lead_id, t.id)' : 't.id'
}
