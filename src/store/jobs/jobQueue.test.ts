import sql from 'sql-template-tag'
import { expect, onTestFinished, test } from 'vitest'
import { useDatabase } from '../../../test/support/database.ts'
import { until } from '../../../test/support/until.ts'
import { cancelJob, type Jobs, jobCounts, jobsOf } from './job.ts'
import { type JobQueue, type LostJob, openJobQueue, RETRIES, type TakenJob } from './jobQueue.ts'

const database = useDatabase()
let organizations = 0

test('a job that is asked for in a transaction exists exactly when the change does', async () => {
  const { jobs, order, queue } = aQueue()
  await database().transaction((tx) => queue.put(order('ask'), tx))
  const refused = database().transaction(async (tx) => {
    await queue.put(order('ask'), tx)
    throw new Error('changed my mind')
  })

  await expect(refused).rejects.toThrow('changed my mind')
  expect(await states(jobs)).toEqual(['waiting'])
})

test('of many that start at once in a new database, one makes the queue and all have it', async () => {
  for (let round = 0; round < 5; round++) {
    await database().runText('drop schema if exists pgboss cascade')
    const queues = Array.from({ length: 6 }, () => aQueue())
    await Promise.all(queues.map(({ queue, order }) => queue.put(order('ask'))))
    for (const { jobs } of queues) expect(await states(jobs)).toEqual(['waiting'])
    await Promise.all(queues.map(({ queue }) => queue.stop(100)))
  }
})

test('a job gets what it was asked with, and is done', async () => {
  const { jobs, order, queue, organizationId } = aQueue()
  const got: TakenJob[] = []
  await queue.put(order('greet', { name: 'Ada' }))
  await queue.work([{ kind: 'greet', perform: async (job) => void got.push(job) }])

  await until(async () => (await states(jobs))[0] === 'done')
  expect(got).toMatchObject([{ organizationId, payload: { name: 'Ada' }, attempt: 1, isLast: false }])
})

test('a job that always fails becomes visible with its error, and can be tried again', async () => {
  const { jobs, order, queue } = aQueue()
  let broken = true
  await queue.put(order('fail'))
  await database().run(sql`update pgboss.job set retry_limit = 0 where name = 'fail'`)
  await queue.work([
    { kind: 'fail', perform: () => (broken ? Promise.reject(new Error('no paper')) : Promise.resolve()) },
  ])

  await until(async () => (await states(jobs))[0] === 'failed')
  const [job] = (await jobs.list({ skip: 0, limit: 1 })).jobs
  expect(job).toMatchObject({ kind: 'fail', state: 'failed', attempts: 1, error: 'no paper', progress: null })
  broken = false
  expect(await jobs.retry(job?.id ?? '')).toBe(true)
  await until(async () => (await states(jobs))[0] === 'done')
  expect((await jobs.list({ skip: 0, limit: 1 })).jobs).toMatchObject([{ attempts: 2, error: null }])
  expect(await jobs.retry(job?.id ?? '')).toBe(false)
})

test('whoever asked is told of a job that has failed for good, also by workers that died', async () => {
  const { jobs, order, queue } = aQueue()
  const told: LostJob[] = []
  const gaveUp = async (job: LostJob) => void told.push(job)
  await queue.put(order('fail', { about: 'one' }))
  await database().run(sql`update pgboss.job set retry_limit = 0 where name = 'fail'`)
  await queue.put(order('walk', { about: 'two' }))
  await database().run(sql`update pgboss.job set state = 'active', started_on = now(), retry_limit = 0,
    heartbeat_on = now() - interval '1 minute' where name = 'walk' and state = 'created'`)
  await queue.work([
    { kind: 'fail', perform: () => Promise.reject(new Error('no paper')), gaveUp },
    { kind: 'walk', perform: () => Promise.resolve(), gaveUp },
  ])

  const about = (thing: string) => told.find(({ payload }) => (payload as { about?: string }).about === thing)
  await until(async () => about('one') !== undefined && about('two') !== undefined)
  const { jobs: failed } = await jobs.list({ skip: 0, limit: 10 })
  expect(failed.map(({ kind, state, error }) => [kind, state, error])).toEqual([
    ['walk', 'failed', 'job heartbeat timeout'],
    ['fail', 'failed', 'no paper'],
  ])
  expect(about('one')).toMatchObject({ id: failed[1]?.id, kind: 'fail', reason: 'no paper' })
  expect(about('two')).toMatchObject({ id: failed[0]?.id, kind: 'walk', reason: 'job heartbeat timeout' })
}, 60_000)

test('a job that failed waits for its next attempt, and says why', async () => {
  const { jobs, order, queue } = aQueue()
  await queue.put(order('stumble'))
  await queue.work([{ kind: 'stumble', perform: () => Promise.reject(new Error('try later')) }])

  await until(async () => (await states(jobs))[0] === 'retrying')
  const [job] = (await jobs.list({ skip: 0, limit: 1 })).jobs
  expect(job).toMatchObject({ attempts: 1, error: 'try later', finishedAt: null })
  expect(Date.parse(job?.notBefore ?? '')).toBeGreaterThan(Date.now())
})

test('a job that is canceled stops at its next step', async () => {
  const { jobs, order, queue, organizationId } = aQueue()
  const reached: number[] = []
  let go = () => {}
  const gate = new Promise<void>((resolve) => {
    go = resolve
  })
  let stoppedBy: unknown
  await queue.put(order('walk'))
  await queue.work([
    {
      kind: 'walk',
      async perform({ progress }) {
        await progress({ done: 1, total: 2 })
        reached.push(1)
        await gate
        await progress({ done: 2, total: 2 }).catch((error: unknown) => {
          stoppedBy = error
          throw error
        })
        reached.push(2)
      },
    },
  ])
  await until(async () => reached.length === 1)
  const [job] = (await jobs.list({ skip: 0, limit: 1 })).jobs
  expect(await cancelJob(database().writer, organizationId, job?.id ?? '')).toEqual({})
  go()
  await until(async () => stoppedBy !== undefined)

  expect(String(stoppedBy)).toContain('canceled')
  expect(reached).toEqual([1])
  expect(await jobs.find(job?.id ?? '')).toMatchObject({ state: 'canceled', progress: { done: 1, total: 2 } })
  expect(await cancelJob(database().writer, organizationId, job?.id ?? '')).toBeUndefined()
})

test('a job that gets on may fail as often again as one that begins', async () => {
  const { order, queue } = aQueue()
  await queue.put(order('crawl'))
  await database().run(
    sql`update pgboss.job set retry_count = 40, retry_limit = 41, started_on = now() where name = 'crawl'`,
  )
  let noted = false
  await queue.work([
    {
      kind: 'crawl',
      async perform({ progress, attempt }) {
        await progress({ done: attempt, total: null })
        noted = true
      },
    },
  ])
  await until(async () => noted)

  const [row] = await database().run<{ left: number }>(
    sql`select retry_limit - retry_count as left from pgboss.job where name = 'crawl'`,
  )
  expect(row?.left).toBe(RETRIES)
})

test('what stops because Ajar stops is not counted, and begins again soon', async () => {
  const { jobs, order, queue } = aQueue()
  let begun = false
  await queue.put(order('dream'))
  await queue.work([
    {
      kind: 'dream',
      perform: ({ signal }) =>
        new Promise((_resolve, reject) => {
          begun = true
          signal.addEventListener('abort', () => reject(signal.reason as Error))
        }),
    },
  ])
  await until(async () => begun)
  await queue.stop(5_000)

  expect(await states(jobs)).toEqual(['retrying'])
  const [row] = await database().run<{ left: number }>(
    sql`select retry_limit - retry_count as left from pgboss.job where name = 'dream'`,
  )
  expect(row?.left).toBe(RETRIES + 1)
})

test('what is asked for every night is asked for once', async () => {
  const { jobs, order, queue } = aQueue()
  await queue.put({ ...order('tidy'), onceInSeconds: 43_200 })
  await queue.put({ ...order('tidy'), onceInSeconds: 43_200 })

  expect(await states(jobs)).toEqual(['waiting'])
})

test('nobody sees, retries or cancels the jobs of another organization', async () => {
  const { order, queue, jobs } = aQueue()
  await queue.put(order('ask'))
  const [job] = (await jobs.list({ skip: 0, limit: 1 })).jobs
  const others = jobsOf(database(), queue, 'orga_others')

  expect((await others.list({ skip: 0, limit: 10 })).jobs).toEqual([])
  expect(await others.find(job?.id ?? '')).toBeUndefined()
  expect(await cancelJob(database().writer, 'orga_others', job?.id ?? '')).toBeUndefined()
  expect(await jobs.find(job?.id ?? '')).toEqual(job)
  expect(await jobs.find('job_nonsense')).toBeUndefined()
})

test('jobs are counted by kind and state', async () => {
  const { order, queue } = aQueue()
  await queue.put(order('count'))
  await queue.put(order('count'))

  expect(await jobCounts(database(), queue)).toContainEqual({ kind: 'count', state: 'waiting', count: 2 })
})

/** A queue of this test alone, and an organization that asks. */
function aQueue() {
  const kinds = ['ask', 'greet', 'fail', 'stumble', 'walk', 'crawl', 'dream', 'tidy', 'count']
  const queue: JobQueue = openJobQueue(database(), { kinds, performs: true })
  onTestFinished(() => queue.stop(1_000))
  organizations += 1
  const organizationId = `orga_${organizations}`
  const order = (kind: string, payload: object = {}) => ({
    kind,
    data: { organizationId, membershipId: null, payload },
  })
  return { queue, order, organizationId, jobs: jobsOf(database(), queue, organizationId) }
}

const states = async (jobs: Jobs) => (await jobs.list({ skip: 0, limit: 10 })).jobs.map(({ state }) => state)
