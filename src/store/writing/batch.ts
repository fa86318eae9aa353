import sql, { raw, type Sql } from 'sql-template-tag'
import type { NounName, RecordNamed } from '../../domain/catalogue.ts'
import type { View } from '../../domain/view.ts'
import { type Chosen, type Counts, forgetParts, type Part, partAfter, settle } from '../bulk/bulkChosen.ts'
import { type Changed, settleChanged } from '../bulk/bulkUndo.ts'
import { type Database, UNNAMED } from '../database/database.ts'
import { cancelJob } from '../jobs/job.ts'
import type { JobQueue } from '../jobs/jobQueue.ts'
import { tableOf } from '../nouns/tables.ts'
import { viewer, withSql } from '../people/visibility.ts'
import { visible } from '../reading/read.ts'
import { recordSql } from '../reading/record.ts'
import type { Author } from './author.ts'
import type { Change } from './change.ts'
import { type FindOptions, finish, Transaction } from './transaction.ts'

/**
 * A transaction that several actions share. What they are going to ask for is read at once before, and what they change
 * is written at once after, so that many small changes cost little more than one. No two of them may change the same
 * object: what comes after `flush` may.
 */
export class Batch extends Transaction {
  private readonly foreseen = new Map<string, Map<string, readonly object[]>>()
  private isGathering = false

  /**
   * Reads and locks objects that actions are going to ask for. In the order of their ids: so batches that meet wait for
   * each other, and not in a circle.
   */
  async foresee<N extends NounName>(noun: N, ids: readonly string[]): Promise<readonly RecordNamed<N>[]> {
    const runner = await this.reader()
    const rows = await runner.run<{ record: RecordNamed<N> }>(
      sql`${withSql(viewer(this.author))}select ${raw(recordSql(noun))} as record from ${raw(tableOf(noun))} t
        where ${visible(this.author, noun)} and t.id = any(${[...ids]}) order by t.id for no key update of t`,
    )
    const records = rows.map(({ record }) => record)
    for (const record of records) this.known.set(idOf(record), record)
    this.keep(noun, 'id', ids, records)
    return records
  }

  /** The same for those that refer to one of these ids with this field. */
  async foreseeRelated(noun: NounName, field: string, ids: readonly string[]): Promise<void> {
    this.keep(noun, field, ids, await super.related(noun, field, ids))
  }

  override async find<N extends NounName>(
    noun: N,
    id: string,
    options?: FindOptions,
  ): Promise<RecordNamed<N> | undefined> {
    const found = options?.binned === true ? undefined : this.foreseen.get(`${noun}.id`)?.get(id)
    return found === undefined ? super.find(noun, id, options) : (found[0] as RecordNamed<N> | undefined)
  }

  override async related<N extends NounName>(
    noun: N,
    field: string,
    id: string | readonly string[],
  ): Promise<RecordNamed<N>[]> {
    const found = typeof id === 'string' ? this.foreseen.get(`${noun}.${field}`)?.get(id) : undefined
    return found === undefined ? super.related(noun, field, id) : ([...found] as RecordNamed<N>[])
  }

  /** Does something of which nothing is left when it fails. */
  async attempt<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const before = this.changes.length
    try {
      return await work(this)
    } catch (error) {
      this.changes.splice(before)
      throw error
    }
  }

  override async flush(): Promise<void> {
    if (this.isGathering) return
    await super.flush()
    this.foreseen.clear()
  }

  /**
   * From here on nothing is written before `release`, whoever asks for it, and what is restored is found as if it were: for
   * actions that flush bit by bit, each about a lead of its own. Events say what is said of their lead.
   */
  gather(metaByLead: NonNullable<Author['metaByLead']>): void {
    this.isGathering = true
    this.author = { ...this.author, metaByLead }
  }

  /** Writes what was gathered. */
  async release(): Promise<void> {
    const { metaByLead: _said, ...author } = this.author
    this.isGathering = false
    await this.flush()
    this.author = author
  }

  override telling(meta: Author['meta']): void {
    if (!this.isGathering) super.telling(meta)
  }

  override restore<N extends NounName>(noun: N, ...records: readonly RecordNamed<N>[]): void {
    super.restore(noun, ...records)
    if (!this.isGathering) return
    for (const record of records) {
      this.keep(noun, 'id', [idOf(record)], [record])
      if ('kind' in record) this.keep(record.kind as NounName, 'id', [idOf(record)], [record])
    }
  }

  /** Changes of one kind go together. */
  override async prepare(): Promise<void> {
    this.changes.splice(0, this.changes.length, ...joined(this.changes))
    await super.prepare()
  }

  override flushSql(id: string, view: View | undefined): Sql | undefined {
    const statement = super.flushSql(id, view)
    // Tables may grow much while a large statement comes again and again: it is planned anew each time.
    return statement === undefined || !this.changes.some(isLarge) ? statement : sql`${raw(UNNAMED)}${statement}`
  }

  /** Settles what a bulk action is done to. */
  async settle(id: string, chosen: Chosen, size: number): Promise<Counts> {
    return settle(await this.reader(), this.author, id, chosen, size)
  }

  /** Settles which events a bulk action undoes. */
  async settleChanged(id: string, changed: Changed, size: number): Promise<Counts> {
    return settleChanged(await this.reader(), this.author, id, changed, size)
  }

  /** The part of a bulk action that comes next. */
  async partAfter(id: string, done: number): Promise<Part | undefined> {
    return partAfter(await this.reader(), this.author.organizationId, id, done)
  }

  async forgetParts(id: string): Promise<void> {
    await forgetParts(await this.reader(), this.author.organizationId, id)
  }

  /** Ends a job, and says what it was about; undefined when it has ended already. */
  async cancelJob(id: string): Promise<object | undefined> {
    return cancelJob(await this.reader(), this.author.organizationId, id)
  }

  private keep(noun: NounName, field: string, ids: readonly string[], records: readonly object[]): void {
    const byId = Map.groupBy(records, (record) => (record as Readonly<Record<string, string>>)[field])
    const kept = this.foreseen.get(`${noun}.${field}`) ?? new Map<string, readonly object[]>()
    for (const id of ids) kept.set(id, byId.get(id) ?? [])
    this.foreseen.set(`${noun}.${field}`, kept)
  }
}

const isLarge = (change: Change) =>
  change.action === 'deleted' ? typeof change.id !== 'string' : change.records.length > 1

const idOf = (record: object) => (record as { readonly id: string }).id

/** Runs `work`, writes what it collected, and starts again on a deadlock. */
export async function batch<T>(
  database: Database,
  queue: JobQueue,
  author: Author,
  work: (tx: Batch) => Promise<T>,
): Promise<{ result: T } & Omit<Awaited<ReturnType<typeof finish>>, 'written'>> {
  return database.transaction(async (runner) => {
    const tx = new Batch({ ...author, isBatch: true }, () => Promise.resolve(runner), queue)
    const result = await work(tx)
    return { result, ...(await finish(tx, '', undefined, runner)) }
  })
}

/** The same changes, those of one kind together. */
function joined(changes: readonly Change[]): Change[] {
  const kinds = Map.groupBy(changes, (change) =>
    change.action === 'deleted'
      ? `deleted ${change.noun} ${change.by} ${change.binned}`
      : `${change.action} ${change.noun} ${change.silent} ${change.told} ${change.also} ${change.keepsWords} ${change.keepsCustom}`,
  )
  return [...kinds.values()].flatMap((alike) => {
    const [first] = alike
    if (first === undefined || alike.length === 1) return alike
    if (first.action === 'deleted')
      return [{ ...first, id: [...new Set(alike.flatMap((one) => (one.action === 'deleted' ? one.id : [])))] }]
    return [{ ...first, records: alike.flatMap((one) => (one.action === 'deleted' ? [] : one.records)) }]
  })
}
