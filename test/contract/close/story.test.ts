import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useApi } from '../../support/api.ts'

// The API's own client for Python, in short: a key with a blank password, a slash at the end of every path, JSON both
// ways, and another try after 429 and 503 when the server says to wait. Between it and Ajar stands a proxy that has
// each of these happen once.
const { client, app } = useApi()

const waits: number[] = []
let proxy: Server | undefined
let origin = ''
let upstream = ''
let fail: { status: number; headers: Record<string, string> }[] = []

beforeAll(async () => {
  upstream = await app().listen({ host: '127.0.0.1', port: 0 })
  proxy = createServer((incoming, outgoing) => {
    const failure = fail.shift()
    if (failure !== undefined) {
      incoming.resume()
      outgoing.writeHead(failure.status, failure.headers).end('{"error":"Try again."}')
      return
    }
    const { method, headers, url } = incoming
    const onward = httpRequest(`${upstream}${url}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    incoming.pipe(onward)
  })
  const listening = proxy
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`
})
afterAll(() => proxy?.close())

type Body = Record<string, unknown> & { id: string }

class CloseClient {
  private readonly key: string

  constructor(key: string) {
    this.key = key
  }

  get<T = Body>(path: string, params: Record<string, string | number> = {}): Promise<T> {
    const query = new URLSearchParams(
      Object.entries(params).map(([name, value]): [string, string] => [name, String(value)]),
    )
    return this.send<T>('GET', path, `?${query.toString()}`)
  }
  post = (path: string, data: object): Promise<Body> => this.send('POST', path, '', data)
  put = (path: string, data: object): Promise<Body> => this.send('PUT', path, '', data)
  delete = (path: string): Promise<Body> => this.send('DELETE', path, '')

  private async send<T>(method: string, path: string, query: string, data?: object): Promise<T> {
    for (let attempt = 1; attempt <= 5; attempt++) {
      const reply = await fetch(`${origin}/api/v1/${path}/${query}`, {
        method,
        headers: {
          authorization: `Basic ${Buffer.from(`${this.key}:`).toString('base64')}`,
          'content-type': 'application/json',
        },
        ...(data === undefined ? {} : { body: JSON.stringify(data) }),
      })
      if (reply.status !== 429 && reply.status !== 503) {
        const text = await reply.text()
        if (!reply.ok) throw new Error(`${reply.status}: ${text}`)
        return JSON.parse(text) as T
      }
      const seconds = Number(reply.headers.get('retry-after'))
      waits.push(seconds)
      await reply.arrayBuffer()
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
    }
    throw new Error('gave up')
  }
}

type Page = { data: Body[]; has_more: boolean; total_results: number }

test('a script brings its leads over, pages through them, changes one, and finds what it wrote', async () => {
  const api = await client()
  const close = new CloseClient(api.apiKey)
  const organization = ((await close.get('me')) as unknown as { organizations: Body[] }).organizations[0]
  expect(organization?.id).toBe(api.organizationId)

  const names = Array.from({ length: 25 }, (_, i) => `Lead ${String(i).padStart(2, '0')}`)
  for (const [i, name] of names.entries()) {
    // The tenth is told to slow down, the twentieth that nobody is there; each is made once all the same.
    if (i === 10)
      fail = [{ status: 429, headers: { 'retry-after': '0.05', ratelimit: 'limit=100, remaining=0, reset=0.05' } }]
    if (i === 20) fail = [{ status: 503, headers: { 'retry-after': '0.05' } }]
    await close.post('lead', {
      name,
      contacts: [{ name: `Contact of ${name}`, emails: [{ type: 'office', email: `${i}@lead.example` }] }],
    })
  }

  const found: Body[] = []
  for (let more = true; more; ) {
    if (found.length === 10)
      fail = [
        { status: 429, headers: { 'retry-after': '0.05' } },
        { status: 503, headers: { 'retry-after': '0.05' } },
      ]
    const page = await close.get<Page>('lead', { _limit: 10, _skip: found.length, _fields: 'id,name,contacts' })
    expect(page.total_results).toBe(25)
    found.push(...page.data)
    more = page.has_more
  }
  expect(found.map((lead) => lead.name)).toEqual([...names].reverse())
  expect(new Set(found.map((lead) => lead.id)).size).toBe(25)
  expect(Object.keys(found[0] ?? {}).sort()).toEqual(['contacts', 'id', 'name'])

  const [last] = found
  const changed = await close.put(`lead/${last?.id}`, { status: 'Qualified' })
  expect(changed).toMatchObject({ name: 'Lead 24', status_label: 'Qualified' })
  await close.post('activity/note', { lead_id: changed.id, note: 'Came over' })
  const history = await close.get<Page>('activity', { lead_id: changed.id, _fields: '_type' })
  expect(history.data.map((one) => one._type)).toEqual(['Note', 'LeadStatusChange', 'Created'])

  await close.delete(`lead/${found[1]?.id}`)
  await expect(close.get(`lead/${found[1]?.id}`)).rejects.toThrow('404')
  expect((await close.get<Page>('lead', { _limit: 0 })).total_results).toBe(24)
  expect(await close.get(`lead/${changed.id}`)).toMatchObject({ id: changed.id, contacts: last?.contacts })
  expect(waits).toEqual([0.05, 0.05, 0.05, 0.05])
})
