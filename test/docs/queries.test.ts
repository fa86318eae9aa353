import { beforeAll, expect, test } from 'vitest'
import { type Client, useApi } from '../support/api.ts'
import { searchedOrganization } from '../support/searchedOrganization.ts'
import { read } from './pages.ts'

const api = useApi()
let client: Client
beforeAll(async () => {
  client = await api.client()
  await searchedOrganization(client)
})

const queries = [...read('docs/query-language.md').matchAll(/^```query\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
)

test('the page has queries', () => expect(queries.length).toBeGreaterThan(40))

// Who the page writes about is in the small organization, too.
const FIND = ['birch', '"new york"', 'name:birch', 'status:"Trial ended"', 'phone:415', 'has:opportunities no:calls']

test.each(queries)('%s', async (query) => {
  const { status, body, text } = await client.get(`/lead/?query=${encodeURIComponent(query)}&_fields=id`)
  expect(status, text).toBe(200)
  expect(Number(body.total_results)).toBeGreaterThanOrEqual(FIND.includes(query) ? 1 : 0)
})
