import type { Around } from './table.ts'

// As long as it takes for a customer to forget what was last said.
const STALLED_AFTER = '14 days'

/** SQL for whether an open opportunity stands still: it was not changed and nothing happened with its lead lately. */
export function isStalled(t: string, around: Around): string {
  const recent = happened(t, around, `and n.created_at > now() - interval '${STALLED_AFTER}'`)
  return `(${around.ref('status')}.type = 'active' and ${t}.updated_at < now() - interval '${STALLED_AFTER}' and not ${recent})`
}

/** SQL for what to do about an opportunity that stands still, and why; null for one that moves. */
export function stallStatus(t: string, around: Around): string {
  const tried = happened(t, around, `and n.kind in ${TALKS}`)
  const answered = happened(t, around, `and n.kind in ${TALKS} and n.details->>'direction' in ('inbound', 'incoming')`)
  const advice = (issue: string, action: string, justification: string) =>
    `json_build_object('communication_issue', '${issue}',
      'next_action', json_build_object('action', '${action}', 'justification', '${justification}'))`
  return `case when ${isStalled(t, around)} then case
    when ${t}.won_on < current_date then ${advice('no_issue', 'adjust_close_date', 'The day it was expected to be won has passed.')}
    when not ${tried} then ${advice('no_communication_attempts', 'follow_up', 'Nobody has called or written yet.')}
    when not ${answered} then ${advice('cant_get_in_touch', 'change_communication_method', 'They have not answered so far.')}
    else ${advice('no_issue', 'follow_up', 'Nothing has happened for two weeks.')} end end`
}

const TALKS = `('call', 'email', 'sms', 'whatsAppMessage')`

/** SQL for whether there is an activity of this sort with the lead of an opportunity. */
function happened(t: string, { relations }: Around, sort: string): string {
  const activities = relations.many('activity', 'lead')
  return activities === undefined
    ? 'false'
    : `exists (select 1 from ${activities} n where n.organization_id = ${t}.organization_id
        and n.lead_id = ${t}.lead_id and n.deleted_at is null ${sort})`
}
