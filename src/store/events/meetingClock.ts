import sql from 'sql-template-tag'
import type { Passage } from '../../domain/meeting.ts'
import type { Runner } from '../database/database.ts'

/** That a meeting began or ended, and when. */
export type Passed = { readonly id: string; readonly moment: Passage; readonly at: string }

/** Until when an organization was told of its meetings. Whoever asks has it for themselves until their transaction ends. */
export type MeetingClock = {
  /** What came since then until an instant and is to be told, the earliest first; those of the same time all together. */
  passed(until: string, atLeast: number): Promise<readonly Passed[]>
  advance(to: string): Promise<void>
}

/** The clock of an organization; it begins at an instant when there is none yet. */
export async function meetingClockIn(runner: Runner, organizationId: string, begin: string): Promise<MeetingClock> {
  await runner.run(sql`insert into meeting_clocks (organization_id, told_until) values (${organizationId}, ${begin})
    on conflict do nothing`)
  await runner.run(sql`select 1 from meeting_clocks where organization_id = ${organizationId} for update`)
  return {
    // What is only written down afterwards was not waited for. Ends are kept as text, to the second alike.
    passed: (until, atLeast) =>
      runner.run<Passed>(sql`
        with clock as (select told_until as since, ${until}::timestamptz as until from meeting_clocks
          where organization_id = ${organizationId}),
        span as (select since, until, to_char((since - interval '1 second') at time zone 'UTC', ${SECOND}) as first,
          to_char((until + interval '1 second') at time zone 'UTC', ${SECOND}) as last from clock),
        passed as (
          select t.id, 'started' as moment, t.at from activities t, clock c
            where t.organization_id = ${organizationId} and t.kind = 'meeting' and t.deleted_at is null
              and t.at > c.since and t.at <= c.until and t.at > t.created_at
              and not (t.details->>'isCanceled')::boolean
          union all
          select e.* from span s, lateral (
            select t.id, 'completed', (t.details->>'endsAt')::timestamptz as at from activities t
            where t.organization_id = ${organizationId} and t.kind = 'meeting' and t.deleted_at is null
              and (t.details->>'endsAt') collate "C" >= s.first and (t.details->>'endsAt') collate "C" <= s.last
              and (t.details->>'endsAt')::timestamptz > t.created_at
              and not (t.details->>'isCanceled')::boolean) e
            where e.at > s.since and e.at <= s.until)
        select id, moment, to_json(at) #>> '{}' as at from passed order by passed.at fetch first ${atLeast} rows with ties`),
    async advance(to) {
      await runner.run(sql`update meeting_clocks set told_until = greatest(told_until, ${to}::timestamptz)
        where organization_id = ${organizationId}`)
    },
  }
}

const SECOND = 'YYYY-MM-DD"T"HH24:MI:SS'
