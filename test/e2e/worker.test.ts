import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sql from 'sql-template-tag'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { JOB_KINDS } from '../../src/domain/job.ts'
import { openDatabase } from '../../src/store/database/database.ts'
import { openJobQueue } from '../../src/store/jobs/jobQueue.ts'
import { ajar, call, KEY, run } from '../support/program.ts'

let data = ''
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'ajar-worker-'))
  onTestFinished(() => rm(data, { recursive: true, force: true, maxRetries: 5 }))
})

test('a server without a worker leaves its jobs to one', { timeout: 120_000 }, async () => {
  const server = await ajar(data, { AJAR_SETUP_API_KEY: KEY, AJAR_WORKER: 'off', LOG_LEVEL: 'info' })
  const database = openDatabase({ host: join(data, 'postgres.socket'), port: 5432, user: 'ajar', database: 'ajar' })
  const queue = openJobQueue(database, { kinds: JOB_KINDS })
  const [{ id: organizationId } = { id: '' }] = await database.run<{ id: string }>(sql`select id from organizations`)
  await queue.put({ kind: 'forget_uploads', data: { organizationId, membershipId: null, payload: {} } })
  const state = async () => (await call(server.url, 'GET', '/job/?kind=forget_uploads')).body.data?.[0]?.state
  await new Promise((resolve) => setTimeout(resolve, 3_000))
  expect(await state()).toBe('waiting')

  const worker = run('src/worker.ts', [], { AJAR_DATA: data, LOG_LEVEL: 'info' })
  while ((await state()) !== 'done') await new Promise((resolve) => setTimeout(resolve, 100))

  await expect.poll(() => worker.out()).toContain('An Ajar worker runs.')
  expect(await worker.stop()).toBe(0)
  expect(worker.err()).toMatch(/"kind":"forget_uploads","attempt":1,"msg":"job done"/)
  await queue.stop(1_000)
  await database.close()
  expect(await server.stop()).toBe(0)
  expect(server.err()).not.toContain('job done')
  expect(server.err()).toMatch(
    /"reqId":"req_\w+","method":"GET","route":"\/api\/v1\/job\/","status":200,"ms":\d+,"msg":"request"/,
  )
})
