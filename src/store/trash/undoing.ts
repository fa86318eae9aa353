import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { NounName, RecordNamed } from '../../domain/catalogue.ts'
import type { Scope } from '../../domain/permission.ts'
import type { View } from '../../domain/view.ts'
import type { Runner } from '../database/database.ts'
import { type EventQuery, readEvents } from '../events/eventRead.ts'
import { tableOf, tables } from '../nouns/tables.ts'
import { relationsFor, seenSql, sightOf, viewer, withSql } from '../people/visibility.ts'
import { projection } from '../projection/projection.ts'
import { show, visible } from '../reading/read.ts'
import { recordSql } from '../reading/record.ts'
import { TRASH } from './trash.ts'

/** Something that refers to an object. */
export type Reference = { readonly noun: NounName; readonly id: string }

type Attributes = Readonly<Record<string, unknown>>

/** What undoing asks within its transaction, beside what every change does. */
export type Undoing = {
  /** An object as a view shows it at this moment; undefined when it is not there. */
  shown(noun: NounName, id: string, view: View): Promise<Attributes | undefined>
  /** Events of the log that the author may see, the newest first. */
  events<E>(query: EventQuery, view: View): Promise<readonly E[]>
  /** The events of this transaction so far. */
  written<E>(view: View): Promise<readonly E[]>
  /** A deleted object that the author may see, locked until the end. */
  trashed<N extends NounName>(noun: N, id: string): Promise<RecordNamed<N> | undefined>
  /** The same for several. */
  allTrashed<N extends NounName>(noun: N, ids: readonly string[]): Promise<readonly RecordNamed<N>[]>
  /** Several objects, by their ids, as a view shows them. */
  allShown(noun: NounName, ids: readonly string[], view: View): Promise<ReadonlyMap<string, Attributes>>
  /** What was deleted together with one of these objects, locked until the end. */
  trashedWith<N extends NounName>(noun: N, ids: readonly string[]): Promise<readonly RecordNamed<N>[]>
  /** The live objects that refer to an object which can be deleted. */
  references(noun: NounName, id: string): Promise<readonly Reference[]>
}

/** The questions of undoing, asked by an author within a transaction. */
export function undoingIn(runner: Runner, scope: Scope): Undoing {
  const { organizationId } = scope
  const records = async <N extends NounName>(noun: N, where: Sql) => {
    const { kind } = tables[noun]
    const rows = await runner.run<{ record: RecordNamed<N> }>(
      sql`${withSql(viewer(scope))}select ${raw(recordSql(noun))} as record from ${raw(tableOf(noun))} t
        where t.organization_id = ${organizationId} and t.deleted_at is not null and ${where}
          ${kind === undefined ? empty : sql`and t.kind = ${kind}`} for no key update of t`,
    )
    return rows.map(({ record }) => record)
  }
  const seenOf = (noun: NounName) => {
    const sight = sightOf(scope)
    return (sight === undefined ? undefined : seenSql(noun, 't', sight)) ?? 'true'
  }
  return {
    async shown(noun, id, view) {
      const found = await show(runner, scope, noun, { path: 'id', value: id }, view)
      return found === undefined ? undefined : (JSON.parse(found.json) as Attributes)
    },
    async events<E>(query: EventQuery, view: View) {
      const { rows } = await readEvents(runner, scope, query, view)
      return rows.map((row) => JSON.parse(row) as E)
    },
    async written<E>(view: View) {
      const { json, joins } = projection(view)
      const rows = await runner.run<{ json: string }>(
        sql`select ${raw(json)}::text as json from events t ${raw(joins.join('\n'))}
          where t.organization_id = ${organizationId} and t.transaction_id >= pg_current_xact_id()
            and t.xmin = pg_current_xact_id()::xid
          order by t.updated_at, t.id`,
      )
      return rows.map((row) => JSON.parse(row.json) as E)
    },
    async trashed(noun, id) {
      const [found] = await records(noun, sql`t.id = ${id} and ${raw(seenOf(noun))}`)
      return found
    },
    allTrashed: (noun, ids) => records(noun, sql`t.id = any(${[...ids]}) and ${raw(seenOf(noun))}`),
    async allShown(noun, ids, view) {
      const { json, joins } = projection(view, 't', relationsFor(scope))
      const rows = await runner.run<{ id: string; json: string }>(
        sql`${withSql(viewer(scope))}select t.id, ${raw(json)}::text as json
          from ${raw(tableOf(noun))} t ${raw(joins.join('\n'))} where ${visible(scope, noun)} and t.id = any(${[...ids]})`,
      )
      return new Map(rows.map((row) => [row.id, JSON.parse(row.json) as Attributes]))
    },
    trashedWith: (noun, ids) => records(noun, sql`t.deleted_with = any(${[...ids]}) and t.deleted_with <> t.id`),
    async references(noun, id) {
      const used = TRASH.filter(({ table }) => table === tableOf(noun)).flatMap(({ usedBy }) => usedBy)
      const parts = used.map((column) => {
        const [table = '', name = ''] = column.split('.')
        const by = TRASH.find((one) => one.table === table)?.noun ?? noun
        return sql`select ${by}::text as noun, u.id from ${raw(table)} u where u.organization_id = ${organizationId}
          and u.${raw(name)} = ${id} and u.deleted_at is null`
      })
      return parts.length === 0 ? [] : runner.run<Reference>(sql`${join(parts, ' union ')}`)
    },
  }
}
