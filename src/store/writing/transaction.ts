import sql, { empty, raw, type Sql } from 'sql-template-tag'
import type { NounName, RecordNamed } from '../../domain/catalogue.ts'
import { notFound } from '../../domain/errors.ts'
import type { EventAction } from '../../domain/event.ts'
import { momentOf } from '../../domain/eventWords.ts'
import type { JobKind } from '../../domain/job.ts'
import type { View } from '../../domain/view.ts'
import { asksForRetry, type Database, type Runner } from '../database/database.ts'
import { stampSql } from '../database/horizon.ts'
import { customValueRowsSql, keepCustomSql } from '../documents/customValueRows.ts'
import { keepDocumentsSql, noteRehiddenSql, searchDocumentsSql } from '../documents/searchDocument.ts'
import { eventsSql } from '../events/eventLog.ts'
import { type MeetingClock, meetingClockIn } from '../events/meetingClock.ts'
import type { JobQueue } from '../jobs/jobQueue.ts'
import { type Correspondence, findThread } from '../nouns/emailThread.ts'
import { searchesUseGroup } from '../nouns/savedSearch.ts'
import { columnName, isDeletable } from '../nouns/table.ts'
import { tableOf, tables } from '../nouns/tables.ts'
import { HIDEABLE, seen, sightOf, viewer, withSql } from '../people/visibility.ts'
import { projection } from '../projection/projection.ts'
import { load, recordSql } from '../reading/record.ts'
import { remembered } from '../remembered.ts'
import { opportunitySumsSql } from '../totals/opportunitySums.ts'
import { totalsSql } from '../totals/totals.ts'
import { type Undoing, undoingIn } from '../trash/undoing.ts'
import { afterWriting, madeBy } from './afterWriting.ts'
import type { Author } from './author.ts'
import { type Change, changeSql, lockSql, type Manner, shapeOf } from './change.ts'
import { unchangedIn } from './unchanged.ts'

/** What a transaction did: the object it was about, as the asked view shows it after the change. */
export type Written = { readonly id: string; readonly json: string }

/** `binned`: also what was deleted by its flag. */
export type FindOptions = { readonly binned?: boolean }

/** One value of a custom field, and what takes its place. */
export type ValueChange = { readonly before: unknown; readonly after: unknown }

/**
 * Collects changes and writes them all as one statement: inserts, updates and deletions, one event for each of them
 * and the answer, which are read from the tables as they will be. A change that needs no earlier read is a single
 * round trip and its own transaction.
 */
export class Transaction {
  protected author: Author
  protected readonly reader: () => Promise<Runner>
  protected readonly changes: Change[] = []
  private readonly written: NounName[] = []
  /** Objects as they were when they were locked, by id. */
  protected readonly known = new Map<string, object>()

  private readonly asked: JobKind[] = []
  private readonly queue: JobQueue

  constructor(author: Author, reader: () => Promise<Runner>, queue: JobQueue) {
    this.author = author
    this.reader = reader
    this.queue = queue
  }

  /** The object as it is now, locked until the end of the transaction; throws not_found. */
  async get<N extends NounName>(noun: N, id: string, options?: FindOptions): Promise<RecordNamed<N>> {
    const found = await this.find(noun, id, options)
    if (found === undefined) throw notFound(noun, id)
    return found
  }

  /** The object as it is now, locked until the end of the transaction, if it exists. */
  async find<N extends NounName>(noun: N, id: string, options?: FindOptions): Promise<RecordNamed<N> | undefined> {
    const runner = await this.reader()
    const found = await load(runner, this.author, noun, id, raw('for no key update of t'), options?.binned)
    if (found !== undefined) this.known.set(id, found)
    return found
  }

  /** The live objects that refer to this id, or one of these, with this field, locked until the end of the transaction. */
  async related<N extends NounName>(noun: N, field: string, id: string | readonly string[]): Promise<RecordNamed<N>[]> {
    const runner = await this.reader()
    const { kind } = tables[noun]
    const rows = await runner.run<{ record: RecordNamed<N> }>(
      sql`select ${raw(recordSql(noun))} as record from ${raw(tableOf(noun))} t
        where t.organization_id = ${this.author.organizationId} and t.${raw(columnName(field))} = any(${typeof id === 'string' ? [id] : id})
          ${raw(kind === undefined ? '' : `and t.kind = '${kind}'`)}
          and ${raw(isDeletable(noun) ? 't.deleted_at is null' : 'true')} for no key update of t`,
    )
    return rows.map(({ record }) => {
      this.known.set((record as { readonly id: string }).id, record)
      return record
    })
  }

  /** The id of the thread that an e-mail belongs to, if there is one. */
  async threadOf(mail: Correspondence): Promise<string | undefined> {
    return findThread(await this.reader(), this.author.organizationId, mail)
  }

  /** The live activities that are also filed under a lead or a contact, locked until the end of the transaction. */
  async alsoFiledUnder(id: string): Promise<RecordNamed<'activity'>[]> {
    const runner = await this.reader()
    const rows = await runner.run<{ record: RecordNamed<'activity'> }>(
      sql`select ${raw(recordSql('activity'))} as record from activities t where t.organization_id = ${this.author.organizationId}
        and t.also_filed <> '[]' and t.also_filed ? ${id} and t.deleted_at is null for no key update of t`,
    )
    return rows.map((row) => row.record)
  }

  /** What undoing asks. */
  async undoing(): Promise<Undoing> {
    return undoingIn(await this.reader(), this.author)
  }

  /** Until when it is told of meetings that they began and ended; where nobody has told yet, it begins at an instant. */
  async meetingClock(begin: string): Promise<MeetingClock> {
    return meetingClockIn(await this.reader(), this.author.organizationId, begin)
  }

  /** Lets the events of what is written from here on say this, too; what was collected before has to be written already. */
  telling(meta: Author['meta']): void {
    this.author = { ...this.author, meta }
  }

  /** Writes what was collected so far, so that what is read from here on sees it. */
  async flush(): Promise<void> {
    const runner = await this.reader()
    await this.prepare()
    const statement = this.flushSql('', undefined)
    if (statement !== undefined) await runner.run(statement)
    for (const change of this.changes.splice(0)) {
      this.written.push(change.noun)
      if (change.action !== 'deleted') for (const record of change.records) this.known.set(idOf(record), record)
    }
  }

  /** What comes before the statement: locks what is deleted along with something else. */
  async prepare(): Promise<void> {
    const statement = lockSql(this.changes, this.author)
    if (statement !== undefined) await (await this.reader()).run(statement)
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

  /** Whether any saved search is shared with a group or looks for it, whoever may see that search. */
  async searchesUseGroup(id: string): Promise<boolean> {
    return searchesUseGroup(await this.reader(), this.author.organizationId, id)
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

  /** Removes the values of a custom field from all objects of a noun, or of one type of them. */
  async forgetCustomValues(noun: NounName, fieldId: string, typeId?: string): Promise<void> {
    const ofType = typeId === undefined ? empty : sql`and t.type_id = ${typeId}`
    await this.updateCustom(
      noun,
      sql`update ${raw(tableOf(noun))} t set custom = t.custom - ${fieldId}::text
        where t.organization_id = ${this.author.organizationId} and t.custom ? ${fieldId} ${ofType}`,
    )
  }

  /** The values, each once, that objects of a noun have in a custom field. */
  async customValuesOf(noun: NounName, fieldId: string): Promise<unknown[]> {
    const runner = await this.reader()
    const rows = await runner.run<{ value: unknown }>(
      sql`select distinct t.custom->${fieldId}::text as value from ${raw(tableOf(noun))} t
        where t.organization_id = ${this.author.organizationId} and t.custom ? ${fieldId}`,
    )
    return rows.map(({ value }) => value)
  }

  /** Puts other values in the place of those that objects of a noun have in a custom field; null removes one. */
  async replaceCustomValues(noun: NounName, fieldId: string, changes: readonly ValueChange[]): Promise<void> {
    await this.updateCustom(
      noun,
      sql`update ${raw(tableOf(noun))} t
        set custom = case when r.after is null then t.custom - ${fieldId}::text
          else jsonb_set(t.custom, array[${fieldId}::text], r.after) end
        from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as r(before jsonb, after jsonb)
        where t.organization_id = ${this.author.organizationId} and t.custom ? ${fieldId}
          and t.custom->${fieldId}::text = r.before`,
    )
  }

  /** An update of custom values of many rows at once, and of what searches know of them. */
  private updateCustom(noun: NounName, update: Sql): Promise<void> {
    return this.updateAll(update, [...keepDocumentsSql(noun, 'changed'), ...keepCustomSql(noun, 'changed')])
  }

  /** An update of many rows at once, with parts of the same statement that look at what `changed`. */
  private async updateAll(update: Sql, kept: readonly Sql[]): Promise<void> {
    const runner = await this.reader()
    await runner.run(sql`${withSql([sql`changed as (${update} returning t.*)`, ...kept])}select count(*) from changed`)
  }

  /** Takes a group out of the lists of those who may see something; where nobody is left, everyone may. */
  async forgetPrincipal(id: string): Promise<void> {
    for (const noun of HIDEABLE)
      await this.updateAll(
        sql`update ${raw(tableOf(noun))} t set visible_to = nullif(t.visible_to - ${id}::text, '[]')
          where t.organization_id = ${this.author.organizationId} and t.visible_to is not null and t.visible_to ? ${id}`,
        noteRehiddenSql(noun, 'changed'),
      )
  }

  insert<N extends NounName>(noun: N, ...records: readonly RecordNamed<N>[]): void {
    this.collect('created', noun, records, (record) => told(momentOf(noun, record)))
  }

  update<N extends NounName>(noun: N, ...records: readonly RecordNamed<N>[]): void {
    this.collect('updated', noun, records, (record) => {
      const before = this.known.get(idOf(record)) as RecordNamed<N> | undefined
      if (before === undefined) return {}
      return { ...told(momentOf(noun, record, before)), ...unchangedIn(noun, before, record) }
    })
  }

  /** Those that are changed in the same manner go together, so that there are few kinds of change. */
  private collect<N extends NounName>(
    action: 'created' | 'updated',
    noun: N,
    records: readonly RecordNamed<N>[],
    mannerOf: (record: RecordNamed<N>) => Manner,
  ): void {
    const manners = records.map((record) => ({ record, manner: mannerOf(record) }))
    for (const alike of Map.groupBy(manners, ({ manner }) => JSON.stringify(manner)).values())
      this.changes.push({ action, noun, records: alike.map(({ record }) => record), ...alike[0]?.manner })
  }

  /** The same, where the event has another word for what happened. */
  updateAs<N extends NounName>(told: EventAction, noun: N, ...records: readonly RecordNamed<N>[]): void {
    if (records.length > 0) this.changes.push({ action: 'updated', noun, records, told })
  }

  /** Brings deleted objects back, as they are given. */
  restore<N extends NounName>(noun: N, ...records: readonly RecordNamed<N>[]): void {
    this.updateAs('created', noun, ...records)
  }

  /** Moves an object's times on because something that belongs to it changed; no event of its own. */
  touch<N extends NounName>(noun: N, record: RecordNamed<N>): void {
    this.changes.push({ action: 'updated', noun, records: [record], silent: true })
  }

  /** Moves the times of objects on because of what came to them with the time: that is all that is told. */
  pass<N extends NounName>(also: EventAction, noun: N, ...records: readonly RecordNamed<N>[]): void {
    if (records.length > 0) this.changes.push({ action: 'updated', noun, records, silent: true, also })
  }

  /** Deletes softly; what has no trash is deleted for good. */
  delete(noun: NounName, ...ids: readonly string[]): void {
    const [first] = ids
    if (first !== undefined)
      this.changes.push({ action: 'deleted', noun, by: 'id', id: ids.length === 1 ? first : ids })
  }

  /** Deletes softly by a flag: who knows the object still finds it, to look at it or bring it back. */
  bin(noun: NounName, id: string): void {
    this.changes.push({ action: 'deleted', noun, by: 'id', id, binned: true })
  }

  /** Deletes whatever refers to an object, as part of deleting that object; restoring it brings these back. */
  deleteAll(noun: NounName, by: string, id: string): void {
    this.changes.push({ action: 'deleted', noun, by, id })
  }

  /** Asks for a job, done on behalf of a membership: it will be there exactly when the change is. */
  async enqueue(kind: JobKind, payload: object, membershipId: string): Promise<void> {
    const { organizationId } = this.author
    await this.queue.put({ kind, data: { organizationId, membershipId, payload } }, await this.reader())
    this.asked.push(kind)
  }

  /** The kinds of jobs that were asked for. */
  wanted(): readonly JobKind[] {
    return this.asked
  }

  /** The nouns that this transaction changes. */
  touched(): NounName[] {
    return [...this.written, ...this.changes.map((change) => change.noun)]
  }

  /**
   * Writes what was collected, as one statement, and shows the object with this id.
   * @returns undefined when there is nothing to write and nothing to show
   */
  flushSql(id: string, view: View | undefined): Sql | undefined {
    if (this.changes.length === 0 && view === undefined) return undefined
    const ctes = this.changes.map((change, i) => changeSql(`c${i}`, change, this.author))
    const events = eventsSql(this.changes, this.author)
    const totals = [...totalsSql(this.changes, this.author), ...opportunitySumsSql(this.changes, this.author)]
    const searched = [...searchDocumentsSql(this.changes), ...customValueRowsSql(this.changes)]
    const parts = [stampSql(this.author.now), ...viewer(this.author), ...ctes, ...events, ...totals, ...searched]
    return sql`${withSql(parts)}${view === undefined ? raw(`select null as json`) : answerSql(id, view, this.author, this.changes)}`
  }
}

const told = (also: EventAction | undefined): Manner => (also === undefined ? {} : { also })
const idOf = (record: object) => (record as { readonly id: string }).id

/** Runs `work` and writes what it collected; restarts on a deadlock. See {@link Transaction}. */
export async function write(
  database: Database,
  queue: JobQueue,
  author: Author,
  view: View | undefined,
  work: (tx: Transaction) => Promise<string>,
): Promise<{ written: Written; touched: NounName[]; wanted: readonly JobKind[] }> {
  const direct = new Transaction(author, () => Promise.reject(new NeedsReads()), queue)
  try {
    return await finish(direct, await work(direct), view, database.writer)
  } catch (error) {
    if (!(error instanceof NeedsReads) && !asksForRetry(error)) throw error
  }
  return database.transaction(async (runner) => {
    const tx = new Transaction(author, () => Promise.resolve(runner), queue)
    return finish(tx, await work(tx), view, runner)
  })
}

/** Runs `work` and takes back whatever it did. */
export async function rehearse(
  database: Database,
  queue: JobQueue,
  author: Author,
  work: (tx: Transaction) => Promise<string>,
): Promise<Written> {
  const attempt = database.transaction(async (runner) => {
    await work(new Transaction(author, () => Promise.resolve(runner), queue))
    throw new Rehearsed()
  })
  await attempt.catch((error: unknown) => {
    if (!(error instanceof Rehearsed)) throw error
  })
  return { id: '', json: '' }
}

/** Thrown at the end of a rehearsal, so that its transaction is rolled back. */
class Rehearsed extends Error {}

/** Thrown by the first read of a transaction that was begun without BEGIN, to start it again with one. */
class NeedsReads extends Error {}

/** Writes what is left to write, and says what was done. */
export async function finish(tx: Transaction, id: string, view: View | undefined, runner: Runner) {
  await tx.prepare()
  const statement = tx.flushSql(id, view)
  const rows = statement === undefined ? [] : await runner.run<{ json: string | null }>(statement)
  return { written: { id, json: rows[0]?.json ?? '' }, touched: tx.touched(), wanted: tx.wanted() }
}

function answerSql(id: string, view: View, author: Author, changes: readonly Change[]): Sql {
  const made = changes.findIndex((change) => change.action === 'created' && isOneOf(change.records, id))
  const sight = sightOf(author)
  const statement = answers(view, `${made} of ${shapeOf(changes)}${sight === undefined ? '' : `, ${sight}`}`, () => {
    const relations = made < 0 ? afterWriting(changes) : madeBy(changes)
    const { json, joins } = projection(view, 't', sight === undefined ? relations : seen(relations, sight))
    const source = made < 0 ? relations.one(view.noun) : `c${made}`
    return `select ${json}::text as json from ${source} t ${joins.join('\n')}`
  })
  const tenant = tables[view.noun].global ? sql`true` : sql`t.organization_id = ${author.organizationId}`
  return sql`${raw(statement)} where ${tenant} and t.id = ${id}`
}

const answers = remembered<View, string>()

const isOneOf = (records: readonly object[], id: string) => records.some((record) => 'id' in record && record.id === id)
