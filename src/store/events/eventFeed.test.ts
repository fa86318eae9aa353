import { expect, onTestFinished, test, vi } from 'vitest'
import { type Client, useApi } from '../../../test/support/api.ts'
import type { Scope } from '../../domain/permission.ts'
import { plainly, type View } from '../../domain/view.ts'
import type { Database } from '../database/database.ts'
import { type EventFeed, openEventFeed } from './eventFeed.ts'

const { client, member, database } = useApi()

const VIEW: View = { noun: 'event', entries: plainly('id', 'objectType', 'action') }

/** A feed, and the texts of what it asks. */
function aFeed(over: Partial<Database> = {}) {
  const sent: string[] = []
  const failed = vi.fn()
  const spied: Database = {
    ...database(),
    run(statement) {
      sent.push(statement.text)
      return database().run(statement)
    },
    ...over,
  }
  const feed = openEventFeed(spied, VIEW, failed)
  onTestFinished(() => feed.close())
  return { feed, sent, failed }
}

const leads = (count: number, api: Client) =>
  Promise.all(Array.from({ length: count }, (_, i) => api.post('/lead/', { name: `${i}` })))

async function joined(feed: EventFeed, { organizationId }: Client) {
  const { channel, leave } = await feed.join(organizationId)
  const { start } = channel
  return { leave, kinds: () => channel.after(start)?.map(({ objectType }) => objectType) ?? [] }
}

test('without hints, what happens is found by looking', async () => {
  const deaf = { tell: () => undefined, hear: () => () => undefined, close: () => undefined }
  const { feed } = aFeed({ hints: deaf })
  const api = await client()
  const { kinds } = await joined(feed, api)
  await leads(1, api)
  await expect.poll(kinds).toEqual(['lead', 'activity.created'])
})

test('the log is read once for all who follow, each organization for itself, and not for nobody', async () => {
  const { feed, sent } = aFeed()
  const [one, two] = [await client(), await client()]
  const [first, again, other] = [await joined(feed, one), await joined(feed, one), await joined(feed, two)]
  await leads(3, one)
  await leads(1, two)
  await expect.poll(() => [first, again, other].map(({ kinds }) => kinds().length)).toEqual([6, 6, 2])
  first.leave()
  first.leave()
  await leads(1, one)
  await expect.poll(again.kinds).toHaveLength(8)
  again.leave()
  other.leave()
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  sent.length = 0
  await leads(1, one)
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  expect(sent).toEqual([])
})

test('while the database is away nothing is lost, and it is said once', async () => {
  let isAway = false
  const { feed, failed } = aFeed({
    run: (statement) => (isAway ? Promise.reject(new Error('away')) : database().run(statement)),
  })
  const api = await client()
  const { kinds } = await joined(feed, api)
  isAway = true
  await leads(2, api)
  await expect.poll(() => failed.mock.calls).not.toEqual([])
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  expect(failed).toHaveBeenCalledTimes(1)
  isAway = false
  await expect.poll(kinds).toHaveLength(4)
})

test('all who ask at one moment what they may see are answered by one statement for each sight', async () => {
  const { feed, sent } = aFeed()
  const api = await client()
  const people = await Promise.all([1, 2, 3].map(() => member(api, 'user')))
  const [one, two] = people as [(typeof people)[0], (typeof people)[0]]
  const { channel } = await feed.join(api.organizationId)
  const { start } = channel
  await api.post('/lead/', { name: 'for one', visible_to: [one.userId] })
  await api.post('/lead/', { name: 'for all' })
  await expect.poll(() => channel.after(start)).toHaveLength(4)
  const ids = channel.after(start)?.map(({ id }) => id) ?? []
  const { organizationId } = api
  const scopes: Scope[] = [
    ...people.map(({ userId }) => ({ organizationId, userId, principals: [userId] })),
    { organizationId, userId: two.userId, principals: [two.userId] },
    { organizationId, userId: 'user_admin' },
  ]
  sent.length = 0
  const seen = await Promise.all(scopes.map((scope) => feed.seen(scope, ids)))
  expect(seen.map(({ size }) => size)).toEqual([4, 2, 2, 2, 4])
  expect(sent.filter((text) => text.includes('w.place'))).toHaveLength(2)
})
