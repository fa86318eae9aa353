import { hasPassed, PASSAGES } from '../../domain/meeting.ts'
import { type Context, remove } from '../context.ts'

// Enough that a long absence is made up for soon, and few enough for one transaction.
const AT_ONCE = 500
// Who writes that a meeting begins at once may take so long to do so.
const LATE_MS = 5_000

/**
 * Tells of the meetings that began or ended since it was told last, also long ago: each is told once, whoever tries how
 * often. What had passed already when it was written down is not told.
 */
export async function tellOfMeetings(ctx: Context): Promise<void> {
  while (await tellOfSome(ctx));
}

/** The earliest of them; says whether there may be more. */
async function tellOfSome(ctx: Context): Promise<boolean> {
  const until = new Date(Date.parse(ctx.now) - LATE_MS).toISOString()
  let isWhole = false
  await remove(ctx, async (tx) => {
    const clock = await tx.meetingClock(until)
    const passed = await clock.passed(until, AT_ONCE)
    for (const moment of PASSAGES) {
      const ids = passed.flatMap((one) => (one.moment === moment ? one.id : []))
      // Somebody may have moved or canceled it meanwhile.
      const meetings = (await tx.related('meeting', 'id', ids)).filter((one) => hasPassed(one, moment, until))
      tx.pass(moment, 'meeting', ...meetings.map((one) => ({ ...one, updatedAt: ctx.now })))
      await tx.flush()
    }
    isWhole = passed.length < AT_ONCE
    await clock.advance(isWhole ? until : (passed.at(-1)?.at ?? until))
    return ''
  })
  return !isWhole
}
