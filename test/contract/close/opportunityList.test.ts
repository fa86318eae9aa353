import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { type Client, type Json, rowsOf, useApi } from '../../support/api.ts'

const { client, member, database } = useApi()

const DEALS = [
  { value: 100, date_won: '2026-01-31' },
  { value: 200, date_won: '2026-03-02', value_period: 'monthly' },
  { value: 300, date_won: '2026-03-31', confidence: 100 },
  { value: 400, date_won: null },
]

async function withDeals(api: Client, deals: readonly object[] = DEALS) {
  const lead_id = (await api.post('/lead/', { name: 'Buys' })).body.id
  for (const deal of deals) await api.post('/opportunity/', { lead_id, ...deal })
  return lead_id
}

/** Groups in short: what tells them, and the values in them. */
const inShort = (groups: readonly Json[]) =>
  groups.map(({ key, objects, total_results }) => ({
    key,
    total_results,
    values: (objects as unknown as Json[]).map(({ value }) => value),
  }))

describe('grouped by the day of winning', () => {
  test('a group has what tells it, its objects and its totals', async () => {
    const api = await client()
    await withDeals(api)
    const { body } = await api.get('/opportunity/?_group_by=date_won__month&_order_by=value')
    expect(body).toMatchObject({ has_more: false, total_results: 4, total_value_annualized: 3200 })
    const groups = body.data as unknown as Json[]
    expect(inShort(groups)).toEqual([
      { key: '2026-01', total_results: 1, values: [100] },
      { key: '2026-03', total_results: 2, values: [200, 300] },
      { key: null, total_results: 1, values: [400] },
    ])
    expect(groups[1]).toMatchObject({
      year: 2026,
      month: 3,
      count_by_value_period: { monthly: 1, one_time: 1 },
      total_value_monthly: 200,
      total_value_one_time: 300,
      total_value_annualized: 2700,
      total_value_annualized_formatted: '$27',
      total_value_annual_formatted: null,
      expected_value_one_time: 300,
    })
    expect(groups[2]).toMatchObject({ year: null, month: null })
    expect(groups[0]?.objects?.[0]).toEqual(rowsOf(await api.get('/opportunity/?_order_by=value'))[0])
  })

  test.each([
    ['date_won__week', { key: '2026-W05', weekyear: 2026, week: 5 }],
    ['date_won__month', { key: '2026-01', year: 2026, month: 1 }],
    ['date_won__quarter', { key: '2026-Q1', year: 2026, quarter: 1 }],
    ['date_won__year', { key: '2026', year: 2026 }],
  ])('by %s', async (by, group) => {
    const api = await client()
    await withDeals(api)
    const [first] = rowsOf(await api.get(`/opportunity/?_group_by=${by}`))
    expect(first).toMatchObject(group)
  })

  test('a minus reverses the groups, not what is in them', async () => {
    const api = await client()
    await withDeals(api)
    const groups = rowsOf(await api.get('/opportunity/?_group_by=-date_won__month&_order_by=value'))
    expect(inShort(groups).map(({ values }) => values)).toEqual([[400], [200, 300], [100]])
  })

  test('pages count objects, so a group may be cut; its totals are whole', async () => {
    const api = await client()
    await withDeals(api)
    const path = '/opportunity/?_group_by=date_won__month&_order_by=value&_limit=2'
    const [first, second] = [await api.get(path), await api.get(`${path}&_skip=2`)]
    expect(first.body.has_more).toBe(true)
    expect(inShort(rowsOf(first))).toEqual([
      { key: '2026-01', total_results: 1, values: [100] },
      { key: '2026-03', total_results: 2, values: [200] },
    ])
    expect(inShort(rowsOf(second))).toEqual([
      { key: '2026-03', total_results: 2, values: [300] },
      { key: null, total_results: 1, values: [400] },
    ])
    expect((await api.get('/opportunity/?_group_by=date_won__month&_limit=0')).body).toMatchObject({
      data: [],
      total_results: 4,
    })
  })

  test('filters and fields work as ever; an unknown grouping is ignored', async () => {
    const api = await client()
    await withDeals(api)
    const [only] = rowsOf(await api.get('/opportunity/?_group_by=date_won__year&value_period=monthly&_fields=value'))
    expect(only).toMatchObject({ total_results: 1, objects: [{ value: 200 }] })
    expect(Object.keys(only?.objects?.[0] ?? {})).toEqual(['value'])
    expect(rowsOf(await api.get('/opportunity/?_group_by=nope'))).toHaveLength(4)
  })
})

test('grouped by user, in the order of their names', async () => {
  const api = await client()
  const colleague = await member(api, 'admin')
  const me = (await api.get('/me/')).body.id
  await withDeals(api, [{ value: 1 }, { value: 2, user_id: colleague.userId }, { value: 3, user_id: null }])
  const groups = rowsOf(await api.get('/opportunity/?_group_by=user_id'))
  expect(groups).toMatchObject([
    { key: colleague.userId, user_id: colleague.userId, user_name: 'Ivo Lund', total_value_one_time: 2 },
    { key: me, user_id: me, user_name: 'Owner', total_value_one_time: 1 },
    { key: null, user_id: null, user_name: null, total_value_one_time: 3 },
  ])
})

test('a group among the users stands for its members', async () => {
  const api = await client()
  const [a, b] = [await member(api, 'user'), await member(api, 'user')]
  const group = (await api.post('/group/', { name: 'Field', member_ids: [a.userId] })).body
  await withDeals(api, [{ value: 1, user_id: a.userId }, { value: 2, user_id: b.userId }, { value: 3 }])
  const values = async (query: string) =>
    rowsOf(await api.get(`/opportunity/?_order_by=value&${query}`)).map((o) => o.value)
  expect(await values(`user_id__in=${group.id}`)).toEqual([1])
  expect(await values(`user_id__in=${group.id},${b.userId}`)).toEqual([1, 2])
  expect(await values('user_id__in=group_none')).toEqual([])
  expect((await api.get(`/opportunity/?user_id__in=${group.id}`)).body).toMatchObject({
    total_results: 1,
    total_value_one_time: 1,
  })
  const other = await client()
  await withDeals(other, [{ value: 9 }])
  expect(rowsOf(await other.get(`/opportunity/?user_id__in=${group.id}`))).toEqual([])
})

describe('what stands still', () => {
  const asked = '_fields=is_stalled,stall_status,suggested_action'

  const age = (api: Client) =>
    Promise.all(
      [
        sql`update opportunities set updated_at = now() - interval '20 days' where organization_id = ${api.organizationId}`,
        sql`update activities set created_at = now() - interval '20 days' where organization_id = ${api.organizationId}`,
      ].map((statement) => database().run(statement)),
    )

  test('is an active opportunity where nothing has happened for two weeks', async () => {
    const api = await client()
    const lead_id = await withDeals(api, [{ value: 1 }, { value: 2, status: 'Won' }])
    expect(rowsOf(await api.get('/opportunity/?is_stalled=true'))).toEqual([])
    await age(api)
    const stalled = await api.get(`/opportunity/?is_stalled=true&${asked}`)
    expect(stalled.body.total_results).toBe(1)
    expect(rowsOf(stalled)).toEqual([
      {
        is_stalled: true,
        stall_status: {
          communication_issue: 'no_communication_attempts',
          next_action: { action: 'follow_up', justification: expect.any(String) },
        },
        suggested_action: null,
      },
    ])
    await api.post('/activity/call/', { lead_id, direction: 'outbound', duration: 5 })
    expect(rowsOf(await api.get(`/opportunity/?is_stalled=false&_order_by=value&${asked}`))[0]).toEqual({
      is_stalled: false,
      stall_status: null,
      suggested_action: null,
    })
    await age(api)
    expect(rowsOf(await api.get(`/opportunity/?is_stalled=true&${asked}`))[0]).toMatchObject({
      stall_status: { communication_issue: 'cant_get_in_touch' },
    })
    expect((await api.get('/opportunity/?is_stalled=maybe')).status).toBe(400)
  })
})
