import { once } from 'node:events'
import sql from 'sql-template-tag'
import { beforeAll, expect, test } from 'vitest'
import { jobsOf } from '../../src/store/jobs/job.ts'
import { openJobQueue } from '../../src/store/jobs/jobQueue.ts'
import { useDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'
import { aWorkerProcess } from '../support/worker.ts'

const database = useDatabase()
const ORGANIZATION = 'orga_1'

beforeAll(async () => {
  await database().run(sql`create table steps (step int primary key, attempt int not null, pid int not null)`)
})

test('a job whose worker is killed is taken over within half a minute, and each of its steps is done once', async () => {
  const queue = openJobQueue(database(), { kinds: ['steps'] })
  const jobs = jobsOf(database(), queue, ORGANIZATION)
  await queue.put({
    kind: 'steps',
    data: { organizationId: ORGANIZATION, membershipId: null, payload: { steps: 20, ms: 100 } },
  })
  const first = await aWorkerProcess(database(), 'steps.fixture.ts')
  await until(async () => (await steps()).length >= 5)
  first.kill('SIGKILL')
  await once(first, 'close')
  const killedAt = performance.now()
  const second = await aWorkerProcess(database(), 'steps.fixture.ts')

  await until(async () => (await jobs.list({ skip: 0, limit: 1 })).jobs[0]?.attempts === 2, 30_000)
  expect(performance.now() - killedAt).toBeLessThan(30_000)
  await until(async () => (await jobs.list({ skip: 0, limit: 1 })).jobs[0]?.state === 'done')

  const done = await steps()
  expect(done.map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
  expect(new Set(done.map(({ pid }) => pid))).toEqual(new Set([first.pid, second.pid]))
  expect((await jobs.list({ skip: 0, limit: 10 })).jobs).toMatchObject([
    { kind: 'steps', state: 'done', attempts: 2, error: null, progress: { done: 20, total: 20 } },
  ])
  await queue.stop(1_000)
}, 60_000)

const steps = () => database().run<{ step: number; pid: number }>(sql`select step, pid from steps order by step`)
