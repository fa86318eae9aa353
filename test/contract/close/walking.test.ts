import { expect, test } from 'vitest'
import { type Client, type Json, useApi } from '../../support/api.ts'
import { walked } from '../../support/walk.ts'

const { client } = useApi()

const WRITERS = 8
const CHANGES = 30
const random = <T>(of: readonly T[]) => of[Math.floor(Math.random() * of.length)] as T
const text = () => Math.random().toString(36).slice(2)

type Leads = { readonly staying: readonly string[]; readonly going: string[] }

async function leads(api: Client): Promise<Leads> {
  const make = async () => (await api.post('/lead/', { name: text() })).body.id ?? ''
  const ids = await Promise.all(Array.from({ length: 150 }, make))
  return { staying: ids.slice(0, 100), going: ids.slice(100) }
}

/** Creates, changes and deletes leads, each writer one after the other. */
const written = (api: Client, { staying, going }: Leads): Promise<unknown> => {
  const change = () => {
    const chance = Math.random()
    if (chance < 0.3) return api.post('/lead/', { name: text() })
    const doomed = chance < 0.45 ? going.pop() : undefined
    return doomed === undefined
      ? api.put(`/lead/${random(staying)}/`, { name: text() })
      : api.delete(`/lead/${doomed}/`)
  }
  const writer = async () => {
    for (let i = 0; i < CHANGES; i++) expect((await change()).status).toBe(200)
  }
  return Promise.all(Array.from({ length: WRITERS }, writer))
}

async function walkedWhileWritten(order: string) {
  const api = await client()
  const all = await leads(api)
  const begun = Date.now()
  let over = false
  let pagesBesides = 0
  const writing = written(api, all).then(() => {
    over = true
  })
  const rows = await walked(api, `/lead/?_order_by=${order}&_limit=6&_fields=id,date_updated`, () => {
    if (!over) pagesBesides += 1
  })
  await writing
  // Otherwise nothing was tried.
  expect(pagesBesides).toBeGreaterThan(5)
  const came = Map.groupBy(rows, ({ id }) => id ?? '')
  return { all, begun, came }
}

test.each(['date_created', '-date_created'])(
  'in the order %s each lead comes exactly once, whatever eight others write meanwhile',
  async (order) => {
    const { all, came } = await walkedWhileWritten(order)
    expect(all.staying.filter((id) => !came.has(id as Json))).toEqual([])
    expect([...came.values()].filter((times) => times.length > 1)).toEqual([])
  },
)

test.each(['date_updated', '-date_updated', 'name', '-name'])(
  'in the order %s each lead comes, and again only if it changed, whatever eight others write meanwhile',
  async (order) => {
    const { all, begun, came } = await walkedWhileWritten(order)
    expect(all.staying.filter((id) => !came.has(id as Json))).toEqual([])
    const moments = (times: readonly Json[]) => times.map((lead) => Date.parse(lead.date_updated ?? ''))
    // Changed since, or by those who were writing when it began.
    const again = [...came.values()].filter((times) => times.length > 1)
    expect(again.filter((times) => (moments(times).at(-1) ?? 0) < begun - 1000)).toEqual([])
    expect(again.length).toBeGreaterThan(0)
  },
)

test('who asks again and again for what changed since misses nothing', async () => {
  const api = await client()
  const all = await leads(api)
  const known = new Map<string, string>()
  let since = ''
  const sync = async () => {
    for (const lead of await walked(api, `/lead/?_order_by=date_updated&date_updated__gt=${since}&_limit=50`)) {
      known.set(lead.id ?? '', lead.name ?? '')
      since = encodeURIComponent(lead.date_updated ?? '')
    }
  }
  since = '2001-01-01'
  await sync()
  let over = false
  const writing = written(api, all).then(() => {
    over = true
  })
  while (!over) await sync()
  await writing
  await sync()
  const now = await walked(api, '/lead/?_limit=200')
  expect(now.filter(({ id, name }) => known.get(id ?? '') !== name)).toEqual([])
})
