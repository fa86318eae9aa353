import { entryOf, type NounName } from '../../domain/catalogue.ts'
import { type FieldType, fieldType } from '../../domain/noun.ts'
import { Beside, type Looked } from '../nouns/beside.ts'
import { columnName, emptyOf, type Relations, sqlType } from '../nouns/table.ts'
import { asStored, tables } from '../nouns/tables.ts'

/** The to-one relations that a projection, a filter or an order follows, each joined once. */
export class Joins {
  readonly t: string
  readonly relations: Relations
  private readonly made = new Map<string, string>()
  private readonly bound: Readonly<Record<string, string>>
  private readonly subselects = new Map<string, Beside<Joins>>()
  private readonly laterals: string[] = []
  private children = 0
  private rows = 0

  /** @param bound aliases of references that need no join */
  constructor(t: string, relations: Relations = asStored, bound: Readonly<Record<string, string>> = {}) {
    this.t = t
    this.relations = relations
    this.bound = bound
  }

  /** An alias for the rows of a list within this row. */
  child(): string {
    return `${this.t}${++this.children}`
  }

  /** SQL of a field, or of a field of something the row refers to. */
  path(noun: NounName, path: string): string {
    let of = noun
    let alias = this.t
    const steps = path.split('.')
    const field = steps.pop() ?? ''
    for (const step of steps) {
      alias = this.join(of, alias, step)
      of = entryOf(of).refs[step] as NounName
    }
    return fieldSql(of, field, alias, this)
  }

  /**
   * An alias for a row of these columns. It stands beside the row it is made of and not in a subselect of its own:
   * the planner then writes the columns in place, and nothing has to be started for each object.
   */
  row(columns: readonly string[]): string {
    const alias = `${this.t}_r${++this.rows}`
    this.laterals.push(`cross join lateral (select ${columns.join(',\n')}) ${alias}`)
    return alias
  }

  /** The subselect beside the row that looks at some things, made when it is first asked for. */
  beside(what: string, make: () => Looked<Joins>): Beside<Joins> {
    const beside = this.subselects.get(what) ?? new Beside(`${this.t}_b${this.subselects.size + 1}`, make())
    this.subselects.set(what, beside)
    return beside
  }

  /** What must stand in the FROM clause after the row's own relation. */
  list(): readonly string[] {
    return [...this.made.values(), ...[...this.subselects.values()].map(String), ...this.laterals]
  }

  /** The alias of what the row `from` of a noun refers to. */
  join(noun: NounName, from: string, step: string): string {
    const target = entryOf(noun).refs[step] as NounName
    const bound = from === this.t ? this.bound[step] : undefined
    if (bound !== undefined) return bound
    const alias = `${from}_${columnName(step)}`
    const tenant = tables[target].global ? '' : `${alias}.organization_id = ${from}.organization_id and `
    const relation = this.relations.one(target, noun)
    this.made.set(alias, `left join ${relation} ${alias} on ${tenant}${alias}.id = ${from}.${columnName(step)}_id`)
    return alias
  }
}

/** SQL of one field of the row `t`. */
function fieldSql(noun: NounName, field: string, t: string, joins: Joins): string {
  const entry = entryOf(noun)
  if (field in entry.stored) return `${t}.${columnName(field)}`
  if (field in entry.details) return detailSql(t, field, entry.details[field] as FieldType)
  const computed = tables[noun].computed?.[field]
  if (computed !== undefined) {
    return computed(t, { relations: joins.relations, ref: (step) => joins.join(noun, t, step) })
  }
  if (field === 'number' && fieldType(entry, field) !== undefined) return `${t}.number`
  throw new Error(`the store cannot work out ${noun}.${field}`)
}

function detailSql(t: string, field: string, type: FieldType): string {
  const cast = sqlType(type)
  if (cast !== 'jsonb') return `(${t}.details->>'${field}')::${cast}`
  const empty = emptyOf(type)
  return Array.isArray(empty) ? `coalesce(${t}.details->'${field}', '[]')` : `(${t}.details->'${field}')`
}
