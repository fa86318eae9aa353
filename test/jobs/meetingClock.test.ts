import { pino } from 'pino'
import sql from 'sql-template-tag'
import { expect, onTestFinished, test } from 'vitest'
import { tellOfMeetings } from '../../src/actions/activities/meetingClock.ts'
import { closeResources, eventWords } from '../../src/api/close/close.ts'
import { goRound, MINUTELY, NIGHTLY, perform } from '../../src/cli/perform.ts'
import { idSource } from '../../src/domain/id.ts'
import { rebuildSearchDocuments } from '../../src/store/documents/reindex.ts'
import { openFiles } from '../../src/store/files/fileStore.ts'
import { openJobQueue } from '../../src/store/jobs/jobQueue.ts'
import { type Client, rowsOf, useApi } from '../support/api.ts'
import { undo } from '../support/undoing.ts'
import { until } from '../support/until.ts'

const api = useApi()
const PATH = '/activity/meeting/'
const TYPE = 'activity.meeting'

test('a meeting that began is told of once, and so is its end, whoever goes the round', async () => {
  const client = await api.client()
  const meeting = await aMeeting(client, { from: '2 hours', to: '3 hours' })
  await rounds(4)
  expect(await told(client, meeting)).toEqual([])

  await pass(client, '150 minutes')
  await rounds(4)
  expect(await told(client, meeting)).toEqual(['started'])
  const shown = (await client.get(`${PATH}${meeting}/`)).body
  expect(shown.status).toBe('in-progress')
  const [started] = rowsOf(await client.get(`/event/?object_id=${meeting}&action=started`))
  expect(started).toMatchObject({ object_type: TYPE, lead_id: shown.lead_id, user_id: null, changed_fields: [] })
  expect(started?.data).toMatchObject(shown)

  await pass(client, '1 hour')
  await rounds(4)
  expect(await told(client, meeting)).toEqual(['started', 'completed'])
  const [completed] = rowsOf(await client.get(`/event/?object_id=${meeting}&action=completed`))
  expect(completed?.data).toMatchObject({ status: 'completed' })
})

test('who follows changes by their time gets to know of it', async () => {
  const client = await api.client()
  const meeting = await aMeeting(client, { from: '1 hour', to: '2 hours' })
  await rounds(1)
  await pass(client, '90 minutes')
  const before = (await client.get(`${PATH}${meeting}/`)).body
  await rounds(1)
  const since = `date_updated__gt=${encodeURIComponent(`${before.date_updated}`)}`
  expect(rowsOf(await client.get(`${PATH}?${since}`)).map(({ id }) => id)).toEqual([meeting])
})

test('what came while nobody told is made up for, in order, a thousand as well', async () => {
  const client = await api.client()
  await rounds(1)
  const meeting = await aMeeting(client, { from: '1 day', to: '2 days' })
  await api.database().run(sql`insert into activities (organization_id, id, kind, lead_id, user_id, at, details,
      created_at, updated_at, created_by_id, updated_by_id)
    select organization_id, id || n, kind, lead_id, user_id, at,
      details || jsonb_build_object('startsAt', at, 'endsAt', (at + interval '5 minutes')), created_at, updated_at,
      created_by_id, updated_by_id
    from activities cross join generate_series(1, 1100) n where id = ${meeting}`)
  await rebuildSearchDocuments(api.database())

  await pass(client, '40 days')
  await rounds(2)

  expect(await told(client, meeting)).toEqual(['started', 'completed'])
  const counts = await api.database().run(
    sql`select action, count(*)::int as events, count(distinct object_id)::int as meetings from events
      where organization_id = ${client.organizationId} and action in ('started', 'completed') group by action order by 1`,
  )
  expect(counts).toEqual(['completed', 'started'].map((action) => ({ action, events: 1101, meetings: 1101 })))
})

test('what had passed when it was written down is not told, nor what was canceled or deleted', async () => {
  const client = await api.client()
  await rounds(1)
  const long = await aMeeting(client, { from: '-9 years', to: '-8 years' })
  const [canceled, deleted] = [await aMeeting(client, SOON), await aMeeting(client, SOON)]
  await client.put(`${PATH}${canceled}/`, { status: 'canceled' })
  await client.delete(`${PATH}${deleted}/`)
  await rounds(1)
  await pass(client, '1 day')
  await rounds(1)
  for (const id of [long, canceled, deleted]) expect(await told(client, id)).toEqual([])
})

test('one that is under way when it is written down is told of when it ends', async () => {
  const client = await api.client()
  await rounds(1)
  const meeting = await aMeeting(client, { from: '-1 hour', to: '1 hour' })
  await pass(client, '2 hours')
  await rounds(1)
  expect(await told(client, meeting)).toEqual(['completed'])
})

test('one that is moved begins again, and that the time passed cannot be undone', async () => {
  const client = await api.client()
  await rounds(1)
  const meeting = await aMeeting(client, SOON)
  await pass(client, '90 minutes')
  await rounds(1)
  const [started] = rowsOf(await client.get(`/event/?object_id=${meeting}&action=started`))
  const refused = await undo(client, `${started?.id}`)
  expect(refused).toMatchObject({ status: 409, body: { conflicts: [{ reason: 'It came with the time.' }] } })

  await client.put(`${PATH}${meeting}/`, { starts_at: inTime('3 hours'), ends_at: inTime('4 hours') })
  await pass(client, '1 day')
  await rounds(1)
  expect(await told(client, meeting)).toEqual(['started', 'started', 'completed'])
})

test('a worker is asked to go the round each minute, and goes it', async () => {
  const client = await api.client()
  await rounds(1)
  const meeting = await aMeeting(client, SOON)
  await pass(client, '1 day')
  const queue = openJobQueue(api.database(), { kinds: [NIGHTLY, MINUTELY], performs: true })
  onTestFinished(() => queue.stop(1_000))
  await perform([], { ...(await means()), queue }, pino({ level: 'silent' }), tellOfMeetings)
  const schedules = await api.database().run(sql`select name, cron from pgboss.schedule where name = ${MINUTELY}`)
  expect(schedules).toEqual([{ name: MINUTELY, cron: '* * * * *' }])

  // Nobody waits for the minute to be over.
  const { organizationId } = client
  await queue.put({ kind: MINUTELY, data: { organizationId, membershipId: null, payload: {} } })
  await until(async () => (await told(client, meeting)).length > 1)
  expect(await told(client, meeting)).toEqual(['started', 'completed'])
})

const SOON = { from: '1 hour', to: '2 hours' }

async function aMeeting(client: Client, { from, to }: { readonly from: string; readonly to: string }): Promise<string> {
  const lead = (await client.post('/lead/', { name: 'Harbor Looms' })).body
  const times = { starts_at: inTime(from), ends_at: inTime(to) }
  return `${(await client.post(PATH, { lead_id: lead.id, title: 'Fitting', ...times })).body.id}`
}

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000, year: 365 * 86_400_000 }

function inTime(span: string): string {
  const [count = '', unit = ''] = span.split(' ')
  return new Date(Date.now() + Number(count) * UNIT_MS[unit.replace(/s$/, '') as keyof typeof UNIT_MS]).toISOString()
}

/** Lets time go by for the meetings of an organization: all of them, and when it was told of them, are earlier. */
async function pass({ organizationId }: Client, span: string): Promise<void> {
  const earlier = (key: string) =>
    `to_char(((details->>'${key}')::timestamptz - interval '${span}') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
  await api.database().runText(`
    update activities set at = at - interval '${span}', created_at = created_at - interval '${span}',
      details = details || jsonb_build_object('startsAt', ${earlier('startsAt')}, 'endsAt', ${earlier('endsAt')})
      where organization_id = '${organizationId}' and kind = 'meeting';
    update meeting_clocks set told_until = told_until - interval '${span}' where organization_id = '${organizationId}'`)
}

/** What was told of a meeting with the time, the earliest first. */
const told = async (client: Client, id: string): Promise<readonly string[]> => {
  const rows = rowsOf(await client.get(`/event/?object_id=${id}&_limit=200`))
  return rows.flatMap(({ action }) => (action === 'started' || action === 'completed' ? `${action}` : [])).toReversed()
}

/** As many workers as that go the round at once. */
async function rounds(workers: number): Promise<void> {
  const log = pino({ level: process.env.AJAR_TEST_LOG ?? 'silent' })
  await Promise.all(Array.from({ length: workers }, async () => goRound(tellOfMeetings, await means(), log)))
}

async function means() {
  const url = 'http://ajar.example'
  const queue = openJobQueue(api.database(), { kinds: [] })
  const files = await openFiles(api.files())
  return { database: api.database(), files, url, ids: idSource(), queue, ...eventWords(closeResources(url)) }
}
