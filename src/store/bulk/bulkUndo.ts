import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Scope } from '../../domain/permission.ts'
import type { Runner } from '../database/database.ts'
import { viewer, withSql } from '../people/visibility.ts'
import { visible } from '../reading/read.ts'
import { type Counts, settleRows } from './bulkChosen.ts'

/** What a bulk action changed, and has not been put back by one of these already. */
export type Changed = {
  readonly bulkActionId: string
  readonly action: 'updated' | 'deleted'
  readonly objectTypes: readonly string[]
  readonly undoneBy: readonly string[]
}

/** How many events there are to undo, of how many leads. */
export async function countChanged(runner: Runner, scope: Scope, changed: Changed): Promise<Counts> {
  const [counts] = await runner.run<Counts>(
    sql`${withSql(viewer(scope))}select count(*) as objects, count(distinct c.lead_id) as leads
      from (${changedSql(scope, changed)}) c`,
  )
  return counts ?? { leads: 0, objects: 0 }
}

/** The first events to undo, in the order in which they are. */
export async function firstChanged(runner: Runner, scope: Scope, changed: Changed, most: number): Promise<string[]> {
  const rows = await runner.run<{ id: string }>(
    sql`${withSql(viewer(scope))}select c.id from (${changedSql(scope, changed)}) c
      order by ${ORDER} limit ${most}`,
  )
  return rows.map(({ id }) => id)
}

/** Settles which events a bulk action undoes, in parts of `size`. */
export const settleChanged = (
  runner: Runner,
  scope: Scope,
  id: string,
  changed: Changed,
  size: number,
): Promise<Counts> =>
  settleRows(runner, scope, id, {
    beginning: (parts) => withSql([...viewer(scope), ...parts]),
    rows: changedSql(scope, changed),
    order: ORDER,
    size,
  })

// The newest of a lead first; before them the deletion of the lead itself, with which others may have gone.
const ORDER = raw('c.lead_id, c.is_lead desc, c.id desc')

function changedSql(scope: Scope, { bulkActionId, action, objectTypes, undoneBy }: Changed): Sql {
  const ofAction = (e: string, ids: readonly string[]) => sql`${raw(e)}.organization_id = ${scope.organizationId}
    and ${raw(e)}.meta->>'bulk_action_id' = any(${[...ids]})`
  const conditions = [
    ofAction('t', [bulkActionId]),
    visible(scope, 'event'),
    sql`t.action = ${action} and t.object_type = any(${[...objectTypes]})`,
    ...(undoneBy.length === 0
      ? []
      : [
          sql`t.id not in (select u.meta->>'undone_event_id' from events u
            where ${ofAction('u', undoneBy)} and u.meta->>'undone_event_id' is not null)`,
        ]),
  ]
  return sql`select t.id, coalesce(t.lead_id, t.object_id) as lead_id, t.object_type = 'lead' as is_lead from events t
    where ${join(conditions, ' and ')}`
}
