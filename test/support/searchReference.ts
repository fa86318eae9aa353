import { fieldOf } from '../../src/search/fields.ts'
import { type Clock, dateFrom, momentAt } from '../../src/search/moment.ts'
import type { Smart } from '../../src/search/smart.ts'
import {
  type Condition,
  CURRENT_USER,
  type FieldRef,
  type Node,
  type ObjectType,
  type TextMatch,
} from '../../src/search/tree.ts'

/** A thing in domain words: a lead with what it has in lists, a contact, a call, an address… */
export type Thing = Readonly<Record<string, unknown>>
/** What a search depends on: the time, who asks, the members of saved views, and what only a store would know. */
export type Asker = {
  readonly clock: Clock
  readonly userId: string
  readonly groups?: Readonly<Record<string, readonly string[]>>
  readonly isIn?: (view: string, thing: Thing) => boolean
}

/** Whether a lead, or another thing, matches a checked tree: slow, plain, and what the store must agree with. */
export function matches(node: Node, thing: Thing, asker: Asker): boolean {
  switch (node.kind) {
    case 'all':
      return true
    case 'none':
      return false
    case 'and':
      return node.nodes.every((one) => matches(one, thing, asker))
    case 'or':
      return node.nodes.some((one) => matches(one, thing, asker))
    case 'not':
      return !matches(node.node, thing, asker)
    case 'related':
      return relatedOf(thing, node.related).some((one) => matches(node.node, one, asker))
    case 'field':
      return holds(node.condition, node.field, valuesOf(thing, node.field, asker), asker)
    case 'text':
      return hasText([allText(thing)], node.match)
    case 'ids':
      return node.ids.includes(String(thing.id))
    case 'view':
      return asker.isIn?.(node.view, thing) ?? false
  }
}

const LISTS: Partial<Record<ObjectType, string>> = {
  contact: 'contacts',
  opportunity: 'opportunities',
  task: 'tasks',
  case: 'cases',
  activity: 'activities',
  leadStatusPeriod: 'statusPeriods',
  opportunityStatusPeriod: 'statusPeriods',
  sequenceSubscription: 'subscriptions',
}
// Contacts pass these on to their lead.
const PASSED_ON: Partial<Record<ObjectType, string>> = {
  address: 'addresses',
  contactEmail: 'emails',
  contactPhone: 'phones',
  contactUrl: 'urls',
}

/** The things of a kind that a thing has. */
function relatedOf(thing: Thing, object: ObjectType): readonly Thing[] {
  const listOf = (of: Thing, key: string) => (of[key] ?? []) as readonly Thing[]
  const [list, passedOn] = [LISTS[object], PASSED_ON[object]]
  if (object === 'lead') return thing.lead === undefined ? [] : [thing.lead as Thing]
  if (list !== undefined) return listOf(thing, list)
  if (passedOn !== undefined) return [thing, ...listOf(thing, 'contacts')].flatMap((of) => listOf(of, passedOn))
  return listOf(thing, 'activities').filter((one) => one.kind === object)
}

/** The values of a field; a field without one has none. */
function valuesOf(thing: Thing, ref: FieldRef, asker: Asker): readonly unknown[] {
  const present = (value: unknown) =>
    (Array.isArray(value) ? value : [value]).filter((one) => one != null && one !== '')
  if ('custom' in ref) return present((thing.custom as Thing | undefined)?.[ref.custom])
  const field = fieldOf(ref.object, ref.name)
  const means = field?.means
  if (means?.kind === 'path') return present(follow(thing, means.path))
  if (means?.kind === 'keys') return present(textOf(means.keys.map((key) => thing[key])))
  return present(means?.kind === 'smart' ? smartValue(thing, means.smart, asker) : thing[ref.name])
}

const textOf = (values: readonly unknown[]) => values.filter((one) => typeof one === 'string').join(' ')

const follow = (thing: Thing, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Thing | null | undefined)?.[key], thing)

function smartValue(thing: Thing, smart: Smart, asker: Asker): unknown {
  switch (smart.kind) {
    case 'count':
      return relatedOf(thing, smart.of).filter((one) => matches(smart.where, one, asker)).length
    case 'edge': {
      const of = smart.of.flatMap((object) => relatedOf(thing, object).map((one) => ({ one, object })))
      const at = ({ one, object }: { one: Thing; object: ObjectType }) =>
        valuesOf(one, { object, name: smart.by }, asker).join()
      const found = of.filter(({ one }) => matches(smart.where, one, asker)).sort((a, b) => (at(a) < at(b) ? -1 : 1))
      return follow((smart.edge === 'first' ? found[0] : found.at(-1))?.one ?? {}, smart.path)
    }
    case 'rollup': {
      const found = relatedOf(thing, 'opportunity').filter((one) => matches(smart.where, one, asker))
      const values = found.map((one) => follow(one, smart.path)).filter((one) => typeof one === 'number')
      const total = values.reduce((sum, one) => sum + one, 0)
      if (values.length === 0) return null
      const byFn = { total, avg: total / values.length, min: Math.min(...values), max: Math.max(...values) }
      return byFn[smart.fn]
    }
    case 'named':
      return null
  }
}

function holds(condition: Condition, ref: FieldRef, values: readonly unknown[], asker: Asker): boolean {
  switch (condition.kind) {
    case 'exists':
      return values.length > 0
    case 'words':
      return typeOf(ref) === 'phone' ? hasDigits(values, condition.match.value) : hasText(values, condition.match)
    case 'terms':
      return values.some((value) => condition.values.some((term) => lower(term) === lower(value)))
    case 'reference': {
      const ids = condition.ids.flatMap((id) => [
        id === CURRENT_USER ? asker.userId : id,
        ...(asker.groups?.[id] ?? []),
      ])
      return values.some((value) => ids.includes(String(value)))
    }
    case 'boolean':
      return condition.value ? values.includes(true) : !values.includes(true)
    case 'numbers': {
      const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = condition
      return values.some(
        (value) => Number(value) > gt && Number(value) >= gte && Number(value) < lt && Number(value) <= lte,
      )
    }
    case 'moments': {
      const isDate = typeOf(ref) === 'date'
      const bound = (moment: typeof condition.before) =>
        moment && (isDate ? dateFrom(moment, asker.clock) : momentAt(moment, asker.clock))
      const [from, before] = [bound(condition.onOrAfter), bound(condition.before)]
      return values.some((value) => isWithin(value, from, before))
    }
    case 'localTime':
      return false
  }
}

/** A value is a moment, or a span of time of which a part has to be in the range. */
function isWithin(value: unknown, from: string | null, before: string | null): boolean {
  const time = (text: string) => Date.parse(text)
  const span = typeof value === 'object' ? (value as { from: string; until: string | null }) : undefined
  const start = time(span?.from ?? String(value))
  const end = span === undefined ? start : span.until === null ? Infinity : time(span.until) - 1
  return (from === null || end >= time(from)) && (before === null || start < time(before))
}

const typeOf = (ref: FieldRef) => ('custom' in ref ? ref.type : fieldOf(ref.object, ref.name)?.type)
const lower = (value: unknown) => String(value).toLowerCase()
const wordsOf = (text: unknown) => lower(text).match(/[\p{L}\p{N}]+/gu) ?? []
const digitsOf = (text: unknown) => String(text).replaceAll(/\D/g, '')
const hasDigits = (values: readonly unknown[], text: string) =>
  values.some((value) => digitsOf(value).includes(digitsOf(text)))

function hasText(values: readonly unknown[], { mode, value }: TextMatch): boolean {
  const wanted = wordsOf(value)
  return values.some((text) => {
    const present = wordsOf(text)
    if (mode === 'exact_value') return lower(text) === lower(value)
    if (mode === 'phrase') return ` ${present.join(' ')} `.includes(` ${wanted.join(' ')} `)
    return wanted.every((word) => present.some((one) => (mode === 'full_words' ? one === word : one.startsWith(word))))
  })
}

/** All text of a thing and of what it has. */
function allText(thing: unknown): string {
  if (Array.isArray(thing)) return thing.map(allText).join('\n')
  if (typeof thing === 'object' && thing !== null) return Object.values(thing).map(allText).join('\n')
  return typeof thing === 'string' ? thing : ''
}
