import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { aFolder, kill, postmastersBelow } from '../../src/store/embedded/testSupport.ts'
import { ajar, call, KEY, type Serving } from '../support/program.ts'

const KILLS = 20
const WRITERS = 6
const PAGE = 1000

// A start may have to wait for PostgreSQL to recover, on a machine that does other things too.
test('twenty kills in the middle of a write load lose nothing that was acknowledged', {
  timeout: 240_000,
}, async () => {
  const data = await aFolder()
  const acknowledged = new Set<string>()
  let program = await ajar(data, { AJAR_SETUP_API_KEY: KEY })
  for (let round = 1; round <= KILLS; round++) {
    const writers = Array.from({ length: WRITERS }, (_, i) => write(program, `${round}-${i}`, acknowledged))
    // A different moment each time.
    await sleep(100 + Math.random() * 300)
    const [postmaster = 0] = await postmastersBelow(data)
    program.child.kill('SIGKILL')
    if (round % 2 === 0) kill(postmaster, 'SIGKILL')
    await Promise.all(writers)
    await program.ended

    program = await ajar(data)
    const { ids, total } = await leadsOf(program)
    expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([])
    expect(total).toBe(ids.size)
  }
  expect(acknowledged.size).toBeGreaterThan(KILLS * WRITERS)
  process.stdout.write(`${acknowledged.size} leads were acknowledged between ${KILLS} kills, and all are there.\n`)
  expect(await program.stop()).toBe(0)
})

/** Makes leads until the connection breaks. */
async function write({ url }: Serving, name: string, acknowledged: Set<string>): Promise<void> {
  for (let i = 0; ; i++) {
    const contacts = [{ name: `Contact ${name}-${i}` }]
    const answer = await call(url, 'POST', '/lead/', { name: `Lead ${name}-${i}`, contacts }).catch(() => undefined)
    if (answer === undefined) return
    // When PostgreSQL goes first, Ajar may still say so before it goes itself.
    if (answer.status === 200) acknowledged.add(answer.body.id as string)
  }
}

async function leadsOf({ url }: Serving): Promise<{ ids: Set<string>; total: number }> {
  const ids = new Set<string>()
  for (;;) {
    const { body } = await call(url, 'GET', `/lead/?_fields=id&_limit=${PAGE}&_skip=${ids.size}`)
    const page = body as unknown as { data: { id: string }[]; has_more: boolean; total_results: number }
    for (const { id } of page.data) ids.add(id)
    if (!page.has_more) return { ids, total: page.total_results }
  }
}
