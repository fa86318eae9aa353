import { describe, expect, onTestFinished, test } from 'vitest'
import { keepGathering } from './leadWords.ts'

const EVERY_MS = 5

/** Leads that are due, of one organization, and who gathers them. */
function aStore(count: number, write: (due: number) => number = (due) => due) {
  const state = { due: count, gathered: [] as number[], looks: 0, looksBefore: [] as number[] }
  const gathering = keepGathering({
    due: async (limit) => {
      state.looks++
      state.due = write(state.due)
      return new Map(state.due === 0 ? [] : [['orga_1', Math.min(state.due, limit)]])
    },
    gather: async (_organizationId, limit) => {
      const some = Math.min(limit, state.due)
      state.due -= some
      state.gathered.push(some)
      state.looksBefore.push(state.looks)
      return some
    },
    failed: (error) => {
      throw error
    },
    everyMs: EVERY_MS,
  })
  onTestFinished(() => gathering.stop())
  return state
}

describe('leads that are due', () => {
  test('are gathered at once when they are few', async () => {
    const state = aStore(120)
    await expect.poll(() => state.due).toBe(0)
    expect(state.looksBefore).toEqual([1, 1])
    expect(state.gathered.every((some) => some <= 100)).toBe(true)
  })

  test('wait while many are written, until it is quiet', async () => {
    let writes = 5
    const state = aStore(1000, (due) => (writes-- > 0 ? due + 1000 : due))
    await expect.poll(() => state.due).toBe(0)
    expect(state.looksBefore[0]).toBe(6)
  })

  test('do not wait for ever', async () => {
    const state = aStore(1000, (due) => due + 600)
    await expect.poll(() => state.gathered.length).toBeGreaterThan(0)
    expect(state.looksBefore[0]).toBeGreaterThan(10)
  })
})

test('a failure is told, and does not end it', async () => {
  const told: unknown[] = []
  const gathering = keepGathering({
    due: () => Promise.reject(new Error('away')),
    gather: async () => 0,
    failed: (error) => told.push(error),
    everyMs: EVERY_MS,
  })
  await expect.poll(() => told.length).toBeGreaterThan(1)
  await gathering.stop()
})
