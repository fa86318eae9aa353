import { beforeAll, describe, expect, test } from 'vitest'
import { type Client, type Json, rowsOf, useApi } from '../../support/api.ts'
import { type Searched, searchedOrganization } from '../../support/searchedOrganization.ts'

const { client, member } = useApi()

let api: Client
let there: Searched
beforeAll(async () => {
  api = await client()
  there = await searchedOrganization(api)
})

const OF = (object_type: string) => ({ type: 'object_type', object_type })
const and = (...queries: unknown[]) => ({ type: 'and', queries })
const or = (...queries: unknown[]) => ({ type: 'or', queries })
const regular = (object_type: string, field_name: string) => ({ type: 'regular_field', object_type, field_name })
const custom = (id: string | undefined) => ({ type: 'custom_field', custom_field_id: id })
const where = (field: object, condition: object, more = {}) => ({ type: 'field_condition', field, condition, ...more })
const related = (this_object_type: string, related_object_type: string, related_query: object, more = {}) => ({
  type: 'has_related',
  this_object_type,
  related_object_type,
  related_query,
  ...more,
})
const range = (more: object) => ({ type: 'moment_range', on_or_after: null, before: null, ...more })
const past = (days: number) => ({
  type: 'offset',
  direction: 'past',
  moment: { type: 'now' },
  offset: { days },
  which_day_end: 'start',
})
const search = (body: object, as = api) => as.post('/data/search/', body)

async function names(query: object, more: object = {}): Promise<readonly string[]> {
  const reply = await search({ query: and(OF('lead'), query), _fields: { lead: ['display_name'] }, ...more })
  expect(reply.status, reply.text).toBe(200)
  return rowsOf(reply).map(({ display_name }) => display_name?.split(' ')[0]?.toLowerCase() ?? '')
}

const everything = { type: 'match_all' }
const status = (label: string) => ({
  type: 'reference',
  reference_type: 'status.lead',
  object_ids: [there.statuses[label]],
})

test('the example of the contract has the shape of its answer', async () => {
  const reply = await search({
    query: {
      type: 'and',
      negate: false,
      queries: [
        OF('lead'),
        where(regular('lead', 'status_id'), status('Qualified')),
        related(
          'lead',
          'activity.call',
          where(regular('activity.call', 'date_created'), range({ on_or_after: past(5) })),
          { negate: true },
        ),
      ],
    },
    _fields: { lead: ['id', 'display_name', 'num_calls', `custom.${there.fields.seats}`] },
    sort: [{ direction: 'desc', field: regular('lead', 'date_created') }],
    _limit: 2,
    results_limit: null,
    include_counts: true,
    limit: 'unknown keys do not matter',
  })
  expect(reply.status).toBe(200)
  expect(reply.body).toEqual({
    data: [
      {
        __object_type: 'lead',
        id: there.leads.harbour,
        display_name: 'Harbour Tools',
        num_calls: 2,
        [`custom.${there.fields.seats}`]: 7,
      },
    ],
    cursor: null,
    count: { limited: 1, total: 1 },
  })
})

describe('nodes', () => {
  const cases: readonly [name: string, query: () => object, expected: readonly string[]][] = [
    ['match_all', () => everything, ['zeta', 'quiet', 'harbour', 'annika', 'birch']],
    ['an empty and', () => and(), ['zeta', 'quiet', 'harbour', 'annika', 'birch']],
    ['an empty or', () => or(), []],
    ['negate', () => ({ ...everything, negate: true }), []],
    ['text', () => ({ type: 'text', mode: 'full_words', value: 'mill' }), ['quiet', 'birch']],
    ['text of what it has', () => ({ type: 'text', mode: 'phrase', value: 'price list' }), ['harbour']],
    ['text by beginnings', () => ({ type: 'text', mode: 'beginning_of_words', value: 'ann' }), ['harbour', 'annika']],
    ['text negated', () => ({ type: 'text', value: 'mill', negate: true }), ['zeta', 'harbour', 'annika']],
    ['id', () => ({ type: 'id', value: there.leads.quiet }), ['quiet']],
    [
      'or',
      () => or(where(regular('lead', 'status_id'), status('Potential')), { type: 'id', value: there.leads.quiet }),
      ['quiet', 'annika'],
    ],
    ['a custom field of contacts', () => where({ ...custom(there.fields.role) }, { type: 'exists' }), ['birch']],
    [
      'related to any depth',
      () =>
        related(
          'lead',
          'contact',
          and(
            where(regular('contact', 'title'), { type: 'text', mode: 'full_words', value: 'CEO' }),
            related(
              'contact',
              'contact_email',
              where(regular('contact_email', 'email'), { type: 'text', mode: 'full_words', value: 'kim' }),
            ),
            related(
              'contact',
              'lead',
              related(
                'lead',
                'opportunity',
                where(regular('opportunity', 'value'), { type: 'number_range', gte: 500_000 }),
              ),
            ),
          ),
        ),
      ['birch'],
    ],
    ['has none related', () => related('lead', 'contact', everything, { negate: true }), ['zeta', 'quiet', 'annika']],
    ['tasks of a kind', () => related('lead', 'task.lead', everything), ['zeta']],
    [
      'addresses',
      () => related('lead', 'address', where(regular('address', 'city'), { type: 'term', values: ['bergen'] })),
      ['harbour'],
    ],
    [
      'phones',
      () =>
        related(
          'lead',
          'contact_phone',
          where(regular('contact_phone', 'phone'), { type: 'text', mode: 'beginning_of_words', value: '415' }),
        ),
      ['birch'],
    ],
  ]
  test.each(cases)('%s', async (_name, query, expected) => expect(await names(query())).toEqual(expected))
})

describe('conditions', () => {
  const lead = (name: string, condition: object, more = {}) => where(regular('lead', name), condition, more)
  const text = (mode: string, value: string) => ({ type: 'text', mode, value })
  const cases: readonly [name: string, query: () => object, expected: readonly string[]][] = [
    ['text, exact', () => lead('name', text('exact_value', 'birch & co')), ['birch']],
    ['text, full words', () => lead('name', text('full_words', 'co birch')), ['birch']],
    ['text, phrase', () => lead('name', text('phrase', 'harbour tools')), ['harbour']],
    ['text, beginnings', () => lead('name', text('beginning_of_words', 'ha to')), ['harbour']],
    [
      'term',
      () => where(custom(there.fields.industry), { type: 'term', values: ['Retail', 'Steel'] }),
      ['annika', 'birch'],
    ],
    ['reference', () => lead('status_id', status('Customer')), ['zeta']],
    [
      'reference, negated',
      () => lead('status_id', status('Customer'), { negate: true }),
      ['quiet', 'harbour', 'annika', 'birch'],
    ],
    [
      'a user',
      () => lead('created_by', { type: 'reference', reference_type: 'user_or_group', object_ids: [there.me] }),
      ['zeta', 'quiet', 'harbour', 'annika', 'birch'],
    ],
    [
      'whoever asks',
      () =>
        where(custom(there.fields.owner), {
          type: 'reference',
          reference_type: 'user_or_group',
          object_ids: ['CURRENT_USER'],
        }),
      ['birch'],
    ],
    [
      'whoever asks, as it was said before',
      () => where(custom(there.fields.owner), { type: 'current_user' }),
      ['birch'],
    ],
    ['exists', () => lead('description', { type: 'exists' }), ['birch']],
    [
      'is empty',
      () => lead('description', { type: 'exists' }, { negate: true }),
      ['zeta', 'quiet', 'harbour', 'annika'],
    ],
    [
      'number range',
      () => where(custom(there.fields.seats), { type: 'number_range', gt: 7, lte: 25, lt: null }),
      ['birch'],
    ],
    ['a counter', () => lead('num_calls', { type: 'number_range', gte: 2 }), ['harbour']],
    [
      'a counter of nothing',
      () => lead('num_calls', { type: 'number_range', lte: 0 }),
      ['zeta', 'quiet', 'annika', 'birch'],
    ],
    ['a roll-up', () => lead('total_one_time_opportunity_value', { type: 'number_range', gte: 100_000 }), ['birch']],
    [
      'moments',
      () => lead('date_created', range({ on_or_after: past(50), before: { type: 'now' } })),
      ['zeta', 'quiet', 'harbour'],
    ],
    [
      'a fixed moment',
      () => lead('date_created', range({ before: { type: 'fixed_utc', value: '2020-01-01T00:00:00Z' } })),
      [],
    ],
    [
      'a local date',
      () =>
        where(
          custom(there.fields.renewal),
          range({
            on_or_after: { type: 'fixed_local_date', value: '2026-06-01', which: 'start' },
            before: { type: 'fixed_local_date', value: '2026-06-01', which: 'end' },
          }),
        ),
      ['birch'],
    ],
    [
      'a period',
      () =>
        lead(
          'date_updated',
          range({ on_or_after: { type: 'start_end_of_predefined_relative_period', range: 'today', which: 'start' } }),
        ),
      ['zeta', 'quiet', 'harbour', 'annika', 'birch'],
    ],
    ['a smart date', () => lead('last_call_created', range({ before: past(3) })), ['harbour']],
    ['a flag', () => lead('is_company', { type: 'boolean', value: false }), []],
    [
      'local time, around the clock',
      () => lead('timezone_id', { type: 'local_time', on_or_after: '00:00:00', before: '23:59:59' }),
      ['harbour', 'birch'],
    ],
  ]
  test.each(cases)('%s', async (_name, query, expected) => expect(await names(query())).toEqual(expected))
})

describe('hits', () => {
  test.each([
    ['lead', 5],
    ['contact', 3],
    ['opportunity', 2],
    ['task', 1],
    ['activity.call', 2],
    ['activity.note', 1],
    ['activity.email', 1],
    ['activity.sms', 1],
    ['activity.meeting', 1],
    ['activity.created', 5],
    ['activity.lead_status_change', 1],
    ['activity.custom_activity', 0],
    ['case', 0],
  ])('of the type %s', async (type, count) => {
    const reply = await search({ query: OF(type), include_counts: true })
    expect(reply.status, reply.text).toBe(200)
    expect(reply.body).toMatchObject({ cursor: null, count: { limited: count, total: count } })
    for (const hit of rowsOf(reply)) expect(Object.keys(hit).sort()).toEqual(['__object_type', 'id'])
    for (const { __object_type } of rowsOf(reply)) expect(__object_type).toBe(type === 'task' ? 'task.lead' : type)
  })

  test('of all activities say which they are', async () => {
    const reply = await search({
      query: and(OF('activity'), { type: 'text', value: 'price' }),
      _fields: { activity: ['lead_id'], 'activity.note': ['note'] },
    })
    expect(rowsOf(reply)).toEqual([
      {
        __object_type: 'activity.note',
        id: expect.stringMatching(/^acti_/),
        lead_id: there.leads.harbour,
        note: 'Wants the new price list',
      },
    ])
  })

  test('carry custom values, all or some', async () => {
    const { fields, leads } = there
    const query = { type: 'id', value: leads.harbour }
    const fieldsOf = async (...lead: string[]) => rowsOf(await search({ query, _fields: { lead } }))[0]
    expect(await fieldsOf('custom')).toMatchObject({
      [`custom.${fields.seats}`]: 7,
      [`custom.${fields.industry}`]: 'Real Estate',
    })
    expect(await fieldsOf(`custom.${fields.seats}`, 'name', 'nonsense')).toEqual({
      __object_type: 'lead',
      id: leads.harbour,
      name: 'Harbour Tools',
      [`custom.${fields.seats}`]: 7,
    })
  })

  test('of contacts and opportunities carry their own fields', async () => {
    const contacts = await search({
      query: and(OF('contact'), where(regular('contact', 'title'), { type: 'exists' })),
      _fields: { contact: ['name', 'lead_id'] },
      sort: [{ direction: 'asc', field: regular('contact', 'name') }],
    })
    expect(rowsOf(contacts)).toMatchObject([
      { name: 'Ann Lee', lead_id: there.leads.harbour },
      { name: 'Kim Roe', lead_id: there.leads.birch },
    ])
    const won = where(regular('opportunity', 'status_type'), { type: 'term', values: ['won'] })
    const opportunities = await search({ query: and(OF('opportunity'), won), _fields: { opportunity: ['value'] } })
    expect(rowsOf(opportunities)).toEqual([
      { __object_type: 'opportunity', id: expect.stringMatching(/^oppo_/), value: 80_000 },
    ])
  })
})

describe('sorts, limits and pages', () => {
  const by = (field: object, direction = 'asc') => ({ direction, field })

  test('by own, custom and smart fields; who has no value comes last', async () => {
    const sorted = (...sort: object[]) => names(everything, { sort })
    const byName = ['annika', 'birch', 'harbour', 'quiet', 'zeta']
    expect(await sorted(by(regular('lead', 'display_name')))).toEqual(byName)
    expect(await sorted(by(regular('lead', 'display_name'), 'desc'))).toEqual(byName.toReversed())
    const rest = ['annika', 'quiet', 'zeta']
    expect(await sorted(by(custom(there.fields.seats)), by(regular('lead', 'name')))).toEqual([
      'harbour',
      'birch',
      ...rest,
    ])
    expect(await sorted(by(custom(there.fields.seats), 'desc'), by(regular('lead', 'name')))).toEqual([
      'birch',
      'harbour',
      ...rest,
    ])
    expect((await sorted(by(regular('lead', 'num_calls'), 'desc')))[0]).toBe('harbour')
    expect((await sorted(by(regular('lead', 'last_call_created'), 'desc')))[0]).toBe('harbour')
    expect((await sorted(by(regular('lead', 'last_call_created'))))[0]).toBe('harbour')
  })

  test.each([
    ['the usual order', []],
    ['an order by name', [{ direction: 'desc', field: regular('lead', 'display_name') }]],
    ['an order by what most do not have', [{ direction: 'asc', field: regular('lead', 'last_call_created') }]],
  ])('a cursor goes on to the end, in %s', async (_name, sort) => {
    const whole = await names(everything, { sort })
    const seen: string[] = []
    let cursor: string | null = null
    for (let page = 0; page === 0 || cursor !== null; page++) {
      expect(page).toBeLessThan(3)
      const reply = await search({ query: OF('lead'), sort, _limit: 2, cursor, _fields: { lead: ['display_name'] } })
      expect(reply.status, reply.text).toBe(200)
      seen.push(...rowsOf(reply).map(({ display_name }) => display_name?.split(' ')[0]?.toLowerCase() ?? ''))
      cursor = reply.body.cursor ?? null
    }
    expect(seen).toEqual(whole)
  })

  test('results_limit holds over all pages, counts tell both', async () => {
    const page = async (cursor: Json | null) =>
      (await search({ query: OF('lead'), _limit: 2, results_limit: 3, include_counts: true, cursor })).body
    const first = await page(null)
    expect(first).toMatchObject({ data: [{}, {}], cursor: expect.any(String), count: { limited: 3, total: 5 } })
    expect(await page(first.cursor as Json)).toMatchObject({ data: [{}], cursor: null })
    const none = await search({ query: OF('lead'), results_limit: 0, include_counts: true })
    expect(none.body).toEqual({ data: [], cursor: null, count: { limited: 0, total: 5 } })
  })

  test('a cursor is good for its own search alone', async () => {
    const { cursor } = (await search({ query: OF('lead'), _limit: 2 })).body
    const used = await search({ query: OF('contact'), _limit: 2, cursor })
    expect(used).toMatchObject({ status: 400, body: { errors: [], 'field-errors': { cursor: expect.any(String) } } })
    expect(await search({ query: OF('lead'), cursor: 'nonsense' })).toMatchObject({
      status: 400,
      body: { 'field-errors': { cursor: expect.any(String) } },
    })
    expect((await search({ query: OF('lead'), _limit: 1, _fields: { lead: ['name'] }, cursor })).status).toBe(200)
  })
})

describe('what is wrong is told with its path', () => {
  const cases: readonly [body: object, ...paths: string[]][] = [
    [{}, 'query', 'query.type'],
    [{ query: [] }, 'query', 'query.type'],
    [{ query: { type: 'what' } }, 'query.type'],
    [{ query: OF('nothing') }, 'query.object_type'],
    [{ query: OF('contact_email') }, 'query'],
    [{ query: and(OF('lead'), { type: 'and' }) }, 'query.queries.1.queries'],
    [{ query: and(OF('lead'), { type: 'text', mode: 'x', value: 'a' }) }, 'query.queries.1.mode'],
    [{ query: where(regular('lead', 'nonsense'), { type: 'exists' }) }, 'query'],
    [{ query: where(custom('cf_none'), { type: 'exists' }) }, 'query'],
    [{ query: where(regular('lead', 'name'), { type: 'number_range', gt: 1 }) }, 'query'],
    [{ query: where(regular('lead', 'num_calls'), { type: 'number_range', gt: 'x' }) }, 'query.condition.gt'],
    [
      { query: where(regular('lead', 'date_created'), range({ before: { type: 'fixed_utc', value: 'x' } })) },
      'query.condition.before.value',
    ],
    [{ query: related('lead', 'nothing', everything) }, 'query.related_object_type'],
    [{ query: { type: 'saved_search', saved_search_id: 'save_none' } }, 'query'],
    [{ query: everything, _limit: 201 }, '_limit'],
    [{ query: everything, _limit: 'x' }, '_limit'],
    [{ query: everything, results_limit: -1 }, 'results_limit'],
    [{ query: everything, include_counts: 'yes' }, 'include_counts'],
    [{ query: everything, _fields: { lead: 'name' } }, '_fields.lead'],
    [{ query: everything, _fields: [] }, '_fields'],
    [{ query: everything, cursor: 5 }, 'cursor'],
    [{ query: everything, sort: [{ field: regular('lead', 'nonsense') }] }, 'sort.0'],
    [{ query: everything, sort: [{ field: regular('lead', 'contact_name') }] }, 'sort.0'],
    [{ query: everything, sort: Array.from({ length: 4 }, () => ({ field: regular('lead', 'name') })) }, 'sort'],
  ]
  test.each(cases)('%j', async (body, ...paths) => {
    const reply = await search(body)
    expect(reply.status, reply.text).toBe(400)
    expect(reply.body.errors).toEqual([])
    expect(Object.keys(reply.body['field-errors'] ?? {})).toEqual(paths)
  })

  test('all problems at once', async () => {
    const reply = await search({ query: { type: 'what' }, _limit: 500, cursor: 1 })
    expect(Object.keys(reply.body['field-errors'] ?? {}).toSorted()).toEqual(['_limit', 'cursor', 'query.type'])
  })

  test('it is asked with POST and JSON', async () => {
    expect((await api.get('/data/search/')).status).toBe(405)
    expect((await api.post('/data/search/', undefined, { raw: '{' })).body).toEqual({
      error: 'The request contains invalid JSON.',
    })
    expect((await api.post('/data/search/', [])).status).toBe(400)
  })
})

test('who may only look may search; other organizations are not there', async () => {
  const reader = await member(api, 'readonly')
  expect(rowsOf(await search({ query: OF('lead') }, reader))).toHaveLength(5)
  const other = await client()
  const { birch } = there.leads
  expect((await search({ query: OF('lead'), include_counts: true }, other)).body).toEqual({
    data: [],
    cursor: null,
    count: { limited: 0, total: 0 },
  })
  expect(rowsOf(await search({ query: { type: 'id', value: birch } }, other))).toEqual([])
  const field = where(custom(there.fields.seats), { type: 'exists' })
  expect((await search({ query: field }, other)).status).toBe(400)
})
