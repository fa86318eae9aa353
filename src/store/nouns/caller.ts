import sql, { type Sql } from 'sql-template-tag'

/**
 * How far ahead of UTC the caller's clock is, as a row that stands in for the view `caller` in one statement. Those who are
 * in UTC need none.
 */
export const callerSql = (offsetHours = 0): Sql[] =>
  offsetHours === 0 ? [] : [sql`caller as materialized (select ${offsetHours}::float8 * interval '1 hour' as ahead)`]

const AHEAD = '(select ahead from caller)'

/** SQL for today where the caller is. The session is in UTC. */
export const TODAY = `(now() + ${AHEAD})::date`

/** SQL for the day that it is where the caller is, at an instant. */
export const dayAt = (instant: string) => `(${instant} + ${AHEAD})::date`

/** SQL for the first moment of a day where the caller is. */
export const startOf = (day: string) => `(${day}::timestamptz - ${AHEAD})`
