import { describe, expect, test } from 'vitest'
import { type Client, rowsOf, useApi } from '../../support/api.ts'

const { client, member } = useApi()

const OF = (object_type: string) => ({ type: 'object_type', object_type })
const and = (...queries: unknown[]) => ({ type: 'and', queries })
const regular = (object_type: string, field_name: string) => ({ type: 'regular_field', object_type, field_name })

/** An organization in which a user may not see a lead, nor one opportunity of another lead. */
async function hidden() {
  const boss = await client()
  const user = await member(boss, 'user')
  const me = (await boss.get('/me/')).body.id
  const open = (await boss.post('/lead/', { name: 'Open Mill' })).body
  const secret = (
    await boss.post('/lead/', {
      name: 'Secret Mill',
      visible_to: [me],
      contacts: [{ name: 'Zora Quist', title: 'CEO', emails: [{ email: 'zora@secret.example' }] }],
    })
  ).body
  await boss.post('/activity/call/', { lead_id: secret.id, duration: 60, note: 'walrus' })
  await boss.post('/opportunity/', { lead_id: secret.id, value: 900_000 })
  await boss.post('/opportunity/', { lead_id: open.id, value: 800_000, note: 'narwhal', visible_to: [me] })
  await boss.post('/opportunity/', { lead_id: open.id, value: 100_000 })
  await boss.post('/task/', { lead_id: secret.id, text: 'walrus' })
  return { boss, user, open, secret }
}

const total = async (as: Client, path: string, query: string) => {
  const reply = await as.get(`${path}?query=${encodeURIComponent(query)}`)
  expect(reply.status, reply.text).toBe(200)
  return rowsOf(reply).length
}

describe('what is hidden', () => {
  test('is not found by words, fields, counts or related objects', async () => {
    const { boss, user, secret } = await hidden()
    const queries = [
      'secret',
      'walrus',
      'quist',
      'email:zora@secret.example',
      'title:ceo',
      'narwhal',
      'opportunity_value > 5000',
      'opportunity(value > 5000)',
      'call(duration:60)',
      'calls > 0',
      'contact(name:zora)',
      `id:${secret.id}`,
      'num_opportunities:2',
      'total_one_time_opportunity_value > 7000',
      'has:tasks',
    ]
    for (const query of queries) {
      expect(await total(boss, '/lead/', query), query).toBeGreaterThan(0)
      expect(await total(user, '/lead/', query), query).toBe(0)
      const { body } = await user.get(`/lead/?query=${encodeURIComponent(query)}`)
      expect(body.total_results, query).toBe(0)
    }
    for (const [path, query] of [
      ['/contact/', 'zora'],
      ['/opportunity/', 'narwhal'],
      ['/opportunity/', 'value > 5000'],
      ['/activity/call/', 'walrus'],
      ['/activity/', 'walrus'],
      ['/task/', 'walrus'],
    ] as const) {
      expect(await total(boss, path, query), path).toBeGreaterThan(0)
      expect(await total(user, path, query), path).toBe(0)
    }
  })

  test('is not told by the opposite either: what is seen counts alone', async () => {
    const { user, open } = await hidden()
    const query = 'not opportunity(value > 5000) opportunities:1 sort:-opportunities'
    expect(rowsOf(await user.get(`/lead/?query=${encodeURIComponent(query)}`))).toMatchObject([{ id: open.id }])
    const { body } = await user.get(`/lead/${open.id}/?_fields=num_opportunities,total_one_time_opportunity_value`)
    expect(body).toEqual({ num_opportunities: 1, total_one_time_opportunity_value: 100_000 })
  })

  test('is not in hits, counts, orders or cursors of a tree', async () => {
    const { boss, user, open } = await hidden()
    const value = { type: 'field_condition', field: regular('opportunity', 'value'), condition: { type: 'exists' } }
    const related = { type: 'has_related', this_object_type: 'lead', related_object_type: 'opportunity' }
    const body = {
      query: and(OF('lead'), { ...related, related_query: value }),
      _fields: { lead: ['num_opportunities', 'max_one_time_opportunity_value'] },
      sort: [{ direction: 'desc', field: regular('lead', 'max_one_time_opportunity_value') }],
      include_counts: true,
      _limit: 1,
    }
    expect((await boss.post('/data/search/', body)).body).toMatchObject({
      data: [{ max_one_time_opportunity_value: 900_000 }],
      cursor: expect.any(String),
      count: { total: 2 },
    })
    expect((await user.post('/data/search/', body)).body).toEqual({
      data: [{ __object_type: 'lead', id: open.id, num_opportunities: 1, max_one_time_opportunity_value: 100_000 }],
      cursor: null,
      count: { limited: 1, total: 1 },
    })
    for (const type of ['contact', 'activity.call', 'activity', 'task'])
      expect(
        (await user.post('/data/search/', { query: and(OF(type), { type: 'text', value: 'walrus' }) })).body,
      ).toEqual({
        data: [],
        cursor: null,
      })
  })
})

test('leads that are assigned to others are not found', async () => {
  const boss = await client()
  const field = (await boss.post('/custom_field/lead/', { name: 'Rep', type: 'user' })).body
  const role = (
    await boss.post('/role/', {
      name: 'Rep',
      permissions: ['edit_records'],
      visibility_user_lcf_ids: [field.id],
      visibility_user_lcf_behavior: 'require_assignment',
    })
  ).body
  const rep = await member(boss, role.id ?? '')
  await boss.post('/lead/', { name: 'Mill One', [`custom.${field.id}`]: rep.userId })
  const other = (await boss.post('/lead/', { name: 'Mill Two', contacts: [{ name: 'Zora' }] })).body
  expect(rowsOf(await rep.get('/lead/?query=mill'))).toMatchObject([{ name: 'Mill One' }])
  expect((await rep.get('/lead/?query=mill')).body.total_results).toBe(1)
  expect(rowsOf(await rep.get('/contact/?query=zora'))).toEqual([])
  expect(rowsOf(await rep.get(`/lead/?query=id:${other.id}`))).toEqual([])
  expect(rowsOf(await boss.get('/contact/?query=zora'))).toHaveLength(1)
})
