import { describe, expect, test } from 'vitest'
import { AjarError } from '../domain/errors.ts'
import { parseSearch, parseView } from './json.ts'
import { withoutPlaces } from './testSupport.ts'
import type { Condition, Node } from './tree.ts'

const lead = { type: 'object_type', object_type: 'lead' }
const regular = (field_name: string, object_type = 'lead') => ({ type: 'regular_field', object_type, field_name })
const nodeOf = (...queries: unknown[]) => {
  const { search } = parseSearch({ query: { type: 'and', negate: false, queries: [lead, ...queries] } })
  return withoutPlaces(search.node)
}
const conditionOf = (condition: unknown) =>
  (nodeOf({ type: 'field_condition', field: regular('x'), condition }) as Extract<Node, { kind: 'field' }>).condition

test('the worked example', () => {
  const { search, options } = parseSearch({
    query: {
      type: 'and',
      negate: false,
      queries: [
        lead,
        {
          type: 'field_condition',
          field: regular('status_id'),
          condition: { type: 'reference', reference_type: 'status.lead', object_ids: ['stat_Qual7'] },
        },
        {
          type: 'has_related',
          negate: true,
          this_object_type: 'lead',
          related_object_type: 'activity.call',
          related_query: {
            type: 'field_condition',
            field: regular('date_created', 'activity.call'),
            condition: {
              type: 'moment_range',
              before: null,
              on_or_after: {
                type: 'offset',
                direction: 'past',
                moment: { type: 'now' },
                offset: { days: 14 },
                which_day_end: 'start',
              },
            },
          },
        },
      ],
    },
    _fields: { lead: ['id', 'display_name', 'num_calls', 'custom.cf_Seg1'] },
    sort: [{ direction: 'desc', field: regular('date_created') }],
    _limit: 2,
    limit: 7,
    results_limit: null,
    include_counts: true,
  })

  expect(options).toEqual({
    limit: 2,
    cursor: null,
    includeCounts: true,
    fields: { lead: ['id', 'display_name', 'num_calls', 'custom.cf_Seg1'] },
  })
  expect(withoutPlaces(search)).toEqual({
    object: 'lead',
    node: {
      kind: 'and',
      nodes: [
        {
          kind: 'field',
          field: { object: 'lead', name: 'status_id' },
          condition: { kind: 'reference', ids: ['stat_Qual7'] },
        },
        {
          kind: 'not',
          node: {
            kind: 'related',
            object: 'lead',
            related: 'call',
            node: {
              kind: 'field',
              field: { object: 'call', name: 'date_created' },
              condition: {
                kind: 'moments',
                onOrAfter: { kind: 'offset', direction: 'past', by: { days: 14 }, edge: 'start' },
                before: null,
              },
            },
          },
        },
      ],
    },
    sort: [{ field: { object: 'lead', name: 'date_created' }, descending: true }],
    resultsLimit: null,
    slice: null,
  })
})

test('what is left out has a default', () => {
  const { search, options } = parseSearch({ query: lead })
  expect(search).toEqual({
    object: 'lead',
    node: { kind: 'all' },
    sort: [],
    resultsLimit: null,
    slice: null,
  })
  expect(options).toEqual({ limit: 100, cursor: null, includeCounts: false, fields: {} })
  expect(parseSearch({ query: { type: 'object_type', object_type: 'contact' } }).search.object).toBe('contact')
})

describe('nodes', () => {
  test.each<[string, unknown, unknown]>([
    ['match_all', { type: 'match_all' }, { kind: 'all' }],
    ['nothing', { type: 'match_all', negate: true }, { kind: 'none' }],
    ['an empty and', { type: 'and', queries: [] }, { kind: 'all' }],
    ['an empty or', { type: 'or', queries: [] }, { kind: 'none' }],
    [
      'a saved search',
      { type: 'saved_search', saved_search_id: 'save_a' },
      { kind: 'view', object: 'lead', view: 'save_a' },
    ],
    ['an id', { type: 'id', value: 'lead_a' }, { kind: 'ids', object: 'lead', ids: ['lead_a'] }],
    [
      'text',
      { type: 'text', mode: 'beginning_of_words', value: 'bir' },
      { kind: 'text', object: 'lead', match: { mode: 'beginning_of_words', value: 'bir' } },
    ],
    [
      'a custom field',
      {
        type: 'field_condition',
        negate: true,
        field: { type: 'custom_field', custom_field_id: 'cf_a' },
        condition: { type: 'exists' },
      },
      {
        kind: 'not',
        node: { kind: 'field', field: { object: 'lead', custom: 'cf_a' }, condition: { kind: 'exists' } },
      },
    ],
    [
      'a kind of task',
      {
        type: 'has_related',
        this_object_type: 'lead',
        related_object_type: 'task.outgoing_call',
        related_query: { type: 'match_all' },
      },
      {
        kind: 'related',
        object: 'lead',
        related: 'task',
        node: {
          kind: 'field',
          field: { object: 'task', name: '_type' },
          condition: { kind: 'terms', values: ['outgoing-call'] },
        },
      },
    ],
  ])('%s', (_name, given, expected) => expect(nodeOf(given)).toEqual(expected))
})

describe('conditions', () => {
  test.each<[unknown, Condition]>([
    [
      { type: 'text', mode: 'phrase', value: 'a b' },
      { kind: 'words', match: { mode: 'phrase', value: 'a b' } },
    ],
    [
      { type: 'term', values: ['won', 'lost'] },
      { kind: 'terms', values: ['won', 'lost'] },
    ],
    [
      { type: 'reference', reference_type: 'user_or_group', object_ids: ['CURRENT_USER', 'group_a'] },
      { kind: 'reference', ids: ['CURRENT_USER', 'group_a'] },
    ],
    [{ type: 'current_user' }, { kind: 'reference', ids: ['CURRENT_USER'] }],
    [{ type: 'exists' }, { kind: 'exists' }],
    [
      { type: 'number_range', gt: null, gte: 1, lt: 5.5 },
      { kind: 'numbers', gte: 1, lt: 5.5 },
    ],
    [
      { type: 'boolean', value: true },
      { kind: 'boolean', value: true },
    ],
    [
      { type: 'local_time', on_or_after: '09:00', before: '17:30:00' },
      { kind: 'localTime', onOrAfter: '09:00:00', before: '17:30:00' },
    ],
    [
      {
        type: 'moment_range',
        on_or_after: { type: 'fixed_utc', value: '2026-05-04T10:00:00+02:00' },
        before: { type: 'fixed_local_date', value: '2026-06-01', which: 'end' },
      },
      {
        kind: 'moments',
        onOrAfter: { kind: 'instant', at: '2026-05-04T08:00:00Z' },
        before: { kind: 'date', on: '2026-06-01', edge: 'end' },
      },
    ],
    [
      {
        type: 'moment_range',
        on_or_after: { type: 'start_end_of_predefined_relative_period', range: 'this-week', which: 'start' },
        before: { type: 'now' },
      },
      { kind: 'moments', onOrAfter: { kind: 'period', period: 'this-week', edge: 'start' }, before: { kind: 'now' } },
    ],
  ])('%j', (given, expected) => expect(conditionOf(given)).toEqual(expected))
})

describe('what is wrong', () => {
  const problemsOf = (read: () => unknown) => {
    try {
      read()
    } catch (error) {
      if (error instanceof AjarError) return error.problems.map(({ path, code }) => `${path.join('.')} ${code}`)
      throw error
    }
    return []
  }

  test('every problem is told with its path', () => {
    const body = {
      query: {
        type: 'and',
        queries: [
          lead,
          { type: 'maybe' },
          { type: 'field_condition', field: regular('x'), condition: { type: 'term', values: [1] } },
          { type: 'has_related', related_object_type: 'boat', related_query: 7 },
          { type: 'text', value: null, negate: 'no' },
          { type: 'and', queries: [lead] },
        ],
      },
      sort: [{}],
      _limit: 500,
      cursor: 5,
      include_counts: 'yes',
      _fields: { lead: 'id' },
    }
    expect(problemsOf(() => parseSearch(body))).toEqual([
      'query.queries.1.type not_a_choice',
      'query.queries.2.condition.values.0 wrong_type',
      'query.queries.3.related_object_type not_a_choice',
      'query.queries.3.related_query wrong_type',
      'query.queries.3.related_query.type required',
      'query.queries.4.value wrong_type',
      'query.queries.4.negate wrong_type',
      'query.queries.5.queries.0 conflict',
      'sort.0.field required',
      'sort.0.field.type required',
      '_fields.lead wrong_type',
      '_limit out_of_range',
      'cursor wrong_type',
      'include_counts wrong_type',
    ])
  })

  test.each<[unknown, string[]]>([
    [null, [' wrong_type', 'query required', 'query.type required']],
    [{}, ['query required', 'query.type required']],
    [{ query: { type: 'and', queries: [lead, lead] } }, ['query.queries.1.object_type conflict']],
    [{ query: lead, sort: [1, 2, 3, 4].map(() => ({ field: regular('id') })) }, ['sort list_too_long']],
    [{ query: lead, results_limit: -1 }, ['results_limit out_of_range']],
  ])('%j', (body, expected) => expect(problemsOf(() => parseSearch(body))).toEqual(expected))

  test('a view says what it is about', () => {
    expect(parseView({ query: { type: 'and', queries: [lead] }, sort: [] }).object).toBe('lead')
    expect(problemsOf(() => parseView({ query: { type: 'match_all' } }))).toEqual(['s_query.query required'])
  })

  test('it is neither too deep nor too large', () => {
    const deep = (depth: number): unknown => (depth === 0 ? lead : { type: 'or', queries: [deep(depth - 1)] })
    expect(problemsOf(() => parseSearch({ query: deep(500) }))).toHaveLength(1)
    const wide = { type: 'and', queries: Array.from({ length: 5000 }, () => ({ type: 'match_all' })) }
    expect(problemsOf(() => parseSearch({ query: wide }))).toHaveLength(1)
  })
})
