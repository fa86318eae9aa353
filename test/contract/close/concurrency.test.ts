import { expect, test } from 'vitest'
import { useApi } from '../../support/api.ts'

const { client } = useApi()

// Each of these asks for members and settings while it holds a transaction. When transactions shared their connections
// with such questions, a few dozen of them at once waited for each other until they were given up.
test('many writers at once, each with questions of its own, do not wait for each other for ever', async () => {
  const api = await client()
  const lead = (await api.post('/lead/', { name: 'Busy' })).body
  const begun = performance.now()
  const replies = await Promise.all(
    Array.from({ length: 100 }, (_, i) => [
      api.post('/opportunity/', { lead_id: lead.id, status: 'Nope', user_id: `user_${i}` }),
      api.post('/activity/note/', { lead_id: lead.id, note: `${i}`, user_id: 'user_none' }),
      api.put(`/lead/${lead.id}/`, { description: `${i}` }),
      api.post('/contact/', { lead_id: lead.id, name: `Contact ${i}` }),
    ]).flat(),
  )
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200, 400]))
  expect(performance.now() - begun).toBeLessThan(9_000)
  expect((await api.get(`/contact/?lead_id=${lead.id}&_limit=200`)).body.data).toHaveLength(100)
})
