import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { NounName, RecordNamed } from '../domain/catalogue.ts'
import { entryOf } from '../domain/catalogue.ts'
import { notFound } from '../domain/errors.ts'
import { EVENT_OBJECT_TYPE, type EventAction } from '../domain/event.ts'
import type { View } from '../domain/view.ts'
import type { Database, Runner } from './database.ts'
import { projection } from './projection.ts'
import { columnName, columnsOf, hasDetails, isDeletable, type Relations } from './table.ts'
import { tableOf, tables } from './tables.ts'

/** Who writes, for the events, and how events show each noun. */
export type Author = {
  readonly organizationId: string
  readonly userId: string | null
  readonly apiKeyId: string | null
  readonly requestId: string | null
  readonly meta: Readonly<Record<string, string>>
  readonly eventViews: Partial<Record<NounName, View>>
  /** The first characters of the ids of this transaction's events. */
  readonly eventPrefix: () => string
  /** The instant of the change. */
  readonly now: string
}

/** What a transaction did: the object it was about, as the asked view shows it after the change. */
export type Written = { readonly id: string; readonly json: string }

/**
 * Collects changes and writes them all as one statement: inserts, updates and deletions, one event for each of them
 * and the answer, which are read from the tables as they will be. A change that needs no earlier read is a single
 * round trip and its own transaction.
 */
export class Transaction {
  private readonly author: Author
  private readonly reader: () => Promise<Runner>
  private readonly changes: Change[] = []

  constructor(author: Author, reader: () => Promise<Runner>) {
    this.author = author
    this.reader = reader
  }

  /** The object as it is now, locked until the end of the transaction; throws not_found. */
  async get<N extends NounName>(noun: N, id: string): Promise<RecordNamed<N>> {
    const found = await this.find(noun, id)
    if (found === undefined) throw notFound(noun, id)
    return found
  }

  /** The object as it is now, locked until the end of the transaction, if it exists. */
  async find<N extends NounName>(noun: N, id: string): Promise<RecordNamed<N> | undefined> {
    const runner = await this.reader()
    return load(runner, this.author.organizationId, noun, id, raw('for no key update of t'))
  }

  /** Whether any live object refers to this id with this field. */
  async isUsed(noun: NounName, field: string, id: string): Promise<boolean> {
    const runner = await this.reader()
    const alive = raw(isDeletable(noun) ? 'and t.deleted_at is null' : '')
    const rows = await runner.run(
      sql`select 1 from ${raw(tableOf(noun))} t
        where t.organization_id = ${this.author.organizationId} and t.${raw(columnName(field))} = ${id} ${alive} limit 1`,
    )
    return rows.length > 0
  }

  /** Lets deleted objects refer to another id, so that what they referred to can go; they stay restorable. */
  async repointDeleted(noun: NounName, field: string, from: string, to: string): Promise<void> {
    const runner = await this.reader()
    const column = raw(columnName(field))
    await runner.run(
      sql`update ${raw(tableOf(noun))} t set ${column} = ${to}
        where t.organization_id = ${this.author.organizationId} and t.${column} = ${from} and t.deleted_at is not null`,
    )
  }

  /** Removes the values of a custom field from all objects of a noun. */
  async forgetCustomValues(noun: NounName, fieldId: string): Promise<void> {
    const runner = await this.reader()
    await runner.run(
      sql`update ${raw(tableOf(noun))} t set custom = t.custom - ${fieldId}::text
        where t.organization_id = ${this.author.organizationId} and t.custom ? ${fieldId}`,
    )
  }

  insert<N extends NounName>(noun: N, ...records: readonly RecordNamed<N>[]): void {
    if (records.length > 0) this.changes.push({ action: 'created', noun, records })
  }

  update<N extends NounName>(noun: N, ...records: readonly RecordNamed<N>[]): void {
    if (records.length > 0) this.changes.push({ action: 'updated', noun, records })
  }

  /** Moves an object's times on because something that belongs to it changed; no event of its own. */
  touch<N extends NounName>(noun: N, record: RecordNamed<N>): void {
    this.changes.push({ action: 'updated', noun, records: [record], silent: true })
  }

  /** Deletes softly; what has no trash is deleted for good. */
  delete(noun: NounName, id: string): void {
    this.changes.push({ action: 'deleted', noun, by: 'id', id, root: id })
  }

  /** Deletes whatever refers to an object, as part of deleting that object; restoring it brings these back. */
  deleteAll(noun: NounName, by: string, id: string): void {
    this.changes.push({ action: 'deleted', noun, by, id, root: id })
  }

  /** The nouns that this transaction changes. */
  touched(): NounName[] {
    return this.changes.map((change) => change.noun)
  }

  /**
   * Writes what was collected, as one statement, and shows the object with this id.
   * @returns undefined when there is nothing to write and nothing to show
   */
  flushSql(id: string, view: View | undefined): Sql | undefined {
    if (this.changes.length === 0 && view === undefined) return undefined
    const ctes = this.changes.map((change, i) => cte(`c${i}`, change, this.author))
    const events = eventsSql(this.changes, this.author)
    const totals = totalsSql(this.changes, this.author)
    const parts = [...ctes, ...(events === undefined ? [] : [events]), ...totals]
    const withs = parts.length === 0 ? empty : sql`with ${join(parts, ',\n')}`
    return sql`${withs} ${view === undefined ? raw(`select null as json`) : answerSql(id, view, this.author, this.changes)}`
  }
}

/** Runs `work` and writes what it collected; restarts on a deadlock. See {@link Transaction}. */
export async function write(
  database: Database,
  author: Author,
  view: View | undefined,
  work: (tx: Transaction) => Promise<string>,
): Promise<{ written: Written; touched: NounName[] }> {
  const direct = new Transaction(author, () => Promise.reject(new NeedsReads()))
  try {
    return await finish(direct, await work(direct), view, database)
  } catch (error) {
    if (!(error instanceof NeedsReads)) throw error
  }
  return database.transaction(async (runner) => {
    const tx = new Transaction(author, () => Promise.resolve(runner))
    return finish(tx, await work(tx), view, runner)
  })
}

/** Thrown by the first read of a transaction that was begun without BEGIN, to start it again with one. */
class NeedsReads extends Error {}

async function finish(tx: Transaction, id: string, view: View | undefined, runner: Runner) {
  const statement = tx.flushSql(id, view)
  const rows = statement === undefined ? [] : await runner.run<{ json: string | null }>(statement)
  return { written: { id, json: rows[0]?.json ?? '' }, touched: tx.touched() }
}

/** One object in domain words, or undefined. */
export async function load<N extends NounName>(
  runner: Runner,
  organizationId: string,
  noun: N,
  id: string,
  lock: Sql = empty,
): Promise<RecordNamed<N> | undefined> {
  const tenant = tables[noun].global ? sql`true` : sql`t.organization_id = ${organizationId}`
  const kind = tables[noun].kind === undefined ? '' : ` and t.kind = '${tables[noun].kind}'`
  const alive = isDeletable(noun) ? ' and t.deleted_at is null' : ''
  const [row] = await runner.run<{ record: RecordNamed<N> }>(
    sql`select ${raw(recordSql(noun))} as record from ${raw(tableOf(noun))} t
      where ${tenant} and t.id = ${id} ${raw(kind + alive)} ${lock}`,
  )
  return row?.record
}

/** A row as the JSON of its domain object. */
export function recordSql(noun: NounName): string {
  const columns = columnsOf(noun).filter(({ field }) => field !== 'details')
  const object = `(select row_to_json(r) from (select ${columns.map((c) => `t.${c.column} as "${c.field}"`).join(', ')}) r)`
  return hasDetails(noun) ? `(${object}::jsonb || t.details)` : object
}

type Change =
  | { action: 'created' | 'updated'; noun: NounName; records: readonly object[]; silent?: true }
  | { action: 'deleted'; noun: NounName; by: string; id: string; root: string }

function cte(name: string, change: Change, author: Author): Sql {
  if (change.action === 'deleted') return sql`${raw(name)} as (${deleteSql(change, author)})`
  const columns = columnsOf(change.noun)
  const table = tableOf(change.noun)
  const source = rowsSql(
    columns,
    change.records.map((record) => toRow(change.noun, record)),
  )
  if (change.action === 'created') {
    const names = columns.map((c) => c.column).join(', ')
    const values = columns.map((c) => `r."${c.field}"`).join(', ')
    return sql`${raw(name)} as (insert into ${raw(table)} (${raw(names)}) select ${raw(values)} from ${source} returning *)`
  }
  const sets = columns.filter((c) => c.field !== 'id' && c.field !== 'organizationId')
  const assignments = sets.map((c) => `${c.column} = r."${c.field}"`).join(', ')
  const tenant = tables[change.noun].global ? '' : 't.organization_id = r."organizationId" and '
  return sql`${raw(name)} as (update ${raw(table)} t set ${raw(assignments)} from ${source} where ${raw(tenant)}t.id = r.id returning t.*)`
}

const FEW = 4

/**
 * Rows as a relation `r` with a column for each field. A few come as parameters, which is twice as fast to read; many
 * as one JSON text, so that statements do not differ by the number of their rows.
 */
function rowsSql(columns: ReturnType<typeof columnsOf>, rows: readonly Readonly<Record<string, unknown>>[]): Sql {
  if (rows.length > FEW) {
    const shape = columns.map((c) => `"${c.field}" ${c.type}`).join(', ')
    return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${raw(shape)})`
  }
  const cell = (row: Readonly<Record<string, unknown>>, { field, type }: { field: string; type: string }) => {
    const value = row[field] ?? null
    return sql`${type === 'jsonb' && value !== null ? JSON.stringify(value) : value}::${raw(type)}`
  }
  const tuples = rows.map((row) => sql`(${join(columns.map((c) => cell(row, c)))})`)
  return sql`(values ${join(tuples)}) as r(${raw(columns.map((c) => `"${c.field}"`).join(', '))})`
}

function deleteSql(change: Extract<Change, { action: 'deleted' }>, author: Author): Sql {
  const table = tableOf(change.noun)
  const column = raw(columnName(change.by))
  const kind = tables[change.noun].kind
  const only = raw(kind === undefined ? '' : ` and t.kind = '${kind}'`)
  const where = sql`t.organization_id = ${author.organizationId} and t.${column} = ${change.id} ${only}`
  if (!isDeletable(change.noun)) return sql`delete from ${raw(table)} t where ${where} returning t.*`
  const root = change.by === 'id' ? null : change.root
  return sql`update ${raw(table)} t set deleted_at = ${author.now}, deleted_with = ${root}
    where ${where} and t.deleted_at is null returning t.*`
}

/** Splits a domain object into its columns; what has no column of its own goes into `details`. */
function toRow(noun: NounName, record: object): Readonly<Record<string, unknown>> {
  if (!hasDetails(noun)) return { ...record }
  const entry = entryOf(noun)
  const row: Record<string, unknown> = { details: {} }
  const details: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(record)) {
    if (field in entry.stored) row[field] = value
    else details[field] = value
  }
  return { ...row, details }
}

/** The tables as this write leaves them: untouched rows, and the written ones in place of their old selves. */
function afterWriting(changes: readonly Change[]): Relations {
  const relation = (noun: NounName) => {
    const table = tableOf(noun)
    const own = changes.flatMap((change, i) => (tableOf(change.noun) === table ? [{ change, name: `c${i}` }] : []))
    if (own.length === 0) return table
    const kept = own
      .filter(({ change }) => change.action !== 'created')
      .map(({ name }) => `not exists (select 1 from ${name} w where w.id = x.id)`)
    const where = kept.length === 0 ? '' : ` where ${kept.join(' and ')}`
    const written = own.filter(({ change }) => change.action !== 'deleted' || isDeletable(change.noun))
    const parts = [`select * from ${table} x${where}`, ...written.map(({ name }) => `select * from ${name}`)]
    return `(${parts.join(' union all ')})`
  }
  return { one: relation, many: relation }
}

/** The same for an object that this write makes: whatever belongs to it is made by this write too. */
function madeBy(changes: readonly Change[]): Relations {
  const made = changes.flatMap((change, i) =>
    change.action === 'created' ? [{ noun: change.noun, name: `c${i}` }] : [],
  )
  return {
    one: afterWriting(changes).one,
    many(noun) {
      const names = made.flatMap((one) => (tableOf(one.noun) === tableOf(noun) ? [one.name] : []))
      if (names.length < 2) return names[0]
      return `(${names.map((name) => `select * from ${name}`).join(' union all ')})`
    },
    kinds: new Set(made.map((one) => one.noun)),
  }
}

function answerSql(id: string, view: View, author: Author, changes: readonly Change[]): Sql {
  const made = changes.findIndex((change) => change.action === 'created' && isOneOf(change.records, id))
  const relations = made < 0 ? afterWriting(changes) : madeBy(changes)
  const source = made < 0 ? relations.one(view.noun) : `c${made}`
  const { json, joins } = projection(view, 't', relations)
  const tenant = tables[view.noun].global ? sql`true` : sql`t.organization_id = ${author.organizationId}`
  return sql`select ${raw(json)}::text as json from ${raw(source)} t ${raw(joins)} where ${tenant} and t.id = ${id}`
}

const isOneOf = (records: readonly object[], id: string) => records.some((record) => 'id' in record && record.id === id)

/** One event for every row written: what it is now, what it was, and which attributes differ. */
function eventsSql(changes: readonly Change[], author: Author): Sql | undefined {
  const sources = changes.flatMap((change, i) => {
    const view = author.eventViews[change.noun]
    const silent = change.action !== 'deleted' && change.silent
    return view === undefined || silent ? [] : [eventSource(`c${i}`, change, view, changes)]
  })
  if (sources.length === 0) return undefined
  return sql`logged as (
    insert into events (organization_id, id, object_type, object_id, lead_id, action, user_id, api_key_id, request_id,
      data, previous_data, changed_fields, meta, created_at, updated_at)
    select ${author.organizationId}, ${author.eventPrefix()} || lpad((row_number() over ())::text, 6, '0'),
      e.object_type, e.object_id, e.lead_id, e.action, ${author.userId}, ${author.apiKeyId}, ${author.requestId},
      e.data, coalesce(e.previous, '{}'), coalesce(e.changed, '[]'), ${JSON.stringify(author.meta)}::jsonb,
      ${author.now}::timestamptz, ${author.now}::timestamptz
    from (${join(sources, ' union all ')}) e)`
}

function eventSource(name: string, change: Change, view: View, changes: readonly Change[]): Sql {
  const action: EventAction = change.action
  const leadId = change.noun === 'lead' ? 't.id' : 'leadId' in entryOf(change.noun).stored ? 't.lead_id' : 'null::text'
  const head = `select ${objectTypeSql(change.noun, view)} as object_type, t.id as object_id, ${leadId} as lead_id, '${action}' as action`
  const now = projection(view, 't', action === 'created' ? madeBy(changes) : afterWriting(changes))
  if (action === 'created') {
    return raw(
      `${head}, ${now.json} as data, null::json as previous, null::jsonb as changed from ${name} t ${now.joins}`,
    )
  }
  const was = projection(view, 'o')
  const before = `(select ${was.json} from ${tableOf(change.noun)} o ${was.joins} where ${sameRow('o', 't', change.noun)})`
  if (action === 'deleted') {
    return raw(`${head}, null::json as data, ${before} as previous, null::jsonb as changed from ${name} t`)
  }
  return raw(`${head}, d.data, x.previous::json, x.changed from ${name} t
    cross join lateral (select (select ${now.json} from (select t.*) t ${now.joins}) as data, ${before} as previous offset 0) d
    cross join lateral (
      select jsonb_object_agg(p.key, p.value) filter (where p.key is not null) as previous,
        jsonb_agg(coalesce(p.key, n.key) order by coalesce(p.key, n.key)) as changed
      from jsonb_each(d.previous::jsonb) p full join jsonb_each(d.data::jsonb) n on n.key = p.key
      where p.value is distinct from n.value) x`)
}

function objectTypeSql(noun: NounName, view: View): string {
  if (!('kinds' in view)) return `'${EVENT_OBJECT_TYPE[noun] ?? noun}'`
  const cases = Object.entries(view.kinds).map(([kind, one]) => `when '${kind}' then '${EVENT_OBJECT_TYPE[one.noun]}'`)
  return `case t.kind ${cases.join(' ')} end`
}

const sameRow = (a: string, b: string, noun: NounName) =>
  `${tables[noun].global ? '' : `${a}.organization_id = ${b}.organization_id and `}${a}.id = ${b}.id`

const SLOTS = 32

/** Keeps the number of live objects; one slot of many, so that writers do not queue for it. */
function totalsSql(changes: readonly Change[], author: Author): Sql[] {
  const first = Math.floor(Math.random() * SLOTS)
  return changes.flatMap((change, i) => {
    if (!tables[change.noun].counted || change.action === 'updated') return []
    const sign = change.action === 'created' ? '' : '-'
    const slot = (first + i) % SLOTS
    return [
      sql`${raw(`n${i}`)} as (insert into totals (organization_id, noun, slot, count)
        select ${author.organizationId}, ${change.noun}, ${slot}, ${raw(sign)}count(*) from ${raw(`c${i}`)}
        on conflict (organization_id, noun, slot) do update set count = totals.count + excluded.count)`,
    ]
  })
}
