import type { Node, ObjectType, ValueKind } from './tree.ts'

/**
 * What is known of a lead by looking at what it has: how many calls, when the last one was. Data, so that the store may
 * work it out, or keep it ready under the field's name.
 */
export type Smart =
  /** How many of these the lead has; none is 0. */
  | { readonly kind: 'count'; readonly of: ObjectType; readonly where: Node }
  /** A value of the first or the last of these, by the field `by`. */
  | {
      readonly kind: 'edge'
      readonly edge: 'first' | 'last'
      readonly of: readonly ObjectType[]
      readonly where: Node
      readonly by: string
      readonly path: string
    }
  /** Over the opportunities that match. */
  | { readonly kind: 'rollup'; readonly fn: RollUp; readonly where: Node; readonly path: string }
  /** What only the store can say. */
  | { readonly kind: 'named' }
export type RollUp = 'avg' | 'min' | 'max' | 'total'
export type SmartField = { readonly name: string; readonly type: ValueKind; readonly smart: Smart }

const all: Node = { kind: 'all' }
/** Objects one of whose fields is one of these, in domain words. */
const having = (object: ObjectType, name: string, ...values: string[]): Node => ({
  kind: 'field',
  field: { object, name },
  condition: { kind: 'terms', values },
})
const both = (...nodes: Node[]): Node => ({ kind: 'and', nodes })
const flag = (object: ObjectType, name: string, value: boolean): Node => ({
  kind: 'field',
  field: { object, name },
  condition: { kind: 'boolean', value },
})
const is = (object: 'opportunity', type: string) => having(object, 'status_type', type)

const incoming = { call: having('call', 'direction', 'inbound'), sms: having('sms', 'direction', 'inbound') }
const outgoing = { call: having('call', 'direction', 'outbound'), sms: having('sms', 'direction', 'outbound') }
const mailIn = having('email', 'direction', 'incoming')
const mailOut = having('email', 'direction', 'outgoing')
const sentMail = having('email', 'status', 'sent')

const COUNTS: Readonly<Record<string, readonly [ObjectType, Node?]>> = {
  activities: ['activity'],
  addresses: ['address'],
  calls: ['call'],
  incoming_calls: ['call', incoming.call],
  outgoing_calls: ['call', outgoing.call],
  missed_calls: ['call', both(incoming.call, having('call', 'status', 'no-answer', 'timeout', 'cancel', 'busy'))],
  contacts: ['contact'],
  contact_urls: ['contactUrl'],
  email_addresses: ['contactEmail'],
  phone_numbers: ['contactPhone'],
  emails: ['email'],
  sent_emails: ['email', sentMail],
  outgoing_emails: ['email', mailOut],
  received_emails: ['email', mailIn],
  sms: ['sms'],
  sent_sms: ['sms', outgoing.sms],
  received_sms: ['sms', incoming.sms],
  notes: ['note'],
  tasks: ['task'],
  completed_tasks: ['task', flag('task', 'is_complete', true)],
  incomplete_tasks: ['task', flag('task', 'is_complete', false)],
  meetings: ['meeting'],
  upcoming_meetings: ['meeting', having('meeting', 'status', 'upcoming')],
  in_progress_meetings: ['meeting', having('meeting', 'status', 'in-progress')],
  completed_meetings: ['meeting', having('meeting', 'status', 'completed')],
  canceled_meetings: ['meeting', having('meeting', 'status', 'canceled')],
  declined_meetings: ['meeting', having('meeting', 'status', 'declined-by-lead', 'declined-by-org')],
  declined_by_lead_meetings: ['meeting', having('meeting', 'status', 'declined-by-lead')],
  declined_by_org_meetings: ['meeting', having('meeting', 'status', 'declined-by-org')],
  opportunities: ['opportunity'],
  active_opportunities: ['opportunity', is('opportunity', 'active')],
  won_opportunities: ['opportunity', is('opportunity', 'won')],
  lost_opportunities: ['opportunity', is('opportunity', 'lost')],
  annual_opportunities: ['opportunity', having('opportunity', 'value_period', 'annual')],
  monthly_opportunities: ['opportunity', having('opportunity', 'value_period', 'monthly')],
  one_time_opportunities: ['opportunity', having('opportunity', 'value_period', 'one_time')],
}

/** Names of the counters; each is also known with `num_` before it. */
export const COUNTERS = [...Object.keys(COUNTS), 'urls', 'email_attachments']

export const COMMUNICATION: readonly ObjectType[] = ['call', 'email', 'sms', 'whatsAppMessage', 'meeting']
const USER = { user_id: ['user', 'userId'], user_name: ['text', 'user.fullName'], user: ['user', 'userId'] } as const
const CREATED = { created: ['moment', 'createdAt'] } as const
const DATE = { date: ['moment', 'at'] } as const
const KINDS = { type: ['choice', 'kind'] } as const
const CALL = { ...CREATED, disposition: ['choice', 'disposition'], note: ['text', 'text'] } as const
const MAIL = {
  from: ['text', 'sender'],
  to: ['text', 'to'],
  cc: ['text', 'cc'],
  bcc: ['text', 'bcc'],
  subject: ['text', 'subject'],
  user: ['user', 'userId'],
} as const
const OUTCOME = { outcome_id: ['id', 'outcomeId'] } as const

type Parts = Readonly<Record<string, readonly [ValueKind, string]>>
type Which = { of: readonly ObjectType[]; where?: Node; by?: string; edge?: 'first' | 'last' }

/**
 * Fields `<prefix><part>`, each of the first or the last of some objects. The prefix says which unless `edge` does. When it
 * was logged is asked of the last one that was logged, which need not be the last that happened.
 */
function edges(prefix: string, { of, where = all, by = 'date', edge }: Which, parts: Parts): SmartField[] {
  const which = edge ?? (prefix.startsWith('first') ? 'first' : 'last')
  return Object.entries(parts).map(([part, [type, path]]) => ({
    name: prefix + part,
    type,
    smart: { kind: 'edge', edge: which, of, where, by: path === 'createdAt' ? 'date_created' : by, path },
  }))
}

const inTurn = (make: (edge: 'first' | 'last') => SmartField[]) => [...make('first'), ...make('last')]

const done = flag('task', 'is_complete', true)
const open = flag('task', 'is_complete', false)
const completed = having('meeting', 'status', 'completed')
const voicemail: Node = {
  kind: 'field',
  field: { object: 'call', name: 'voicemail_duration' },
  condition: { kind: 'numbers', gt: 0 },
}

const EDGES: readonly SmartField[] = [
  ...inTurn((edge) => edges(`${edge}_communication_`, { of: COMMUNICATION }, { ...DATE, ...KINDS, ...USER })),
  ...edges('last_activity_', { of: ['activity'] }, { ...DATE, ...KINDS, ...USER }),
  ...edges('last_call_', { of: ['call'] }, { ...CALL, duration: ['number', 'duration'], ...OUTCOME, ...USER }),
  ...edges('first_call_', { of: ['call'] }, { ...CALL, ...OUTCOME, user: USER.user }),
  ...inTurn((edge) => [
    ...edges(`${edge}_incoming_call_`, { of: ['call'], where: incoming.call }, DATE),
    ...edges(`${edge}_outgoing_call_`, { of: ['call'], where: outgoing.call }, DATE),
    ...edges(`${edge}_incoming_email_`, { of: ['email'], where: mailIn }, DATE),
    ...edges(`${edge}_outgoing_email_`, { of: ['email'], where: mailOut }, DATE),
    ...edges(`${edge}_incoming_sms_`, { of: ['sms'], where: incoming.sms }, DATE),
    ...edges(`${edge}_outgoing_sms_`, { of: ['sms'], where: outgoing.sms }, DATE),
    ...edges(`${edge}_sent_sms_`, { of: ['sms'], where: outgoing.sms }, DATE),
    ...edges(`${edge}_received_sms_`, { of: ['sms'], where: incoming.sms }, DATE),
    ...edges(`${edge}_completed_meeting_`, { of: ['meeting'], where: completed }, OUTCOME),
    ...edges(`${edge}_voicemail_`, { of: ['call'], where: voicemail }, { duration: ['number', 'voicemailDuration'] }),
  ]),
  ...edges('last_email_', { of: ['email'] }, { ...DATE, ...MAIL }),
  ...edges('first_email_', { of: ['email'] }, { ...CREATED, ...MAIL, template: ['id', 'templateId'] }),
  ...edges('first_', { of: ['email'], where: mailOut }, { emailed: ['moment', 'at'] }),
  ...edges('first_', { of: ['email'], where: mailOut }, { emailed_template: ['id', 'templateId'] }),
  ...edges('last_sms_', { of: ['sms'] }, { ...DATE, ...CREATED, text: ['text', 'text'], user: USER.user }),
  ...edges('last_note_', { of: ['note'] }, { ...CREATED, by: ['user', 'createdById'], user: USER.user }),
  ...edges(
    'next_task_',
    { of: ['task'], where: open, by: 'date', edge: 'first' },
    {
      date: ['moment', 'dateFrom'],
      due_date: ['moment', 'dateFrom'],
      text: ['text', 'text'],
      user_id: ['user', 'assigneeId'],
      user_name: ['text', 'assignee.fullName'],
    },
  ),
  ...edges('last_task_', { of: ['task'], by: 'date_created' }, { creator: ['user', 'createdById'] }),
  ...edges('last_task_', { of: ['task'], by: 'date' }, { due: ['moment', 'dateFrom'] }),
  ...edges('last_complete_task_', { of: ['task'], where: done, by: 'date' }, { due_date: ['moment', 'dateFrom'] }),
  ...edges(
    'last_complete_task_',
    { of: ['task'], where: done, by: 'date_updated' },
    { updated: ['moment', 'updatedAt'] },
  ),
  ...edges('last_lead_status_change_', { of: ['leadStatusChange'] }, DATE),
  ...edges('last_opportunity_status_change_', { of: ['opportunityStatusChange'] }, DATE),
  ...edges(
    'first_opportunity_status_change_',
    { of: ['opportunityStatusChange'] },
    { old_status: ['opportunityStatus', 'oldStatusId'], new_status: ['opportunityStatus', 'newStatusId'] },
  ),
  ...edges('first_', { of: ['created'] }, { source: ['text', 'source'] }),
]

const ROLL_UPS: readonly SmartField[] = (['avg', 'min', 'max', 'total'] as const).flatMap((fn) =>
  (['annual', 'annualized', 'monthly', 'one_time'] as const).flatMap((period) =>
    (['', 'active', 'won', 'lost'] as const).map((status): SmartField => {
      const name = [fn, period, status, 'opportunity_value'].filter((part) => part !== '').join('_')
      const parts = [
        ...(period === 'annualized' ? [] : [having('opportunity', 'value_period', period)]),
        ...(status === '' ? [] : [is('opportunity', status)]),
      ]
      const where = parts.length > 1 ? both(...parts) : (parts[0] ?? all)
      const path = period === 'annualized' ? 'annualizedValue' : 'value'
      return { name, type: 'cents', smart: { kind: 'rollup', fn, where, path } }
    }),
  ),
)

/** What nothing but a name says, by type. */
const NAMED: Readonly<Partial<Record<ValueKind, readonly string[]>>> = {
  count: ['num_urls', 'num_email_attachments', 'times_communicated', 'first_email_opens'],
  text: [
    'first_communication_summary',
    'last_communication_summary',
    'first_email_attachments',
    'last_email_attachments',
    ...['active', 'won', 'lost', 'total', 'primary'].map((which) => `${which}_opportunity_value_summary`),
    ...['status_label', 'pipeline_name', 'user_name'].map((part) => `primary_opportunity_${part}`),
    'primary_contact_name',
    'primary_contact_title',
    'primary_contact_email',
    'primary_email',
  ],
  phone: ['primary_phone', 'primary_contact_phone'],
  moment: ['email_last_opened', 'primary_opportunity_created', 'primary_opportunity_updated'],
  date: ['primary_opportunity_date_won'],
  number: ['primary_opportunity_confidence'],
  cents: ['primary_opportunity_value'],
  choice: ['primary_opportunity_period', 'primary_opportunity_status_type'],
  id: ['primary_contact_id'],
  pipeline: ['primary_opportunity_pipeline_id'],
  opportunityStatus: ['primary_opportunity_status'],
  user: ['primary_opportunity_user_id'],
}

/** Every smart field of a lead. */
export const SMART_FIELDS: readonly SmartField[] = [
  ...Object.entries(COUNTS).map(
    ([name, [of, where = all]]): SmartField => ({
      name: `num_${name}`,
      type: 'count',
      smart: { kind: 'count', of, where },
    }),
  ),
  ...EDGES,
  ...ROLL_UPS,
  ...Object.entries(NAMED).flatMap(([type, names]) =>
    names.map((name): SmartField => ({ name, type: type as ValueKind, smart: { kind: 'named' } })),
  ),
]
