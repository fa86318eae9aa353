import { type Moment, momentOf, NO_MOMENT, wallClockOf } from '../../domain/task.ts'
import { parseDate, parseInstant, type WallClock } from '../../domain/time.ts'
import type { Problems } from '../problems.ts'

/** When a task is due and ends, in each of the ways that a draft may say it. */
export type DueDraft = {
  /** A day or an instant as ISO 8601 text. */
  readonly date?: string | null
  /** Due at no time, whatever date is shown for it. */
  readonly isDateless?: boolean | null
  /** What the wall clock of the organization shows; without a time it is a day. */
  readonly due?: WallClock | null
  readonly ends?: WallClock | null
}

/**
 * When a task is due after a patch.
 * @param shown the day that stands for the date of a task without one; sent back it is no date
 */
export function readDue(draft: DueDraft, present: Moment, shown: string, zone: string, problems: Problems): Moment {
  if (draft.due !== undefined) return readWallClock(draft.due, present, zone, ['due'], problems)
  if (draft.isDateless === true && (draft.date === undefined || draft.date === null || draft.date === shown)) {
    return NO_MOMENT
  }
  if (draft.date === undefined) return present
  if (draft.date === null || draft.date === '') return NO_MOMENT
  const on = parseDate(draft.date)
  const at = parseInstant(draft.date)
  if (on === null && at === null) problems.add(['date'], 'invalid_date')
  return kept(on === null ? { on: null, at } : { on, at: null }, present)
}

/** A moment that is given by the wall clock; to the second the present one, where that shows the same. */
export function readWallClock(
  given: WallClock | null | undefined,
  present: Moment,
  zone: string,
  path: readonly string[],
  problems: Problems,
): Moment {
  if (given === undefined) return present
  if (given === null) return NO_MOMENT
  const shown = wallClockOf(present, zone)
  if (shown !== null && shown.date === given.date && shown.time === given.time) return present
  const moment = momentOf(given, zone)
  if (moment === null) problems.add(path, 'invalid_date')
  return moment ?? present
}

// The same instant may be written in two ways.
const kept = (moment: Moment, present: Moment) =>
  moment.at !== null && present.at !== null && moment.at === parseInstant(present.at) ? present : moment
