import { digitsOf, wordsOf } from '../../src/domain/folded.ts'
import { fieldOf } from '../../src/search/fields.ts'
import { type Clock, dateFrom, momentAt } from '../../src/search/moment.ts'
import type { Smart } from '../../src/search/smart.ts'
import type { Condition, FieldRef, Node, ObjectType, TextMatch } from '../../src/search/tree.ts'
import { CURRENT_USER } from '../../src/search/tree.ts'

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
      return isSaid(node.object === 'lead' ? documentsOf(thing) : [allText(thing)], node.match)
    case 'ids':
      return node.ids.includes(String(thing.id))
    case 'view':
      return asker.isIn?.(node.view, thing) ?? false
  }
}

// Of what is above, a thing has one.
const LISTS: Partial<Record<ObjectType, string>> = {
  contact: 'contacts',
  opportunity: 'opportunities',
  task: 'tasks',
  case: 'cases',
  leadStatusPeriod: 'statusPeriods',
  opportunityStatusPeriod: 'opportunityPeriods',
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
  const activities = listOf(thing, 'activities')
  return activities.filter(({ kind }) => (object === 'activity' ? kind !== 'emailThread' : kind === object))
}

/** The values of a field; a field without one has none. */
export function valuesOf(thing: Thing, ref: FieldRef, asker: Asker): readonly unknown[] {
  const present = (value: unknown) =>
    (Array.isArray(value) ? value : [value]).filter((one) => one != null && one !== '')
  if ('custom' in ref) return present((thing.custom as Thing | undefined)?.[ref.custom])
  const means = fieldOf(ref.object, ref.name)?.means
  if (means?.kind === 'path') return present(follow(thing, means.path))
  if (means?.kind === 'keys')
    return present(means.keys.length === 1 ? thing[means.keys[0] ?? ''] : textOf(means.keys.map((key) => thing[key])))
  return present(means?.kind === 'smart' ? smartValue(thing, means.smart, asker) : thing[ref.name])
}

const textOf = (values: readonly unknown[]) => values.filter((one) => typeof one === 'string' && one !== '').join(' ')

const follow = (thing: Thing, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Thing | null | undefined)?.[key], thing)

function smartValue(thing: Thing, smart: Smart, asker: Asker): unknown {
  switch (smart.kind) {
    case 'count':
      return relatedOf(thing, smart.of).filter((one) => matches(smart.where, one, asker)).length
    case 'edge': {
      const of = smart.of.flatMap((object) => relatedOf(thing, object).map((one) => ({ one, object })))
      const at = ({ one, object }: { one: Thing; object: ObjectType }) =>
        `${valuesOf(one, { object, name: smart.by }, asker).join()} ${String(one.id)}`
      const found = of.filter(({ one }) => matches(smart.where, one, asker)).sort((a, b) => (at(a) < at(b) ? -1 : 1))
      return follow((smart.edge === 'first' ? found[0] : found.at(-1))?.one ?? {}, smart.path)
    }
    case 'rollup': {
      const found = relatedOf(thing, 'opportunity').filter((one) => matches(smart.where, one, asker))
      const values = found.map((one) => follow(one, smart.path)).filter((one) => typeof one === 'number')
      const total = values.reduce((sum, one) => sum + one, 0)
      if (values.length === 0) return null
      return { total, avg: total / values.length, min: Math.min(...values), max: Math.max(...values) }[smart.fn]
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
      return values.map(Number).some((value) => value > gt && value >= gte && value < lt && value <= lte)
    }
    case 'moments': {
      const isDate = typeOf(ref) === 'date'
      const bound = (moment: typeof condition.before) =>
        moment && (isDate ? dateFrom(moment, asker.clock) : momentAt(moment, asker.clock))
      const [from, before] = [bound(condition.onOrAfter), bound(condition.before)]
      return values.some((value) => isWithin(value, from, before))
    }
    case 'localTime': {
      const { onOrAfter, before } = condition
      const isSo = values.map((zone) => {
        const time = new Date(asker.clock.now).toLocaleTimeString('en-GB', { timeZone: String(zone) })
        const [isAfter, isBefore] = [onOrAfter === null || time >= onOrAfter, before === null || time < before]
        return onOrAfter !== null && before !== null && onOrAfter > before ? isAfter || isBefore : isAfter && isBefore
      })
      return isSo.includes(true)
    }
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

export const typeOf = (ref: FieldRef) => ('custom' in ref ? ref.type : fieldOf(ref.object, ref.name)?.type)
const lower = (value: unknown) => String(value).toLowerCase()
const hasDigits = (values: readonly unknown[], text: string) =>
  digitsOf(text) !== '' && values.some((value) => digitsOf(String(value)).includes(digitsOf(text)))

function hasText(values: readonly unknown[], { mode, value }: TextMatch): boolean {
  const wanted = wordsOf(value)
  return values.some((text) => {
    const present = wordsOf(String(text))
    if (mode === 'exact_value') return lower(text) === lower(value)
    if (wanted.length === 0) return true
    if (mode === 'phrase') return ` ${present.join(' ')} `.includes(` ${wanted.join(' ')} `)
    return wanted.every((word) => present.some((one) => (mode === 'full_words' ? one === word : one.startsWith(word))))
  })
}

/** In documents, each word may be in another one; a phrase is within one. */
function isSaid(documents: readonly string[], { mode, value }: TextMatch): boolean {
  if (mode === 'phrase' || mode === 'exact_value') return hasText(documents, { mode: 'phrase', value })
  return wordsOf(value).every((word) => hasText(documents, { mode, value: word }))
}

const OWN = ['contacts', 'opportunities', 'tasks', 'cases', 'activities']
const documentsOf = (lead: Thing) =>
  [lead, ...OWN.flatMap((list) => (lead[list] ?? []) as readonly Thing[])].map(allText)

/** All that a thing itself says, without what it has and belongs to. No phrase is in two of its texts. */
const TEXTS =
  'name description title url text note subject sender taskText phone localPhone location formName to cc bcc tags custom emails phones urls addresses'
function allText(thing: Thing): string {
  const own = TEXTS.split(' ').map((key) => thing[key])
  const said = thing.id === undefined ? Object.values(thing) : own
  return said.flatMap(strings).join(' endoffield ')
}
const strings = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(strings)
