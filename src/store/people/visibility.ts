import sql, { empty, join, type Sql } from 'sql-template-tag'
import { catalogue, entryOf, type NounName } from '../../domain/catalogue.ts'
import type { Scope } from '../../domain/permission.ts'
import { callerSql } from '../nouns/caller.ts'
import type { Relations } from '../nouns/table.ts'
import { asStored, tables } from '../nouns/tables.ts'

/**
 * Who looks, as one row that conditions on rows refer to: so the text of a statement depends on neither the user nor
 * their groups and role, and is the same without it for those from whom nothing is hidden.
 */
export const viewer = (scope: Scope): Sql[] => [...callerSql(scope.offsetHours), ...viewerSql(scope)]

function viewerSql({ principals, assigned }: Scope): Sql[] {
  if (principals === undefined) return []
  const ids = sql`select ${[...principals]}::text[] as ids`
  if (assigned === undefined) return [sql`viewer as materialized (${ids})`]
  const { userId, fieldIds, seesUnassigned } = assigned
  return [
    sql`viewer as materialized (${ids}, ${userId}::text as user_id, ${[...fieldIds]}::text[] as field_ids,
      ${seesUnassigned}::boolean as sees_unassigned)`,
  ]
}

/** What somebody sees: what is not hidden from them, and of that either all leads or those assigned to them. */
export type Sight = 'open' | 'assigned'

/** What a scope sees; undefined for everything. */
export function sightOf({ principals, assigned }: Scope): Sight | undefined {
  if (principals === undefined) return undefined
  return assigned === undefined ? 'open' : 'assigned'
}

/** The beginning of a statement: what it calls by name further down, if anything. */
export const withSql = (parts: readonly Sql[]): Sql => (parts.length === 0 ? empty : sql`with ${join(parts, ',\n')} `)

/** Where a scope finds the rows that it may see. */
export function relationsFor(scope: Scope): Relations {
  const sight = sightOf(scope)
  return sight === undefined ? asStored : asSeen[sight]
}

/** The same relations, each without the rows that the viewer may not see. */
export function seen(relations: Relations, sight: Sight): Relations {
  const visible = (noun: NounName, relation: string, of?: NounName) => {
    const where = seenSql(noun, 'x', sight, relations, of)
    return where === undefined ? relation : `(select x.* from ${relation} x where ${where})`
  }
  return {
    ...relations,
    isPartial: true,
    // What hides a row with it is not hidden where the row is seen.
    one(noun, from) {
      const isOver = from !== undefined && tables[from].within?.some((parent) => parent === noun)
      return isOver ? relations.one(noun) : visible(noun, relations.one(noun))
    },
    many(noun, of) {
      const relation = relations.many(noun)
      return relation === undefined ? undefined : visible(noun, relation, of)
    },
  }
}

/** What a read sees from which something may be hidden. */
export const asSeen: Readonly<Record<Sight, Relations>> = {
  open: seen(asStored, 'open'),
  assigned: seen(asStored, 'assigned'),
}

/** What is seen in these relations; undefined for everything. */
export const sightIn = (relations: Relations): Sight | undefined =>
  (['open', 'assigned'] as const).find((sight) => asSeen[sight] === relations)

/**
 * SQL for whether the viewer may see the row `x`; undefined for a noun of which nothing is ever hidden.
 * @param of the noun of what the row belongs to, where that may be seen for sure
 */
export function seenSql(
  noun: NounName,
  x: string,
  sight: Sight,
  relations: Relations = asStored,
  of?: NounName,
): string | undefined {
  const own = canBeHidden(noun) ? [`(${x}.visible_to is null or ${x}.visible_to ?| ${IDS})`] : []
  const assigned = noun === 'lead' && sight === 'assigned' ? [assignedSql(x)] : []
  const other = tables[noun].isSeen?.(x, (one, its) => seenSql(one, its, sight, relations))
  const parts = [
    ...own,
    ...assigned,
    ...withinSql(noun, x, sight, relations, of),
    ...(other === undefined ? [] : [other]),
  ]
  return parts.length === 0 ? undefined : parts.join(' and ')
}

/** That the lead `x` names the viewer in one of their fields, or nobody in any of them where that is enough. */
const assignedSql = (x: string) => `exists (
  select 1 from viewer v where (v.sees_unassigned and not ${x}.custom ?| v.field_ids)
    or exists (select 1 from unnest(v.field_ids) f(id) where ${x}.custom->f.id ? v.user_id))`

const NOUNS = Object.keys(catalogue) as NounName[]
const IDS = '(select ids from viewer)'
const canBeHidden = (noun: NounName) => 'visibleTo' in entryOf(noun).stored

/** The nouns of which single objects can be hidden. */
export const HIDEABLE: readonly NounName[] = NOUNS.filter(canBeHidden)

/**
 * That nothing hides the row `x` with it. What hides others by itself is looked for among the hidden alone, for which
 * there are small indexes; most organizations hide nothing, and then that costs next to nothing. What may in turn be
 * hidden by something else, or is seen only by some, is looked up, where there is one.
 */
function withinSql(noun: NounName, x: string, sight: Sight, relations: Relations, of?: NounName): string[] {
  return (tables[noun].within ?? []).flatMap((parent) => {
    if (parent === of) return []
    const p = `${x}_${parent}`
    const rows = `select 1 from ${relations.one(parent)} ${p}
      where ${p}.organization_id = ${x}.organization_id and ${p}.id = ${x}.${parent}_id`
    const hidden = `not exists (${rows} and ${p}.visible_to is not null and not ${p}.visible_to ?| ${IDS})`
    const further = [
      ...(parent === 'lead' && sight === 'assigned' ? [assignedSql(p)] : []),
      ...(parent === 'contact' ? [] : withinSql(parent, p, sight, relations)),
    ]
    const around = `(${x}.${parent}_id is null or not exists (${rows} and not (${further.join(' and ')})))`
    return [...(canBeHidden(parent) ? [hidden] : []), ...(further.length === 0 ? [] : [around])]
  })
}
