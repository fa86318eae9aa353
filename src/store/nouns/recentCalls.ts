import type { NounName } from '../../domain/catalogue.ts'
import { renderSql } from '../projection/render.ts'
import type { Around } from './table.ts'

const RECENT_CALLS = 5
const ENDED = `(n.at + make_interval(secs => coalesce((n.details->>'duration')::bigint, 0)))`

/** SQL for the newest calls with a lead or a contact; `on` says which activities `n` are theirs. */
export const recentCalls =
  (of: NounName, on: (t: string) => string) =>
  (t: string, { relations }: Around) => {
    const activities = relations.many('activity', of)
    return activities === undefined
      ? `'[]'::json`
      : `(select coalesce(json_agg(r.call order by r.at desc), '[]') from (
        select n.at, json_build_object('id', n.id, 'status', n.details->'status', 'dialer_id', null,
          'duration', coalesce((n.details->>'duration')::bigint, 0),
          'finish_timestamp', ${renderSql('isoTime', ENDED)}) as call
        from ${activities} n where ${on(t)} and n.kind = 'call' order by n.at desc limit ${RECENT_CALLS}) r)`
  }
