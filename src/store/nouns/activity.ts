import type { ActivityKind } from '../../domain/activity.ts'
import { fileLists } from './attached.ts'
import { commentsOn } from './comment.ts'
import { customerNumber } from './customer.ts'
import { hasReply, threads } from './emailThread.ts'
import { meetingTimes } from './meeting.ts'
import { valueFormatted } from './money.ts'
import type { Around, ListSpec, Searched, TableSpec } from './table.ts'
import { taskAssigneeName } from './taskCompleted.ts'

const within: NonNullable<TableSpec['within']> = ['lead', 'contact', 'opportunity', 'case']
// What any kind of activity says, in one order for all; each kind has some of these.
const searched: Searched = {
  words: [
    'title',
    'subject',
    'text',
    'sender',
    'to',
    'cc',
    'bcc',
    'phone',
    'localPhone',
    'location',
    'note',
    { field: 'attendees', path: '$[*].keyvalue() ? (@.key == "name" || @.key == "email").value' },
    'formName',
    { field: 'valuesByName', path: '$.*[*]' },
    'taskText',
    'custom',
  ],
}
const lists: Readonly<Record<string, ListSpec>> = {
  // Whatever kind of activity it is.
  comments: commentsOn('activity'),
  ...fileLists,
}

/** All activities share a table; what only some kinds have is in `details`. */
export const activity: TableSpec = {
  name: 'activities',
  within,
  searched,
  computed: {
    // What a list can be asked for: the kind, and the type that an organization made up.
    kinds: (t) => `jsonb_build_array(${t}.kind, coalesce(${t}.type_id, ${t}.kind))`,
    isDeleted: (t) => `(${t}.deleted_at is not null)`,
    customerNumbers,
    noteType: (t) => `case ${t}.kind when 'note' then coalesce(${t}.details->>'medium', 'note')
      when 'email' then case ${t}.details->>'direction' when 'incoming' then 'received' else 'sent' end end`,
    headline: (t) => `coalesce(${t}.details->>'subject', ${t}.details->>'title')`,
    delivery: (t) => `case when ${t}.kind = 'email' then case ${t}.details->>'status'
      when 'sent' then 'sent' when 'inbox' then 'sent' when 'error' then 'failed' else 'waiting' end end`,
    mail: (t) => `case when ${t}.kind = 'email' then jsonb_build_object(
      'sender', ${t}.details->'sender', 'subject', ${t}.details->'subject',
      'to', ${recipients(t, 'to')}, 'cc', ${recipients(t, 'cc')}, 'bcc', ${recipients(t, 'bcc')}) end`,
  },
  lists,
}

const recipients = (t: string, key: string) => `(
  select coalesce(jsonb_agg(jsonb_build_object('email', e.value,
    'state', case ${t}.details->>'status' when 'error' then 'bounced' else 'sent' end, 'reason', null) order by e.place), '[]')
  from jsonb_array_elements(${t}.details->'${key}') with ordinality e(value, place))`

/** The number of whom a note is filed under, a list when they are several, null when it is nobody. */
function customerNumbers(t: string, around: Around): string {
  const [leads, contacts] = [around.relations.one('lead'), around.relations.one('contact')]
  return `(select case count(*) when 0 then null when 1 then to_json(min(c.number)) else json_agg(c.number order by c.place) end
    from (select ${customerNumber(t, around)} as number, 0::bigint as place
      union all
      select coalesce(ac.number, al.number), a.place
      from jsonb_array_elements_text(${t}.also_filed) with ordinality a(id, place)
      left join ${contacts} ac on ac.organization_id = ${t}.organization_id and ac.id = a.id and ac.deleted_at is null
      left join ${leads} al on al.organization_id = ${t}.organization_id and al.id = a.id and al.deleted_at is null) c
    where c.number is not null)`
}

// What only marks that something happened says nothing of its own.
const WORDLESS: readonly ActivityKind[] = ['created', 'leadMerge', 'leadStatusChange', 'opportunityStatusChange']

const spec = (kind: ActivityKind): TableSpec => ({
  name: 'activities',
  kind,
  within,
  lists,
  ...(WORDLESS.includes(kind) ? {} : { searched }),
})

/** One kind of activity each. */
export const activityKinds: Record<ActivityKind, TableSpec> = {
  note: spec('note'),
  call: {
    ...spec('call'),
    computed: { hasRecording: (t) => `(nullif(${t}.details->>'recordingUrl', '') is not null)` },
  },
  email: { ...spec('email'), computed: { hasReply } },
  created: spec('created'),
  leadMerge: spec('leadMerge'),
  leadStatusChange: spec('leadStatusChange'),
  opportunityStatusChange: {
    ...spec('opportunityStatusChange'),
    computed: {
      valueFormatted: (t, { ref }) =>
        valueFormatted(ref('organization'), `(${t}.details->>'value')::bigint`, `${t}.details->>'valuePeriod'`),
    },
  },
  emailThread: { ...spec('emailThread'), ...threads(lists) },
  sms: spec('sms'),
  whatsAppMessage: spec('whatsAppMessage'),
  meeting: { ...spec('meeting'), computed: meetingTimes },
  formSubmission: spec('formSubmission'),
  customActivity: spec('customActivity'),
  taskCompleted: { ...spec('taskCompleted'), computed: { taskAssigneeName } },
}
