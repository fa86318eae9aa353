import type { Problems } from '../problems.ts'

const OUTCOME_ID = /^outcome_[0-9A-Za-z]{1,60}$/

/** How a call or a meeting went, by the id of an outcome. It is kept as given: outcomes may be deleted, and ids stay. */
export function checkOutcome(outcomeId: string | null | undefined, problems: Problems): void {
  if (outcomeId !== undefined && outcomeId !== null && !OUTCOME_ID.test(outcomeId)) {
    problems.add(['outcomeId'], 'unknown_reference')
  }
}
