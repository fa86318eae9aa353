import { expect, test } from 'vitest'
import { EventChannel, type FeedEvent } from './eventChannel.ts'

const anEvent = (transaction: number, json = '{}'): FeedEvent => ({
  organizationId: 'orga_1',
  transactionId: String(transaction),
  id: 'ev_1',
  objectType: 'lead',
  objectId: 'lead_1',
  leadId: null,
  action: 'created',
  userId: null,
  requestId: null,
  json,
})
const at = (transaction: number) => ({ transactionId: String(transaction), id: 'ev_1' })
const some = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => anEvent(from + i))
const numbers = (events: readonly FeedEvent[] | undefined) => events?.map(({ transactionId }) => Number(transactionId))

test('gives what came after a position, by number and not by text', () => {
  const channel = new EventChannel(at(8))
  expect(channel.after(at(8))).toEqual([])
  channel.add(some(9, 11))
  expect(numbers(channel.after(at(8)))).toEqual([9, 10, 11])
  expect(numbers(channel.after(at(9)))).toEqual([10, 11])
  expect(numbers(channel.after({ transactionId: '10', id: '' }))).toEqual([10, 11])
  expect(channel.after(at(11))).toEqual([])
  expect(channel.after(at(7))).toBeUndefined()
  expect(channel.end).toEqual(at(11))
})

test('keeps what came last, by number and by size', () => {
  const channel = new EventChannel(at(0))
  channel.add(some(1, 1_500))
  expect(channel.start).toEqual(at(500))
  expect(channel.after(at(499))).toBeUndefined()
  expect(channel.after(at(500))).toHaveLength(1_000)
  channel.add([anEvent(1_501, 'x'.repeat(3_999_000))])
  expect(numbers(channel.after(channel.start))?.length).toBeLessThan(1_000)
  channel.add([anEvent(1_502, 'x'.repeat(10_000_000))])
  expect(numbers(channel.after(channel.start))).toEqual([1_502])
  channel.add([anEvent(1_503)])
  expect(numbers(channel.after(channel.start))).toEqual([1_503])
})

test('who waits is told of news, and of none in the end', async () => {
  const channel = new EventChannel(at(0))
  const { signal } = new AbortController()
  const waiting = channel.news(at(0), 60_000, signal)
  channel.add(some(1, 1))
  await waiting
  await channel.news(at(0), 60_000, signal)
  const began = performance.now()
  await channel.news(at(1), 30, signal)
  expect(performance.now() - began).toBeGreaterThan(25)
  const end = new AbortController()
  const gone = channel.news(at(1), 60_000, end.signal)
  end.abort()
  await gone
  await channel.news(at(1), 60_000, end.signal)
})
