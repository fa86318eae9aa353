const instant = (t: string, field: string) => `(${t}.details->>'${field}')::timestamptz`

/** What follows from when a meeting begins and ends, and from what the clock shows. */
export const meetingTimes = {
  duration: (t: string) => `extract(epoch from ${instant(t, 'endsAt')} - ${instant(t, 'startsAt')})::bigint`,
  status: (t: string) => `case when (${t}.details->>'isCanceled')::boolean then 'canceled'
    when ${instant(t, 'endsAt')} <= now() then 'completed'
    when ${instant(t, 'startsAt')} <= now() then 'in-progress' else 'upcoming' end`,
} as const
