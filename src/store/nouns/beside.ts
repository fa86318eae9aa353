/**
 * A subselect that stands beside a row and answers all that is asked about the same things: how many of them there are,
 * of what kind, what the last one says. Each would otherwise look for them anew.
 */
export class Beside<Joins> {
  /** The things that it looks at. */
  readonly joins: Joins
  private readonly alias: string
  private readonly from: () => string
  private readonly values = new Map<string, string>()
  private readonly kinds = new Set<string>()

  /** @param from FROM and WHERE and what follows; asked for when all that is wanted of it is known */
  constructor(alias: string, { joins, from }: Looked<Joins>) {
    this.alias = alias
    this.joins = joins
    this.from = from
  }

  /** SQL of one of its values. */
  column(value: string): string {
    const name = this.values.get(value) ?? `v${this.values.size}`
    this.values.set(value, name)
    return `${this.alias}.${name}`
  }

  /** SQL of something that all of one kind come to. Only the kinds that are asked for are looked at. */
  sum(value: string, { kind = 'true', where }: { kind: string | undefined; where: string }): string {
    this.kinds.add(kind)
    const parts = [kind, where].filter((part) => part !== 'true')
    return this.column(parts.length === 0 ? value : `${value} filter (where ${parts.join(' and ')})`)
  }

  toString(): string {
    const columns = [...this.values].map(([value, name]) => `${value} as ${name}`)
    const kinds = this.kinds.size === 0 || this.kinds.has('true') ? '' : ` and (${[...this.kinds].join(' or ')})`
    return `left join lateral (select ${columns.join(',\n')} ${this.from()}${kinds}) ${this.alias} on true`
  }
}

export type Looked<Joins> = { readonly joins: Joins; readonly from: () => string }
