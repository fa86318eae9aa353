import { describe, expect, test } from 'vitest'
import { AjarError } from '../domain/errors.ts'
import { check } from './check.ts'
import { parseSearch } from './json.ts'
import { QueryError } from './queryError.ts'
import { withoutPlaces, words } from './testSupport.ts'
import { parseText } from './text.ts'
import { type Condition, mentionsCurrentUser, type Node, type ObjectType } from './tree.ts'

const checked = (text: string) => check(parseText(text), words, { strict: false })
const node = (text: string) => withoutPlaces(checked(text).search.node)
const own = (name: string, condition: Condition, object: ObjectType = 'lead'): Node => ({
  kind: 'field',
  field: { object, name },
  condition,
})
const custom = (id: string, type: string, condition: Condition) => ({
  kind: 'field',
  field: { object: 'lead', custom: id, type },
  condition,
})
const related = (kind: ObjectType, inner: Node, object: ObjectType = 'lead'): Node => ({
  kind: 'related',
  object,
  related: kind,
  node: inner,
})
const begins = (value: string): Condition => ({ kind: 'words', match: { mode: 'beginning_of_words', value } })
const phrase = (value: string): Condition => ({ kind: 'words', match: { mode: 'phrase', value } })
const one = (...ids: string[]): Condition => ({ kind: 'reference', ids })
const terms = (...values: string[]): Condition => ({ kind: 'terms', values })
const not = (inner: Node): Node => ({ kind: 'not', node: inner })
const exists: Condition = { kind: 'exists' }

describe('conditions get the type of their field', () => {
  test.each<[string, unknown]>([
    ['name:bir', own('display_name', begins('bir'))],
    ['Company:bir*', own('display_name', begins('bir'))],
    ['name:"Birch & Co"', own('display_name', phrase('Birch & Co'))],
    ['name in (a, "b c")', own('display_name', terms('a', 'b c'))],
    ['description:""', not(own('description', exists))],
    ['calls:0', own('num_calls', { kind: 'numbers', gte: 0, lte: 0 })],
    ['num_calls > 1', own('num_calls', { kind: 'numbers', gt: 1 })],
    ['has:calls', own('num_calls', { kind: 'numbers', gt: 0 })],
    ['no:calls', not(own('num_calls', { kind: 'numbers', gt: 0 }))],
    ['status:"Trial ended"', own('status_id', one('stat_Trial'))],
    ['status:qual', own('status_id', one('stat_Qualified'))],
    ['lead_status_id not in ("stat_a","stat_b")', not(own('status_id', one('stat_a', 'stat_b')))],
    ['created_by:dana', own('created_by', one('user_Dana'))],
    ['created_by:dan', own('created_by', one('user_Dana', 'user_Ike'))],
    ['created_by:"Dana Roe"', own('created_by', one('user_Dana'))],
    ['created_by:me', own('created_by', one('CURRENT_USER'))],
    ['created_by:sales', own('created_by', one('group_Sales'))],
    ['id:lead_a', own('id', one('lead_a'))],
    ['is_company:yes', own('is_company', { kind: 'boolean', value: true })],
    ['tags:vip', own('tags', terms('vip'))],
    [
      'created > "2 weeks ago"',
      own('date_created', {
        kind: 'moments',
        onOrAfter: { kind: 'offset', direction: 'past', by: { weeks: 2 }, edge: null },
        before: null,
      }),
    ],
    [
      'last_called < 2026-04-01',
      own('last_call_created', {
        kind: 'moments',
        onOrAfter: null,
        before: { kind: 'date', on: '2026-04-01', edge: 'start' },
      }),
    ],
    ['custom.industry:re', custom('cf_Industry', 'choice', terms('Retail', 'Real Estate'))],
    ['custom.Industry:"retail"', custom('cf_Industry', 'choice', terms('Retail'))],
    ['custom.cf_Seats >= 5', custom('cf_Seats', 'number', { kind: 'numbers', gte: 5 })],
    ['"custom.Deal Source":Fair', custom('cf_Source', 'text', begins('Fair'))],
    ['not "custom.Deal Source":*', not(custom('cf_Source', 'text', exists) as Node)],
    ['custom.Owner:dana', custom('cf_Owner', 'user', one('user_Dana'))],
    ['& birch', { kind: 'and', nodes: [{ kind: 'all' }, node('birch')] }],
  ])('%s', (text, expected) => expect(node(text)).toEqual(expected))
})

describe('what a lead has is looked into', () => {
  test.each<[string, unknown]>([
    ['city:"new york"', related('address', own('city', phrase('new york'), 'address'))],
    ['title:ceo', related('contact', own('title', begins('ceo'), 'contact'))],
    ['email:kim', related('contactEmail', own('email', begins('kim'), 'contactEmail'))],
    ['phone:415', related('contactPhone', own('phone', begins('415'), 'contactPhone'))],
    ['title:""', not(related('contact', own('title', exists, 'contact')))],
    ['opportunity_value >= 100', related('opportunity', own('value', { kind: 'numbers', gte: 10_000 }, 'opportunity'))],
    ['opportunity_status:Won', related('opportunity', own('status_id', one('stat_Won'), 'opportunity'))],
    ['email_opened:yes', related('email', own('opened', { kind: 'boolean', value: true }, 'email'))],
    ['email_opened:no', not(related('email', own('opened', { kind: 'boolean', value: true }, 'email')))],
    [
      'custom.Role:buyer',
      related('contact', {
        kind: 'field',
        field: { object: 'contact', custom: 'cf_Role', type: 'text' },
        condition: begins('buyer'),
      }),
    ],
    ['call(direction:incoming)', related('call', own('direction', terms('inbound'), 'call'))],
    ['call(direction:"inbound")', related('call', own('direction', terms('inbound'), 'call'))],
    ['email(direction:sent)', related('email', own('direction', terms('outgoing'), 'email'))],
    [
      'lead_status(status:Qualified)',
      related('leadStatusPeriod', own('status_id', one('stat_Qualified'), 'leadStatusPeriod')),
    ],
    [
      'opportunity(status_change(new_status:Won))',
      related(
        'opportunity',
        related(
          'opportunityStatusChange',
          own('new_status_id', one('stat_Won'), 'opportunityStatusChange'),
          'opportunity',
        ),
      ),
    ],
  ])('%s', (text, expected) => expect(node(text)).toEqual(expected))
})

describe('what is unknown', () => {
  test.each([
    ['shoe_size:44', "there is no field 'shoe_size'"],
    ['custom.Nothing:1', "there is no field 'custom.Nothing'"],
    ['status:Gone', "status: there is no 'Gone'"],
    ['created_by:nobody', "created_by: there is no 'nobody'"],
  ])('%s matches nothing', (text, message) => {
    const { search, remarks } = checked(text)
    expect(withoutPlaces(search.node)).toEqual({ kind: 'none' })
    expect(remarks).toEqual([{ message, at: { start: 0, end: text.length } }])
  })

  test('an unknown order is left out, a field of something else cannot be one', () => {
    expect(checked('sort:shoe_size,-created').search.sort).toMatchObject([
      { field: { object: 'lead', name: 'date_created' }, descending: true },
    ])
    expect(() => checked('sort:city')).toThrow(/cannot sort by 'city'/)
  })
})

describe('what does not fit', () => {
  test.each([
    ['a calls:many', 2, /'many' is no number/],
    ['a created:soon', 2, /'soon' is no date/],
    ['name > b', 0, /neither/],
    ['is_company:perhaps', 0, /neither yes nor no/],
    ['id > 5', 0, /neither/],
  ])('%s', (text, start, message) => {
    expect(() => checked(text)).toThrow(message)
    expect(errorOf(() => checked(text))).toMatchObject({ at: { start }, code: 'invalid' })
  })

  const errorOf = (run: () => unknown): QueryError | undefined => {
    try {
      run()
    } catch (error) {
      if (error instanceof QueryError) return error
    }
    return undefined
  }
})

describe('the JSON language', () => {
  const strictly = (...queries: unknown[]) =>
    check(parseSearch({ query: { type: 'and', queries } }).search, words, { strict: true }).search
  const on = (field_name: string, condition: unknown, object_type = 'lead') => ({
    type: 'field_condition',
    field: { type: 'regular_field', object_type, field_name },
    condition,
  })

  test('names, labels and words become ours', () => {
    expect(
      withoutPlaces(
        strictly(
          on('status_type', { type: 'term', values: ['won'] }, 'opportunity'),
          on('direction', { type: 'term', values: ['incoming'] }, 'activity.call'),
          on('status_id', { type: 'term', values: ['Qualified'] }),
          on('value', { type: 'number_range', gte: 100 }, 'opportunity'),
        ).node,
      ),
    ).toEqual({
      kind: 'and',
      nodes: [
        related('opportunity', own('status_type', terms('won'), 'opportunity')),
        related('call', own('direction', terms('inbound'), 'call')),
        own('status_id', one('stat_Qualified')),
        related('opportunity', own('value', { kind: 'numbers', gte: 100 }, 'opportunity')),
      ],
    })
  })

  test('every problem has its path', () => {
    const wrong = () =>
      strictly(
        on('shoe_size', { type: 'exists' }),
        on('date_created', { type: 'boolean', value: true }),
        {
          type: 'field_condition',
          field: { type: 'custom_field', custom_field_id: 'cf_No' },
          condition: { type: 'exists' },
        },
        {
          type: 'has_related',
          this_object_type: 'lead',
          related_object_type: 'lead',
          related_query: { type: 'match_all' },
        },
      )
    expect(problemsOf(wrong)).toEqual([
      'query.queries.0 unknown_field',
      'query.queries.1 wrong_type',
      'query.queries.2 unknown_field',
      'query.queries.3 not_a_choice',
    ])
  })

  const problemsOf = (run: () => unknown) => {
    try {
      run()
    } catch (error) {
      if (error instanceof AjarError) return error.problems.map(({ path, code }) => `${path.join('.')} ${code}`)
      throw error
    }
    return []
  }
})

test('what depends on who asks is known', () => {
  expect(mentionsCurrentUser(checked('a (b or not call(user:me))').search.node)).toBe(true)
  expect(mentionsCurrentUser(checked('a (b or not call(user:dana))').search.node)).toBe(false)
})
