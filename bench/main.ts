// npm run bench [-- --leads 100000 --seconds 8 --only opportunities,200]: how fast Ajar is, against things run in the same minute.
import type { ChildProcess } from 'node:child_process'
import { parseArgs } from 'node:util'
import { closeResources } from '../src/api/close/close.ts'
import { viewOf } from '../src/api/resource/view.ts'
import { storesIn } from '../src/store/store.ts'
import { readAll } from './all.ts'
import { fill, leadId, RICH_LEADS } from './dataset.ts'
import { CONNECTIONS, inProcess, overHttp, type Result } from './load.ts'
import { HEADERS, openOrganization, settingsOf } from './organization.ts'
import { AJAR, serve, stop } from './serve.ts'
import { gatherAll, withoutSearch } from './withoutSearch.ts'

const { values: options } = parseArgs({
  options: {
    leads: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '8' },
    /** Only measurements that have one of these in their name. */
    only: { type: 'string', default: '' },
  },
})
const leads = Number(options.leads)
const seconds = Number(options.seconds)

const TURNS = 5

const store = await openOrganization({
  async fill({ database, organizationId, userId }) {
    const began = performance.now()
    await fill(database, organizationId, userId, leads)
    console.log(
      `${leads} leads with contacts, opportunities and activities loaded in ${((performance.now() - began) / 1000).toFixed(1)} s`,
    )
  },
})
let server: ChildProcess | undefined
try {
  const started = performance.now()
  const ajar = await serve(AJAR, settingsOf(store.folder))
  console.log(`ready in ${((performance.now() - started) / 1000).toFixed(2)} s`)
  server = ajar.child

  const of = storesIn(store.database)({ organizationId: store.organizationId })
  const lead = closeResources('http://127.0.0.1:3000').find((one) => one.path === '/lead/')
  if (lead === undefined) throw new Error('no lead resource')
  const rich = (n: number) => leadId((n * 7919) % Math.min(RICH_LEADS, leads))
  const single = viewOf(lead, { single: true })
  const listed = viewOf(lead, { single: false })
  const page = {
    where: [],
    order: [
      { path: 'createdAt', descending: true },
      { path: 'id', descending: true },
    ],
    limit: 50,
    skip: 0,
  }
  const body = (n: number) =>
    JSON.stringify({
      name: `Lead ${n}`,
      contacts: [
        {
          name: `Person ${n}`,
          emails: [{ type: 'office', email: `p${n}@bench.example` }],
          phones: [{ type: 'office', phone: '4155550132' }],
        },
      ],
    })

  const get = (path: string) => fetch(ajar.url + path, { headers: HEADERS }).then((response) => response.text())
  await measure('read one lead', {
    bytes: await get(`/api/v1/lead/${rich(0)}/`),
    sql: (n) => of.show('lead', { path: 'id', value: rich(n) }, single),
    request: (n) => ({ method: 'GET', path: `/api/v1/lead/${rich(n)}/` }),
  })
  await measure('list 50 leads', {
    bytes: await get('/api/v1/lead/?_limit=50'),
    sql: async () => {
      await of.list('lead', page, listed)
      await of.count('lead', [])
    },
    request: () => ({ method: 'GET', path: '/api/v1/lead/?_limit=50' }),
  })
  const depth = Math.floor(leads * 0.9)
  const atDepth = `list 50 leads at depth ${depth} by cursor`
  const deep = isAsked(atDepth) ? await cursorAfter(depth) : ''
  await measure(atDepth, {
    bytes: await get(`/api/v1/lead/?_limit=50&_cursor=${deep}`),
    request: () => ({ method: 'GET', path: `/api/v1/lead/?_limit=50&_cursor=${deep}` }),
  })
  await measure('list 50 leads by cursor, the first page', {
    bytes: await get('/api/v1/lead/?_limit=50&_cursor='),
    request: () => ({ method: 'GET', path: '/api/v1/lead/?_limit=50&_cursor=' }),
  })
  const recent = {
    ...page,
    order: [
      { path: 'updatedAt', descending: true },
      { path: 'id', descending: true },
    ],
  }
  await measure('list 50 leads, sorted by date_updated', {
    bytes: await get('/api/v1/lead/?_limit=50&_order_by=-date_updated'),
    sql: async () => {
      await of.list('lead', recent, listed)
      await of.count('lead', [])
    },
    request: () => ({ method: 'GET', path: '/api/v1/lead/?_limit=50&_order_by=-date_updated' }),
    connections: 1,
  })
  const whole = (await get('/api/v1/lead/?_limit=200')).length
  await measure('list 200 leads', {
    bytes: 'x'.repeat(whole),
    request: () => ({ method: 'GET', path: '/api/v1/lead/?_limit=200' }),
    connections: 1,
  })
  await measure('list 200 leads, only id and display_name', {
    bytes: await get('/api/v1/lead/?_limit=200&_fields=id,display_name'),
    request: () => ({ method: 'GET', path: '/api/v1/lead/?_limit=200&_fields=id,display_name' }),
    connections: 1,
  })
  await measure('list 50 opportunities of a status, with what all of them come to', {
    bytes: await get('/api/v1/opportunity/?_limit=50&status_type=active'),
    request: () => ({ method: 'GET', path: '/api/v1/opportunity/?_limit=50&status_type=active' }),
    connections: 1,
  })
  await measure('create a lead with a contact', {
    bytes: await get(`/api/v1/lead/${rich(0)}/`),
    request: (n) => ({ method: 'POST', path: '/api/v1/lead/', body: body(n) }),
  })

  // Twice, for a process grows to its working size first.
  const wholes = isAsked('GET /api/contact, all of them') ? ['at first', 'again'] : []
  for (const time of wholes) {
    const all = await readAll(`${ajar.url}/api/contact`, HEADERS, ajar.child.pid ?? 0)
    const { bytes, firstMs, totalMs, beforeMb, growthMb } = all
    console.log(
      `\nGET /api/contact, all of ${Math.round(leads * 1.5)} contacts, ${time}: ${(bytes / 1e6).toFixed(0)} MB in ${(totalMs / 1000).toFixed(1)} s`,
    )
    console.log(
      `  first byte after ${firstMs.toFixed(0)} ms; memory ${beforeMb.toFixed(0)} MB before, ${growthMb.toFixed(0)} MB more at most`,
    )
  }

  const documents = 'what search documents cost a create'
  if (isAsked(documents)) {
    // Its worker would gather words meanwhile.
    await stop(ajar.child)
    await measureDocuments()
  }

  /** In turns, as the machine is now faster and now slower. */
  async function measureDocuments(): Promise<void> {
    console.log(`\n${documents}, ${CONNECTIONS} at a time`)
    const quiet = await serve(AJAR, { ...settingsOf(store.folder), AJAR_WORKER: 'off' })
    const create = () =>
      overHttp(quiet.url, seconds, HEADERS, (n) => ({ method: 'POST', path: '/api/v1/lead/', body: body(n) }))
    await create()
    const rates: { kept: number; none: number }[] = []
    for (let turn = 0; turn < TURNS; turn++) {
      const kept = (await create()).rate
      const none = await withoutSearch(store.database, async () => (await create()).rate)
      rates.push({ kept, none })
      console.log(`  ${kept.toFixed(0)}/s, ${none.toFixed(0)}/s without: ${(100 * (1 - kept / none)).toFixed(0)}%`)
    }
    await stop(quiet.child)
    const sum = (of: 'kept' | 'none') => rates.reduce((total, rate) => total + rate[of], 0)
    console.log(`  all together ${(100 * (1 - sum('kept') / sum('none'))).toFixed(0)}% of the rate`)
    const { leads: due, msEach } = await gatherAll(store.database, store.organizationId)
    console.log(`  gathering the words of ${due} leads afterwards, by a worker: ${msEach.toFixed(2)} ms each`)
  }

  /** The cursor after so many leads. */
  async function cursorAfter(count: number): Promise<string> {
    let cursor = ''
    for (let left = count; left > 0; left -= 1000) {
      const page = await get(`/api/v1/lead/?_fields=id&_limit=${Math.min(left, 1000)}&_cursor=${cursor}`)
      cursor = (JSON.parse(page) as { cursor_next: string }).cursor_next
    }
    return cursor
  }

  async function measure(
    what: string,
    by: {
      bytes: string
      sql?: (n: number) => Promise<unknown>
      request: (n: number) => { method: 'GET' | 'POST'; path: string; body?: string }
      connections?: number
    },
  ): Promise<void> {
    if (!isAsked(what)) return
    const { connections = CONNECTIONS } = by
    const bare = await serve(['bench/bare.ts', String(by.bytes.length)], {})
    await overHttp(ajar.url, 2, HEADERS, by.request, connections)
    const rows: [string, Result][] = [
      ['bare Node HTTP, same bytes', await overHttp(bare.url, seconds, HEADERS, by.request, connections)],
    ]
    bare.child.kill()
    if (by.sql !== undefined) {
      await inProcess(1, by.sql, connections)
      rows.push(['same SQL without HTTP', await inProcess(seconds, by.sql, connections)])
    }
    rows.push(['Ajar', await overHttp(ajar.url, seconds, HEADERS, by.request, connections)])
    print(`${what}, ${connections} at a time`, by.bytes.length, rows)
  }
} finally {
  if (server !== undefined && server.exitCode === null) await stop(server)
  await store.close()
}

function isAsked(what: string): boolean {
  return options.only.split(',').some((word) => what.includes(word))
}

function print(what: string, bytes: number, rows: [string, Result][]): void {
  const ajar = rows.at(-1)?.[1].rate ?? Number.NaN
  console.log(`\n${what} (${bytes} bytes)`)
  console.log(
    `  ${''.padEnd(30)}${['per second', 'p50 ms', 'p99 ms', 'Ajar is', 'failures'].map((head) => head.padStart(12)).join('')}`,
  )
  for (const [name, { rate, p50, p99, failures }] of rows) {
    const cells = [
      rate.toFixed(0),
      p50.toFixed(1),
      p99.toFixed(1),
      `${((100 * ajar) / rate).toFixed(0)}%`,
      String(failures),
    ]
    console.log(`  ${name.padEnd(30)}${cells.map((cell) => cell.padStart(12)).join('')}`)
  }
}
