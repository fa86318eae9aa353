import sql, { raw, type Sql } from 'sql-template-tag'
import type { NounName } from '../../domain/catalogue.ts'
import type { Comparison, Condition, Match } from '../../search/listQuery.ts'
import type { Runner } from '../database/database.ts'
import { isDeletable } from '../nouns/table.ts'
import { tableOf, tables } from '../nouns/tables.ts'
import type { Author } from '../writing/author.ts'
import { type Change, isRestoring } from '../writing/change.ts'

const SLOTS = 32

/** Keeps the number of live objects; one slot of many, so that writers do not queue for it. */
export function totalsSql(changes: readonly Change[], author: Author): Sql[] {
  const first = Math.floor(Math.random() * SLOTS)
  return changes.flatMap((change, i) => {
    const rows = tables[change.noun].counted ? signedSql(change, `c${i}`) : undefined
    if (rows === undefined) return []
    return [
      sql`${raw(`n${i}`)} as (insert into totals (organization_id, noun, part, slot, count)
        select ${author.organizationId}, ${change.noun}, x.part, ${(first + i) % SLOTS}, sum(x.sign)
        from (${raw(rows)}) x group by x.part having sum(x.sign) <> 0 order by x.part
        on conflict (organization_id, noun, part, slot) do update set count = totals.count + excluded.count)`,
    ]
  })
}

/** What parts the live objects of a noun are counted in. */
const PARTS: Partial<Record<NounName, string>> = { lead: 'status_id' }

function partOf(noun: NounName, row: string): string {
  const column = PARTS[noun]
  return column === undefined ? `''` : `${row}.${column}`
}

/** The part of each row that a change put in, with 1, and of each that it took out, with -1; undefined where it did neither. */
function signedSql(change: Change, name: string): string | undefined {
  const column = PARTS[change.noun]
  const part = (of: string) => partOf(change.noun, of)
  const all = (sign: number) => `select ${part('c')} as part, ${sign} as sign from ${name} c`
  if (change.action === 'deleted') return all(-1)
  if (change.action === 'created' || isRestoring(change)) return all(1)
  if (column === undefined || change.silent === true) return undefined
  // Whoever changes a row has locked it, so what it was is known.
  const both = `from ${name} c join ${tableOf(change.noun)} o on o.organization_id = c.organization_id and o.id = c.id
    where ${part('o')} <> ${part('c')}`
  return `select ${part('c')} as part, 1 as sign ${both} union all select ${part('o')}, -1 ${both}`
}

/** SQL for how many live objects there are; of leads, of some statuses. */
export function keptTotalSql(organizationId: string, noun: NounName, parts?: readonly string[]): Sql {
  const some = parts === undefined ? raw('true') : sql`part = any(${[...parts]})`
  return sql`(select coalesce(sum(count), 0)::bigint from totals
    where organization_id = ${organizationId} and noun = ${noun} and ${some})`
}

/** Counts all live objects anew, for rows that were written around {@link totalsSql}. */
export async function recountTotals(runner: Runner): Promise<void> {
  await runner.run(raw('delete from totals'))
  for (const noun of Object.keys(tables) as NounName[]) {
    if (!tables[noun].counted) continue
    await runner.run(sql`insert into totals (organization_id, noun, part, slot, count)
      select t.organization_id, ${noun}, ${raw(partOf(noun, 't'))}, 0, count(*) from ${raw(tableOf(noun))} t
      where ${raw(isDeletable(noun) ? 't.deleted_at is null' : 'true')} group by 1, 3`)
  }
}

/** The statuses that leads are asked for, where nothing else is asked of them. */
export function statusesAlone(noun: NounName, [only, ...others]: readonly Condition[]): readonly string[] | undefined {
  if (noun !== 'lead' || only === undefined || others.length > 0) return undefined
  return 'path' in only ? compared(only) : referred(only)
}

function compared({ path, op, value }: Comparison): readonly string[] | undefined {
  if (path !== 'statusId' || (op !== 'eq' && op !== 'in')) return undefined
  const values = Array.isArray(value) ? value : [value]
  return values.every((one) => typeof one === 'string') ? values : undefined
}

function referred({ object, matches: node, slice }: Match): readonly string[] | undefined {
  if (object !== 'lead' || slice !== undefined || node.kind !== 'field' || 'custom' in node.field) return undefined
  const { field, condition } = node
  return field.name === 'status_id' && condition.kind === 'reference' ? condition.ids : undefined
}
