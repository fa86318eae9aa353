import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Scope } from '../../domain/permission.ts'
import type { Runner } from '../database/database.ts'
import { tables } from '../nouns/tables.ts'
import { seenSql, sightOf } from '../people/visibility.ts'

/** Says which of some events somebody may see. */
type Seen = (scope: Scope, ids: readonly string[]) => Promise<ReadonlySet<string>>

type Question = {
  readonly scope: Scope
  readonly ids: readonly string[]
  readonly resolve: (seen: ReadonlySet<string>) => void
  readonly reject: (error: unknown) => void
}

/** Answers those together who ask at the same moment: with one statement for an organization, or two or three. */
export function seenTogether(runner: Runner): Seen {
  let asked: Question[] = []
  return (scope, ids) =>
    new Promise((resolve, reject) => {
      asked.push({ scope, ids, resolve, reject })
      if (asked.length > 1) return
      setImmediate(() => {
        for (const alike of Map.groupBy(asked, alikeOf).values()) void answer(runner, alike)
        asked = []
      })
    })
}

// What the text of the statement depends on, and whose events it is about.
const alikeOf = ({ scope }: Question) => `${sightOf(scope)} ${scope.organizationId}`

async function answer(runner: Runner, questions: readonly Question[]): Promise<void> {
  const viewers = [...Map.groupBy(questions, viewerOf).values()]
  const ids = new Set(questions.flatMap((one) => one.ids))
  try {
    const rows = await runner.run<{ place: number; id: string }>(
      seenStatement(
        viewers.flatMap(([one]) => one?.scope ?? []),
        [...ids],
      ),
    )
    viewers.forEach((same, place) => {
      const seen = new Set(rows.flatMap((row) => (row.place === place ? [row.id] : [])))
      for (const { resolve } of same) resolve(seen)
    })
  } catch (error) {
    for (const { reject } of questions) reject(error)
  }
}

const viewerOf = ({ scope: { userId, principals, assigned } }: Question) =>
  JSON.stringify([userId, principals, assigned])

/**
 * The conditions of a read (`visible` in read.ts), where each viewer in turn stands for the one who looks. All are of one
 * organization and have the same sight.
 */
function seenStatement(viewers: readonly Scope[], ids: readonly string[]): Sql {
  const [scope] = viewers
  if (scope === undefined) throw new Error('somebody asks')
  const sight = sightOf(scope)
  const seen = sight === undefined ? 'true' : (seenSql('event', 't', sight) ?? 'true')
  const own = tables.event.isFor?.('t', 'w.user_id') ?? 'true'
  return sql`select w.place, e.id
    from jsonb_to_recordset(${JSON.stringify(viewers.map(rowOf))}::jsonb)
      as w(place int, ids text[], user_id text, field_ids text[], sees_unassigned boolean)
    cross join lateral (
      with viewer as materialized (select w.ids, w.user_id, w.field_ids, w.sees_unassigned)
      select t.id from events t where t.organization_id = ${scope.organizationId} and t.id = any(${[...ids]}::text[])
        and ${join([raw(seen), raw(own)], ' and ')}) e`
}

const rowOf = ({ principals, userId, assigned }: Scope, place: number) => ({
  place,
  ids: principals ?? [],
  user_id: userId ?? null,
  field_ids: assigned?.fieldIds ?? [],
  sees_unassigned: assigned?.seesUnassigned ?? false,
})
