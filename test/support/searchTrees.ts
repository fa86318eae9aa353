import { fieldsOf } from '../../src/search/fields.ts'
import { OBJECTS, relatedTo } from '../../src/search/objects.ts'
import {
  type Condition,
  type Edge,
  type FieldRef,
  type Moment,
  type Node,
  type ObjectType,
  PERIODS,
  type SortKey,
  TEXT_MODES,
  type TextMatch,
  type ValueKind,
} from '../../src/search/tree.ts'
import type { Random } from './random.ts'
import { CUSTOM, DATES, type Ground, INSTANTS, PHONES, type Records, TAGS, WORDS } from './searchRecords.ts'

/** What a random query may be about. */
export type Choice = { readonly random: Random; readonly ground: Ground; readonly records: Records }

// What is written for people to read, and what nothing has yet.
const UNCHECKED = /(summary|attachments|primary_contact_title|_status_label|pipeline_name|opportunity_period|_updated)$/

/** The fields of an object that a condition or an order can be about. */
function fields(object: ObjectType): readonly { readonly ref: FieldRef; readonly type: ValueKind }[] {
  const own = fieldsOf(object).filter(
    ({ name, means }) =>
      !['inside', 'any'].includes(means.kind) && name !== 'number' && !(means.kind === 'named' && UNCHECKED.test(name)),
  )
  const custom = OBJECTS[object].custom === undefined ? [] : Object.entries(CUSTOM)
  return [
    ...own.map(({ name, type }) => ({ ref: { object, name }, type })),
    ...custom.map(([id, type]) => ({ ref: { object, custom: id, type }, type })),
  ]
}

/** A checked tree of any kind of node. */
export function randomNode(choice: Choice, object: ObjectType, depth = 3): Node {
  const { random } = choice
  const child = (of = object) => randomNode(choice, of, depth - 1)
  const kind = random.below(depth > 0 ? 20 : 12)
  if (kind < 9) return randomField(choice, object)
  if (kind < 10) return { kind: 'text', object, match: randomText(random) }
  if (kind < 11) return random.chance(0.8) ? randomIds(choice, object) : { kind: random.pick(['all', 'none']) }
  if (kind < 12) return randomField(choice, object)
  if (kind < 15)
    return { kind: random.pick(['and', 'or']), nodes: Array.from({ length: 2 + random.below(2) }, () => child()) }
  if (kind < 17) {
    const node = child()
    return ['all', 'none', 'not'].includes(node.kind) ? node : { kind: 'not', node }
  }
  const related = random.pick(relatedTo(object))
  return { kind: 'related', object, related, node: random.chance(0.15) ? { kind: 'all' } : child(related) }
}

/** One or two words that are anywhere in a lead. */
export function randomWords(random: Random): Node {
  const words = Array.from({ length: 1 + random.below(2) }, () => ({
    mode: random.pick(['full_words', 'beginning_of_words'] as const),
    value: random.pick(WORDS).split(' ')[0] ?? '',
  }))
  const nodes = words.map((match): Node => ({ kind: 'text', object: 'lead', match }))
  return nodes.length === 1 && nodes[0] !== undefined ? nodes[0] : { kind: 'and', nodes }
}

/** A thing that a lead has, another that it has not, or both: what an index finds without a look at the leads. */
export function randomHaving(choice: Choice): Node {
  const { random } = choice
  const [had, field] = random.pick([
    ['call', { object: 'call', name: 'date' }],
    ['email', { object: 'email', name: 'date' }],
    ['opportunity', { object: 'opportunity', name: 'value' }],
    ['contactEmail', { object: 'contactEmail', name: 'email' }],
    ['contactPhone', { object: 'contactPhone', name: 'phone' }],
    ['lead', { object: 'lead', custom: 'cf_number', type: 'number' }],
    ['lead', { object: 'lead', custom: 'cf_date', type: 'date' }],
  ] as const satisfies readonly (readonly [ObjectType, FieldRef])[])
  const type =
    'custom' in field ? field.type : fields(had).find(({ ref }) => 'name' in ref && ref.name === field.name)?.type
  const own: Node = { kind: 'field', field, condition: randomCondition(choice, type ?? 'text') }
  const node: Node =
    random.chance(0.3) && had !== 'lead' ? { kind: 'and', nodes: [own, randomNode(choice, had, 1)] } : own
  const has: Node = had === 'lead' ? node : { kind: 'related', object: 'lead', related: had, node }
  if (random.chance(0.5)) return has
  const related = random.pick(relatedTo('lead'))
  const missing: Node = {
    kind: 'not',
    node: { kind: 'related', object: 'lead', related, node: randomNode(choice, related, 1) },
  }
  return random.chance(0.4) ? missing : { kind: 'and', nodes: [has, missing] }
}

/** What a list may be sorted by, by one or several fields. */
export function randomSort({ random }: Choice, object: ObjectType): readonly SortKey[] {
  return Array.from({ length: random.below(3) }, () => ({
    field: random.pick(fields(object)).ref,
    descending: random.chance(0.5),
  }))
}

function randomIds({ random, records }: Choice, object: ObjectType): Node {
  const ids = Object.values(records).flatMap((of) => of.map(({ id }) => id))
  return { kind: 'ids', object, ids: random.some(ids, 20) }
}

function randomField(choice: Choice, object: ObjectType): Node {
  const { ref, type } = choice.random.pick(fields(object))
  return { kind: 'field', field: ref, condition: randomCondition(choice, type) }
}

function randomCondition(choice: Choice, type: ValueKind): Condition {
  const { random, ground, records } = choice
  const { pick, some, chance } = random
  if (chance(0.12) && type !== 'count') return { kind: 'exists' }
  switch (type) {
    case 'text':
      return chance(0.8)
        ? { kind: 'words', match: randomText(random) }
        : { kind: 'terms', values: some([...WORDS, ...TAGS, 'quill', 'Untitled', 'https://QUILL.test'], 3) }
    case 'phone':
      return {
        kind: 'words',
        match: { mode: 'full_words', value: pick(['4155', '+1 (415) 555-0100', '49 30', '1', 'no', ...PHONES]) },
      }
    case 'number':
    case 'count':
      return randomRange(random, [0, 1, 2, 3, 0.5, 50, 60, -1])
    case 'cents':
      return randomRange(random, [0, 5000, 10_000, 15_000, 60_000, 7500])
    case 'moment':
    case 'date':
    case 'period':
      return {
        kind: 'moments',
        onOrAfter: chance(0.3) ? null : randomMoment(random),
        before: chance(0.3) ? null : randomMoment(random),
      }
    case 'boolean':
      return { kind: 'boolean', value: chance(0.5) }
    case 'timezone':
      return chance(0.5)
        ? { kind: 'terms', values: [pick(['europe/zurich', 'America/New_York', 'Europe/Berlin'])] }
        : {
            kind: 'localTime',
            onOrAfter: chance(0.2) ? null : pick(['09:00:00', '14:00:00', '22:30:00']),
            before: chance(0.2) ? null : pick(['08:00:00', '14:00:00', '18:00:00']),
          }
    case 'choice':
      return chance(0.7)
        ? { kind: 'terms', values: some(CHOICES, 3) }
        : chance(0.5)
          ? { kind: 'words', match: randomText(random) }
          : { kind: 'reference', ids: some(CHOICES, 2) }
    case 'id':
      return {
        kind: 'reference',
        ids: some(
          [...Object.values(records).flatMap((of) => of.map(({ id }) => id)), 'outcome_1', 'tmpl_1', 'form_1'],
          30,
        ),
      }
    case 'user':
      return { kind: 'reference', ids: some([...ground.users.map(({ id }) => id), ...ground.groupIds], 2) }
    case 'leadStatus':
      return { kind: 'reference', ids: some(ground.leadStatusIds, 2) }
    case 'opportunityStatus':
      return {
        kind: 'reference',
        ids: some(
          ground.opportunityStatuses.map(({ id }) => id),
          2,
        ),
      }
    case 'pipeline':
      return {
        kind: 'reference',
        ids: some(
          ground.opportunityStatuses.map(({ pipelineId }) => pipelineId),
          1,
        ),
      }
  }
}

const CHOICES = [
  ...TAGS,
  'INBOUND',
  'outbound',
  'incoming',
  'sent',
  'completed',
  'call',
  'Email',
  'emailthread',
  'note',
  'lead',
  'won',
  'active',
  'monthly',
  'high',
  'office',
  'home',
  'customer',
  'vm-left',
  'draft',
  'US',
]

function randomText({ pick, chance, below }: Random): TextMatch {
  const words = Array.from({ length: 1 + below(2) }, () =>
    pick([...WORDS, 'qu', 'Z', 'ze', 'new', 'ny', 'untitled', 'x9.test', '-']),
  )
  const value = words
    .map((word) => (chance(0.2) ? word.toUpperCase() : chance(0.2) ? word.slice(0, 2) : word))
    .join(pick([' ', ', ']))
  return { mode: pick(TEXT_MODES), value }
}

function randomRange({ pick, chance }: Random, values: readonly number[]): Condition {
  const bound = pick(values)
  if (chance(0.4)) return { kind: 'numbers', gte: bound, lte: bound }
  return {
    kind: 'numbers',
    ...(chance(0.6) ? { [pick(['gt', 'gte'])]: pick(values) } : {}),
    ...(chance(0.6) ? { [pick(['lt', 'lte'])]: bound } : {}),
  }
}

function randomMoment({ pick, below, chance }: Random): Moment {
  const edge: Edge = pick(['start', 'end'])
  switch (below(5)) {
    case 0:
      return { kind: 'date', on: pick(DATES), edge }
    case 1:
      return { kind: 'period', period: pick(PERIODS), edge }
    case 2:
      return {
        kind: 'offset',
        direction: pick(['past', 'future']),
        by: { [pick(['days', 'weeks', 'hours'])]: below(40) },
        edge: chance(0.5) ? null : edge,
      }
    case 3:
      return { kind: 'now' }
    default:
      return { kind: 'instant', at: pick(INSTANTS) }
  }
}
