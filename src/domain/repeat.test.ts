import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextTime, type Repeating } from './repeat.ts'
import { type Moment, NO_MOMENT, type Repeats, wallClockOf } from './task.ts'

const TODAY = '2026-05-20'
const on = (date: string): Moment => ({ on: date, at: null })
const at = (instant: string): Moment => ({ on: null, at: instant })

const aTask = (more: Partial<Repeating>): Repeating => ({
  due: on('2026-03-02'),
  ends: NO_MOMENT,
  repeats: 'daily',
  every: 1,
  weekdaysOnly: false,
  anchor: null,
  ...more,
})

/** The days on which a task is due, one time after the other. */
function days(times: number, more: Partial<Repeating>, zone = 'UTC'): (string | null)[] {
  let task: Repeating | undefined = aTask(more)
  return Array.from({ length: times }, () => {
    task = task && nextTime(task, zone, TODAY)
    return task === undefined ? null : (task.due.on ?? task.due.at)
  })
}

test.each<[Repeats, number, string]>([
  ['daily', 1, '2026-03-03'],
  ['daily', 30, '2026-04-01'],
  ['weekly', 1, '2026-03-09'],
  ['weekly', 2, '2026-03-16'],
  ['monthly', 1, '2026-04-02'],
  ['monthly', 10, '2027-01-02'],
  ['yearly', 1, '2027-03-02'],
])('%s, every %i', (repeats, every, next) => {
  expect(days(1, { repeats, every })).toEqual([next])
})

test('what does not repeat does not come again', () => {
  expect(nextTime(aTask({ repeats: 'none' }), 'UTC', TODAY)).toBeUndefined()
})

describe('the ends of months', () => {
  test('the 31st is the last day where there is none, and the 31st again', () => {
    const ends = ['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']
    expect(days(4, { repeats: 'monthly', due: on('2026-01-31') })).toEqual(ends)
  })

  test('the 29th of February waits for its year', () => {
    const dates = days(4, { repeats: 'yearly', due: on('2024-02-29') })
    expect(dates).toEqual(['2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29'])
  })

  test('December is followed by January', () => {
    expect(days(2, { repeats: 'monthly', due: on('2026-12-31') })).toEqual(['2027-01-31', '2027-02-28'])
  })

  test('the calendar has an end', () => {
    expect(days(2, { repeats: 'yearly', due: on('9998-12-31') })).toEqual(['9999-12-31', null])
    expect(days(1, { repeats: 'daily', due: at('9999-12-31T23:30:00Z') })).toEqual([null])
  })
})

describe('week-ends', () => {
  test('are skipped by what comes daily', () => {
    const friday = on('2026-03-06')
    expect(days(3, { due: friday, weekdaysOnly: true })).toEqual(['2026-03-09', '2026-03-10', '2026-03-11'])
    // The last Friday of a month.
    expect(days(1, { due: on('2026-10-30'), weekdaysOnly: true })).toEqual(['2026-11-02'])
  })

  test('move what comes monthly, once', () => {
    const dates = days(3, { repeats: 'monthly', due: on('2026-07-15'), weekdaysOnly: true })
    expect(dates).toEqual(['2026-08-17', '2026-09-15', '2026-10-15'])
  })

  test('at the end of a month leave each month its day', () => {
    const dates = days(4, { repeats: 'monthly', due: on('2026-07-31'), weekdaysOnly: true })
    expect(dates).toEqual(['2026-08-31', '2026-09-30', '2026-10-30', '2026-11-30'])
  })
})

describe('the time of day', () => {
  test('stays when the clocks change', () => {
    const due = at('2026-03-28T08:00:07.25Z')
    expect(days(2, { due }, 'Europe/Berlin')).toEqual(['2026-03-29T07:00:07.25Z', '2026-03-30T07:00:07.25Z'])
    expect(days(1, { due: at('2026-10-31T13:00:00Z') }, 'America/New_York')).toEqual(['2026-11-01T14:00:00Z'])
  })

  test('is after the leap where the clocks skip it', () => {
    expect(days(1, { due: at('2026-03-28T01:30:00Z') }, 'Europe/Berlin')).toEqual(['2026-03-29T01:30:00Z'])
  })

  test('belongs to the day that it is in the time zone', () => {
    // 2026-01-31 in Auckland, whatever the day in UTC.
    const dates = days(2, { repeats: 'monthly', due: at('2026-01-30T20:00:00Z') }, 'Pacific/Auckland')
    expect(dates).toEqual(['2026-02-27T20:00:00Z', '2026-03-30T20:00:00Z'])
  })
})

test('the end keeps its distance', () => {
  const moved = (more: Partial<Repeating>, zone = 'UTC') => nextTime(aTask(more), zone, TODAY)?.ends
  expect(moved({ ends: on('2026-03-05') })).toEqual(on('2026-03-06'))
  expect(moved({ repeats: 'monthly', due: on('2026-01-31'), ends: on('2026-02-01') })).toEqual(on('2026-03-01'))
  const hours = { due: at('2026-03-28T08:00:00Z'), ends: at('2026-03-28T09:30:00Z') }
  expect(moved(hours, 'Europe/Berlin')).toEqual(at('2026-03-29T08:30:00Z'))
})

test('what is due at no time counts from today', () => {
  expect(days(1, { repeats: 'weekly', due: NO_MOMENT })).toEqual(['2026-05-27'])
})

test('it is always later, and at the same time of the clock unless that is skipped', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'no/such']
  const tasks = fc.record({
    due: fc
      .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
      .map((instant) => at(instant.toISOString())),
    repeats: fc.constantFrom<Repeats[]>('daily', 'weekly', 'monthly', 'yearly'),
    every: fc.integer({ min: 1, max: 400 }),
    weekdaysOnly: fc.boolean(),
    zone: fc.constantFrom(...zones),
  })
  fc.assert(
    fc.property(tasks, ({ zone, ...more }) => {
      const next = nextTime(aTask(more), zone, TODAY)?.due ?? NO_MOMENT
      expect(Date.parse(next.at ?? '')).toBeGreaterThan(Date.parse(more.due.at ?? ''))
      const [before, after] = [wallClockOf(more.due, zone)?.time ?? '', wallClockOf(next, zone)?.time ?? '']
      expect(after >= before, `${before} became ${after}`).toBe(true)
    }),
  )
})
