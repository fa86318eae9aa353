// npm run bench:bulk [-- --leads 100000]: how fast the status of many leads is set, that is undone, and they are deleted, and
// with how much memory.
import { parseArgs } from 'node:util'
import { fill } from './dataset.ts'
import { HEADERS, openOrganization, residentMb, settingsOf } from './organization.ts'
import { AJAR, serve, stop } from './serve.ts'

const { values: options } = parseArgs({ options: { leads: { type: 'string', default: '100000' } } })

const store = await openOrganization({
  fill: ({ database, organizationId, userId }) => fill(database, organizationId, userId, Number(options.leads)),
})
try {
  const { child, url } = await serve(AJAR, settingsOf(store.folder))
  try {
    await measure(url, child.pid ?? 0)
  } finally {
    await stop(child)
  }
} finally {
  await store.close()
}

type Shown = { id: string; status: string; n_objects_processed: number; n_errors: number }

async function measure(url: string, pid: number): Promise<void> {
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: HEADERS,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return (await answer.json()) as Shown
  }
  /** Asks for something, and says how fast it was done. */
  const timed = async (what: string, kind: string, path: string, body?: object): Promise<string> => {
    const { id } = await ask('POST', path, body)
    let begun = 0
    let most = 0
    for (;;) {
      const { status, n_objects_processed, n_errors } = await ask('GET', `/bulk_action/${kind}/${id}/`)
      if (status === 'processing' && begun === 0) begun = performance.now()
      most = Math.max(most, await residentMb(pid))
      if (status === 'done' || status === 'error') {
        const seconds = (performance.now() - begun) / 1000
        const rate = Math.round(n_objects_processed / seconds)
        console.log(
          `${what}: ${status}, ${n_objects_processed} leads, ${n_errors} errors, ${rate} a second, ${most} MB resident at most`,
        )
        return id
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const { id: lead_status_id } = await ask('POST', '/status/lead/', { label: 'Measured' })
  const wish = { query: '*', type: 'set_lead_status', lead_status_id }
  const edit = await timed('edit', 'edit', '/bulk_action/edit/', wish)
  await timed('undoing that', 'undo', `/bulk_action/edit/${edit}/undo/`)
  const deletion = await timed('deletion', 'delete', '/bulk_action/delete/', { query: '*' })
  await timed('undoing that', 'undo', `/bulk_action/delete/${deletion}/undo/`)
}
