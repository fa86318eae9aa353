import { beforeAll, expect, test } from 'vitest'
import { story } from '../../demo/story.ts'
import { setUpDemo } from '../../src/cli/demo.ts'
import { type Client, clientOf, type Json, useApi } from '../support/api.ts'

// The story itself is checked in story.test.ts; here, that what was told is what Ajar then shows.
const api = useApi()
const WISH = { apiKey: 'demo_key', password: undefined, url: 'http://ajar.example' }
let client: Client

beforeAll(async () => {
  const first = await setUpDemo(api.database(), WISH)
  client = clientOf(api.app(), WISH.apiKey, first?.organizationId ?? '')
})

test('everybody is there, in their roles, and the owner is who the key belongs to', async () => {
  const { data } = (await client.get('/user/')).body as unknown as { data: Json[] }
  expect(sorted(data.map((user) => user.email))).toEqual(sorted(story.users.map(({ email }) => email)))
  expect((await client.get('/me/')).body.email).toBe(story.users[0]?.email)
})

test('each lead ends with the status, people and opportunities that the story gives it', async () => {
  const leads = await listOf('/lead/')
  const shown = leads.map((lead) => ({
    name: lead.name,
    status: lead.status_label,
    contacts: namesOf(lead.contacts, 'name'),
    opportunities: namesOf(lead.opportunities, 'status_label'),
    custom: sorted(Object.keys(lead.custom ?? {})),
  }))
  const told = story.leads.map((lead) => ({
    name: lead.name,
    status: lead.status,
    contacts: sorted(lead.contacts.map(({ name }) => name)),
    opportunities: sorted(lead.opportunities.map(({ status }) => status)),
    custom: sorted(Object.keys(lead.custom)),
  }))
  expect(shown.sort(byName)).toEqual(told.sort(byName))
})

test('a sale is won or lost on the day on which the story says so, and else expected then', async () => {
  const leads = await listOf('/lead/')
  for (const { name, opportunities } of story.leads) {
    const shown = leads.find((lead) => lead.name === name)?.opportunities as unknown as Json[]
    for (const told of opportunities) {
      const one = shown.find((opportunity) => opportunity.note?.startsWith(`${told.name}: `))
      const day = new Date(Date.now() + told.closeDaysFromNow * 86_400_000).toISOString().slice(0, 10)
      const known = one?.status_type === 'lost' ? one.date_lost : one?.date_won
      expect(`${told.name} ${known?.slice(0, 10)}`).toBe(`${told.name} ${day}`)
    }
  }
})

test('all that happened is in the history, in the past, and ids are in the order of time', async () => {
  const activities = await listOf('/activity/')
  expect(activities).toHaveLength(story.leads.length + story.leads.flatMap(({ timeline }) => timeline).length)
  const now = new Date().toISOString()
  expect(activities.filter((one) => String(one.date_created) > now)).toEqual([])
  const byTime = sorted(activities.map((one) => `${one.date_created} ${one.id}`))
  expect(byTime.map((line) => line.split(' ')[1])).toEqual(sorted(activities.map((one) => one.id)))
})

test('a store that is set up is left alone', async () => {
  expect(await setUpDemo(api.database(), WISH)).toBeUndefined()
})

async function listOf(path: string): Promise<Json[]> {
  const { body } = await client.get(`${path}?_limit=1000`)
  return body.data as unknown as Json[]
}

const sorted = (list: readonly unknown[]) => list.map(String).sort()
const namesOf = (list: Json | undefined, key: string) => sorted((list as unknown as Json[]).map((one) => one[key]))
const byName = (a: { name: unknown }, b: { name: unknown }) => String(a.name).localeCompare(String(b.name))
