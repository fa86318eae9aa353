import { describe, expect, test } from 'vitest'
import { QueryError } from './queryError.ts'
import { withoutPlaces } from './testSupport.ts'
import { MAX_DEPTH, MAX_NODES, parseText } from './text.ts'
import type { ObjectType, WrittenNode } from './tree.ts'

const parse = (text: string) => withoutPlaces(parseText(text))
const node = (text: string) => parse(text).node
const word = (value: string, object: ObjectType = 'lead'): WrittenNode => ({
  kind: 'text',
  object,
  match: { mode: 'beginning_of_words', value },
})
const phrase = (value: string): WrittenNode => ({ kind: 'text', object: 'lead', match: { mode: 'phrase', value } })
const asked = (name: string, text: string, op: ':' | '>' | '<' | '>=' | '<=' = ':', quoted = false): WrittenNode => ({
  kind: 'field',
  field: { object: 'lead', name },
  condition: { kind: 'asked', op, value: { text, quoted } },
})
const exists = (name: string): WrittenNode => ({
  kind: 'field',
  field: { object: 'lead', name },
  condition: { kind: 'exists' },
})
const and = (...nodes: WrittenNode[]): WrittenNode => ({ kind: 'and', nodes })
const or = (...nodes: WrittenNode[]): WrittenNode => ({ kind: 'or', nodes })
const not = (one: WrittenNode): WrittenNode => ({ kind: 'not', node: one })

describe('words', () => {
  test.each<[string, WrittenNode]>([
    ['', { kind: 'all' }],
    ['  ', { kind: 'all' }],
    ['*', { kind: 'all' }],
    ['not *', { kind: 'none' }],
    ['birch', word('birch')],
    ['ann birch', and(word('ann'), word('birch'))],
    ['Kim@Birch.test', word('Kim@Birch.test')],
    ['"new york"', phrase('new york')],
    ['“new york”', phrase('new york')],
    ['"a \\"b\\" \\\\ c"', phrase('a "b" \\ c')],
    ['https://birch.test/?a=1', word('https://birch.test/?a=1')],
    ['"new yo"*', word('new yo')],
    ['and*', word('and')],
    ['"or"', phrase('or')],
    ['smith, john', and(word('smith'), word('john'))],
  ])('%s', (text, expected) => expect(node(text)).toEqual(expected))
})

describe('and, or, not', () => {
  const [a, b, c] = [word('a'), word('b'), word('c')]
  test.each<[string, WrittenNode]>([
    ['a and b', and(a, b)],
    ['a AND b', and(a, b)],
    ['a or b', or(a, b)],
    ['a or b c', or(a, and(b, c))],
    ['a b or c', or(and(a, b), c)],
    ['(a or b) c', and(or(a, b), c)],
    ['not a b', and(not(a), b)],
    ['not (a b)', not(and(a, b))],
    ['not not a', a],
    ['a and not b or c', or(and(a, not(b)), c)],
    ['(a)', a],
    ['((a b) c)', and(and(a, b), c)],
  ])('%s', (text, expected) => expect(node(text)).toEqual(expected))
})

describe('fields', () => {
  test.each<[string, WrittenNode]>([
    ['name:birch', asked('name', 'birch')],
    ['company:"Birch & Co"', asked('company', 'Birch & Co', ':', true)],
    ['created_by : dana', asked('created_by', 'dana')],
    ['url = birch.test', asked('url', 'birch.test')],
    ['url:https://birch.test/x?y=1', asked('url', 'https://birch.test/x?y=1')],
    ['calls:0', asked('calls', '0')],
    ['contacts>1', asked('contacts', '1', '>')],
    ['contacts >= 1', asked('contacts', '1', '>=')],
    ['created <= "2 weeks ago"', asked('created', '2 weeks ago', '<=', true)],
    ['created:2026-04-01T08:00', asked('created', '2026-04-01T08:00')],
    ['description:*', exists('description')],
    ['not description:*', not(exists('description'))],
    ['description:""', asked('description', '', ':', true)],
    ['has:calls', exists('calls')],
    ['no:calls', not(exists('calls'))],
    ['"in":x', asked('in', 'x')],
    ['"email":*', exists('email')],
    ['in:save_7Q', { kind: 'view', object: 'lead', view: 'save_7Q' }],
  ])('%s', (text, expected) => expect(node(text)).toEqual(expected))

  test('a custom field is named by its name or its id', () => {
    const custom = (key: string) => ({ object: 'lead', custom: key })
    expect(node('custom.industry:"Retail"')).toMatchObject({ field: custom('industry') })
    expect(node('"custom.Deal Source":"Fair"')).toMatchObject({ field: custom('Deal Source') })
    expect(node('custom.cf_Seats > 5')).toMatchObject({ field: custom('cf_Seats'), condition: { op: '>' } })
  })

  test('a list of values', () => {
    const list: WrittenNode = {
      kind: 'field',
      field: { object: 'lead', name: 'lead_status_id' },
      condition: {
        kind: 'askedIn',
        values: [
          { text: 'stat_a', quoted: true },
          { text: 'stat_b', quoted: false },
        ],
      },
    }
    expect(node('lead_status_id in ("stat_a", stat_b)')).toEqual(list)
    expect(node('lead_status_id not in ("stat_a",stat_b)')).toEqual(not(list))
    expect(node('opportunity(user_id in (user_a))')).toMatchObject({ node: { condition: { kind: 'askedIn' } } })
  })
})

describe('groups', () => {
  const related = (kind: ObjectType, inner: WrittenNode, object: ObjectType = 'lead'): WrittenNode => ({
    kind: 'related',
    object,
    related: kind,
    node: inner,
  })
  test.each<[string, ObjectType]>([
    ['call(direction:"inbound" and date >= "2026-04-01")', 'call'],
    ['email(template:"Hello" and opened:yes)', 'email'],
    ['sms(direction:inbound date > "7 days ago")', 'sms'],
    ['note(pricing)', 'note'],
    ['meeting(status:completed)', 'meeting'],
    ['task(text:call)', 'task'],
    ['opportunity(status:"Proposal" user:user_x)', 'opportunity'],
    ['lead_status(status:"Won" on:"2026-01-01")', 'leadStatusPeriod'],
    ['status(status:"Won" on:"2026-01-01")', 'leadStatusPeriod'],
    ['lead_status_change(new_status:"Won" and date >= "2026-01-01")', 'leadStatusChange'],
    ['status_change(old_status:Won)', 'leadStatusChange'],
    ['contact(title:CEO)', 'contact'],
    ['sequence_subscription(sequence:*)', 'sequenceSubscription'],
    ['EMAIL(x)', 'email'],
  ])('%s', (text, kind) => expect(node(text)).toMatchObject({ kind: 'related', object: 'lead', related: kind }))

  test('one within another', () => {
    const sequence: WrittenNode = {
      kind: 'field',
      field: { object: 'sequenceSubscription', name: 'sequence' },
      condition: { kind: 'exists' },
    }
    expect(node('contact(sequence_subscription(sequence:*))')).toEqual(
      related('contact', related('sequenceSubscription', sequence, 'contact')),
    )
    expect(node('opportunity(status(status:"Won" on:"2026-05-04T10:00:00"))')).toMatchObject({
      node: { object: 'opportunity', related: 'opportunityStatusPeriod' },
    })
    expect(node('opportunity(status_change(new_status:"Won" and date >= "2026-01-01"))')).toMatchObject({
      node: { object: 'opportunity', related: 'opportunityStatusChange' },
    })
  })

  test('a star asks for any', () => {
    expect(node('email:*')).toEqual(related('email', { kind: 'all' }))
    expect(node('call()')).toEqual(related('call', { kind: 'all' }))
    expect(node('phone:*')).toEqual(exists('phone'))
  })

  test('a blank before the parenthesis makes a word of it', () => {
    expect(node('email (a or b)')).toEqual(and(word('email'), or(word('a'), word('b'))))
  })
})

describe('what is put at the end', () => {
  test('order, share and number of hits', () => {
    expect(parse('* sort:created slice:3/10 limit:50')).toEqual({
      object: 'lead',
      node: { kind: 'all' },
      sort: [{ field: { object: 'lead', name: 'created' }, descending: false }],
      slice: { n: 3, of: 10 },
      resultsLimit: 50,
    })
    expect(parse('sort:-contacts, -"custom.Deal Source","custom.Seats"').sort).toEqual([
      { field: { object: 'lead', name: 'contacts' }, descending: true },
      { field: { object: 'lead', custom: 'Deal Source' }, descending: true },
      { field: { object: 'lead', custom: 'Seats' }, descending: false },
    ])
  })

  test('a word after it is searched as well', () => {
    expect(parse('a sort:created b')).toMatchObject({ node: and(word('a'), word('b')), sort: [{ descending: false }] })
  })
})

describe('worked examples', () => {
  test.each<[string, WrittenNode]>([
    [
      'ann city:"new york" last_called < "3 days ago"',
      and(word('ann'), asked('city', 'new york', ':', true), asked('last_called', '3 days ago', '<', true)),
    ],
    ['calls:0 status:"Trial ended"', and(asked('calls', '0'), asked('status', 'Trial ended', ':', true))],
    [
      'not "custom.Deal Source":*',
      not({ kind: 'field', field: { object: 'lead', custom: 'Deal Source' }, condition: { kind: 'exists' } }),
    ],
    [
      'status:Potential or (status:Qualified and has:opportunities)',
      or(asked('status', 'Potential'), and(asked('status', 'Qualified'), exists('opportunities'))),
    ],
    [
      'in:save_7Q created > "1 month ago" sort:-created',
      and({ kind: 'view', object: 'lead', view: 'save_7Q' }, asked('created', '1 month ago', '>', true)),
    ],
  ])('%s', (text, expected) => expect(node(text)).toEqual(expected))
})

describe('what cannot be read', () => {
  test.each([
    ['(a', 2, /expected \); found the end/],
    ['a)', 1, /expected .*; found '\)'/],
    ['a and', 5, /expected a word/],
    ['a or or b', 5, /expected a word/],
    ['or a', 0, /expected a word/],
    ['name:', 5, /expected a value; found the end/],
    ['name:)', 5, /expected a value/],
    ['a > *', 4, /expected a value/],
    [': a', 0, /expected a word/],
    ['"new york', 0, /no second one/],
    ['foo(a)', 0, /there is no 'foo\( \)' here/],
    ['call(sort:x)', 5, /goes to the end/],
    ['slice:11/10', 6, /slice such as/],
    ['slice:0/10', 6, /slice such as/],
    ['limit:x', 6, /expected a number/],
    ['id in (a b)', 9, /expected \)/],
    ['id in ()', 7, /expected a value/],
    ['>', 0, /expected/],
  ])('%s', (text, start, message) => {
    const error = errorOf(text)
    expect({ start: error.at.start, code: error.code }).toEqual({ start, code: 'invalid' })
    expect(error.message).toMatch(message)
    expect(error.problems[0]?.path).toEqual(['query'])
  })

  test('too much of it', () => {
    const deep = (depth: number) => `${'('.repeat(depth)}a${')'.repeat(depth)}`
    expect(node(deep(MAX_DEPTH))).toEqual(word('a'))
    expect(errorOf(deep(MAX_DEPTH + 1)).message).toMatch(/deep/)
    expect(errorOf('call('.repeat(60)).message).toMatch(/there is no|deep/)
    expect(errorOf('a '.repeat(MAX_NODES + 1)).message).toMatch(/conditions/)
    expect(errorOf('a'.repeat(100_001)).message).toMatch(/characters/)
  })

  const errorOf = (text: string): QueryError => {
    try {
      parseText(text)
    } catch (error) {
      if (error instanceof QueryError) return error
      throw error
    }
    throw new Error(`'${text}' was read`)
  }
})

test('places are where things were written', () => {
  expect(parseText('a (name:b or "c")').node).toMatchObject({
    at: { start: 0, end: 17 },
    nodes: [
      { at: { start: 0, end: 1 } },
      { at: { start: 3, end: 16 }, nodes: [{ at: { start: 3, end: 9 } }, { at: { start: 13, end: 16 } }] },
    ],
  })
})
