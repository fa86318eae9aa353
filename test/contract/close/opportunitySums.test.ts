import fc from 'fast-check'
import sql from 'sql-template-tag'
import { expect, test } from 'vitest'
import { type Client, useApi } from '../../support/api.ts'

const { client, member, database } = useApi()

// Sums are kept while things are written, so they must be what adding up finds, whatever was done, and at once.
test('what opportunities come to is what adding them up finds', async () => {
  const api = await client()
  const colleague = await member(api, 'admin')
  const lead_id = (await api.post('/lead/', { name: 'Buys' })).body.id
  const statuses = ((await api.get('/status/opportunity/')).body.data ?? []) as unknown as { id: string }[]
  const ids: string[] = []
  const draft = fc.record({
    value: fc.option(fc.nat({ max: 1_000_000 }), { nil: null }),
    confidence: fc.nat({ max: 100 }),
    value_period: fc.constantFrom('one_time', 'monthly', 'annual'),
    status_id: fc.constantFrom(...statuses.map(({ id }) => id)),
    user_id: fc.constantFrom(colleague.userId, null),
    note: fc.constantFrom('a', 'b'),
  })
  const step = fc.oneof(
    fc.record({ kind: fc.constant('create' as const), draft }),
    fc.record({ kind: fc.constant('update' as const), draft, which: fc.nat() }),
    fc.record({ kind: fc.constant('delete' as const), which: fc.nat() }),
  )
  for (const many of fc.sample(fc.array(step, { minLength: 8, maxLength: 8 }), 12)) {
    const done = await Promise.all(
      many.map(async (one) => {
        if (one.kind === 'create') {
          const made = await api.post('/opportunity/', { ...one.draft, lead_id })
          ids.push(made.body.id ?? '')
          return made.status
        }
        const path = `/opportunity/${ids[one.which % Math.max(1, ids.length)] ?? 'none_1'}/`
        return (one.kind === 'update' ? await api.put(path, one.draft) : await api.delete(path)).status
      }),
    )
    expect([200, 404]).toEqual(expect.arrayContaining(done))
    expect(await kept(api)).toEqual(await addedUp(api))
  }
  await Promise.all([api.delete(`/lead/${lead_id}/`), ...ids.map((id) => api.put(`/opportunity/${id}/`, { value: 7 }))])
  expect(await kept(api)).toEqual(await addedUp(api))
})

const kept = ({ organizationId }: Client) =>
  database().run(sql`select user_id, status_id, value_period, sum(count)::int as n, sum(value)::bigint as value, sum(weighted)::bigint as weighted
    from opportunity_sums where organization_id = ${organizationId} group by 1, 2, 3 having sum(count) <> 0 or sum(value) <> 0 or sum(weighted) <> 0 order by 1, 2, 3`)

const addedUp = ({ organizationId }: Client) =>
  database().run(sql`select user_id, status_id, value_period, count(*)::int as n, coalesce(sum(value), 0)::bigint as value,
      coalesce(sum(value * confidence), 0)::bigint as weighted
    from opportunities where organization_id = ${organizationId} and deleted_at is null group by 1, 2, 3 order by 1, 2, 3`)
