// npm run bench:exports [-- --leads 100000 --of lead,opportunity --format csv,json,xlsx --keep folder]: how fast leads and
// opportunities are written to a file, with how much memory, and how long others wait meanwhile.
import { parseArgs } from 'node:util'
import sql, { raw } from 'sql-template-tag'
import { fill } from './dataset.ts'
import { HEADERS, openOrganization, residentMb, settingsOf } from './organization.ts'
import { AJAR, serve, stop } from './serve.ts'

const { values: options } = parseArgs({
  options: {
    leads: { type: 'string', default: '100000' },
    of: { type: 'string', default: 'lead,opportunity' },
    format: { type: 'string', default: 'csv,json,xlsx' },
    /** Where the data stays for another run. */
    keep: { type: 'string' },
  },
})
type Asked = { readonly id: string; readonly status: string; readonly n_docs: number | null }

const store = await openOrganization({
  keep: options.keep,
  async fill({ database, organizationId, userId }) {
    await fill(database, organizationId, userId, Number(options.leads))
    await database.run(raw('vacuum analyze'))
  },
})
try {
  const { child, url } = await serve(AJAR, {
    ...settingsOf(store.folder),
    AJAR_SLOW_QUERY_MS: '60000',
  })
  try {
    for (const kind of options.of.split(','))
      for (const format of options.format.split(',')) await measure(url, child.pid ?? 0, kind, format)
  } finally {
    await stop(child)
  }
} finally {
  await store.close()
}

async function measure(url: string, pid: number, kind: string, format: string): Promise<void> {
  const ask = async (method: string, path: string, body?: object): Promise<Asked> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: HEADERS,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return (await answer.json()) as Asked
  }
  const before = await residentMb(pid)
  const began = performance.now()
  const { id } = await ask('POST', `/export/${kind}/`, { format, send_done_email: false })
  let most = before
  let slowest = 0
  for (;;) {
    const asked = performance.now()
    const { status, n_docs } = await ask('GET', `/export/${id}/`)
    slowest = Math.max(slowest, performance.now() - asked)
    most = Math.max(most, await residentMb(pid))
    if (status === 'done' || status === 'error') {
      const seconds = (performance.now() - began) / 1000
      const [{ size } = { size: 0 }] = await store.database.run<{ size: number }>(
        sql`select size from exports where id = ${id}`,
      )
      console.log(
        `${kind} as ${format}: ${status} ${n_docs} in ${seconds.toFixed(1)} s, ${Math.round((n_docs ?? 0) / seconds)} a second; ` +
          `${Math.round(size / 1024 / 1024)} MB; ${before} MB resident before, ${most} MB at most; ` +
          `others waited ${Math.round(slowest)} ms at most`,
      )
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
