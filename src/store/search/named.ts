import { raw } from 'sql-template-tag'
import { COMMUNICATION } from '../../search/smart.ts'
import type { ObjectType, ValueKind } from '../../search/tree.ts'
import { startOf } from '../nouns/caller.ts'
import { addressTimezone, ofLead, phoneTimezone } from '../nouns/leadSummary.ts'
import { valueFormatted } from '../nouns/money.ts'
import { Joins } from '../projection/joins.ts'
import { partsSql } from './part.ts'
import { originalStatus } from './period.ts'
import type { Row } from './row.ts'
import type { Held, Values } from './values.ts'

/** What a field is worth that only the store can work out. */
export function namedValues(row: Row, name: string, type: ValueKind): Values {
  const make = NAMED[row.object]?.[name]
  if (make === undefined) throw new Error(`the store does not know ${row.object}.${name}`)
  return { type, held: HELD[type] ?? 'text', sql: raw(make(row)) }
}

const HELD: Partial<Record<ValueKind, Held>> = {
  number: 'number',
  count: 'number',
  cents: 'number',
  moment: 'instant',
  date: 'date',
  period: 'span',
  boolean: 'boolean',
}

type Make = (row: Row) => string

const NAMED: Partial<Record<ObjectType, Readonly<Record<string, Make>>>> = {
  lead: {
    original_status_id: (row) =>
      originalStatus(row.joins.t, 'lead', row.joins.relations.many('leadStatusChange', 'lead')),
    timezone_id: (row) =>
      `coalesce(${addressTimezone(`${row.joins.t}.addresses`)}, ${ofContacts(row, phoneTimezone('n'), `${phoneTimezone('n')} is not null`)})`,
    num_urls: (
      row,
    ) => `((coalesce(${row.joins.t}.url, '') <> '')::int + (select count(*) from ${partsSql(row, 'contactUrl')?.text} n
      where n.organization_id = ${row.joins.t}.organization_id and n.lead_id = ${row.joins.t}.id))`,
    num_email_attachments: (row) =>
      activities(
        row,
        ['email'],
        `coalesce(sum(jsonb_array_length(coalesce(n.details->'attachments', '[]'))), 0)`,
        '',
        '0',
      ),
    times_communicated: (row) => activities(row, COMMUNICATION, 'count(*)', '', '0'),
    first_email_opens: (row) =>
      activities(row, ['email'], `jsonb_array_length(coalesce(n.details->'opens', '[]'))`, FIRST),
    email_last_opened: (row) =>
      activities(
        row,
        ['email'],
        `max((select max((o.value->>'opened_at')::timestamptz)
        from jsonb_array_elements(coalesce(n.details->'opens', '[]')) o(value)))`,
        '',
      ),
    first_communication_summary: (row) => activities(row, COMMUNICATION, SUMMARY, FIRST),
    last_communication_summary: (row) => activities(row, COMMUNICATION, SUMMARY, LAST),
    first_email_attachments: (row) => activities(row, ['email'], ATTACHMENTS, FIRST),
    last_email_attachments: (row) => activities(row, ['email'], ATTACHMENTS, LAST),
    active_opportunity_value_summary: (row) => valueSummary(row, 'active'),
    won_opportunity_value_summary: (row) => valueSummary(row, 'won'),
    lost_opportunity_value_summary: (row) => valueSummary(row, 'lost'),
    total_opportunity_value_summary: (row) => valueSummary(row),
    primary_contact_id: (row) => ofContacts(row, 'n.id'),
    primary_contact_name: (row) => ofContacts(row, 'n.name'),
    primary_contact_title: (row) => ofContacts(row, 'n.title'),
    primary_contact_email: (row) => ofContacts(row, `n.emails->0->>'email'`),
    primary_contact_phone: (row) => ofContacts(row, `n.phones->0->>'phone'`),
    primary_email: (row) => primaryPoint(row, 'emails', 'email'),
    primary_phone: (row) => primaryPoint(row, 'phones', 'phone'),
    primary_opportunity_confidence: (row) => primaryOpportunity(row, 'confidence'),
    primary_opportunity_created: (row) => primaryOpportunity(row, 'createdAt'),
    primary_opportunity_updated: (row) => primaryOpportunity(row, 'updatedAt'),
    primary_opportunity_date_won: (row) => primaryOpportunity(row, 'wonOn'),
    primary_opportunity_period: (row) => primaryOpportunity(row, 'valuePeriod'),
    primary_opportunity_pipeline_id: (row) => primaryOpportunity(row, 'status.pipelineId'),
    primary_opportunity_pipeline_name: (row) => primaryOpportunity(row, 'status.pipeline.name'),
    primary_opportunity_status: (row) => primaryOpportunity(row, 'statusId'),
    primary_opportunity_status_label: (row) => primaryOpportunity(row, 'status.label'),
    primary_opportunity_status_type: (row) => primaryOpportunity(row, 'status.type'),
    primary_opportunity_user_id: (row) => primaryOpportunity(row, 'userId'),
    primary_opportunity_user_name: (row) => primaryOpportunity(row, 'user.fullName'),
    primary_opportunity_value: (row) => primaryOpportunity(row, 'value'),
    primary_opportunity_value_summary: (row) => primaryOpportunity(row, 'valueFormatted'),
  },
  contact: { timezone_id: ({ joins }) => joins.path('contact', 'timezone') },
  opportunity: {
    original_status_id: ({ joins: { t, relations } }) =>
      originalStatus(t, 'opportunity', relations.many('opportunityStatusChange', 'opportunity')),
  },
  task: { due_date: ({ joins: { t } }) => `coalesce(${t}.due_at, ${startOf(`${t}.due_on`)})` },
  email: {
    opened: ({ joins: { t } }) => `(coalesce(${t}.details->'opens', '[]') not in ('[]', 'null'))`,
    // There are no templates yet that could have a name.
    template: () => 'null::text',
  },
  leadStatusPeriod: { status_id: ({ joins: { t } }) => `${t}.status_id`, on: ({ joins: { t } }) => t },
  opportunityStatusPeriod: { status_id: ({ joins: { t } }) => `${t}.status_id`, on: ({ joins: { t } }) => t },
}

const FIRST = 'order by n.at, n.id limit 1'
const LAST = 'order by n.at desc, n.id desc limit 1'
const SUMMARY = `coalesce(nullif(n.details->>'subject', ''), nullif(n.details->>'title', ''), left(n.text, 200))`
const ATTACHMENTS = `(select string_agg(a.value->>'filename', ', ' order by a.place)
  from jsonb_array_elements(coalesce(n.details->'attachments', '[]')) with ordinality a(value, place))`

/** SQL for something of the activities of some kinds; `otherwise` where it is known that there are none. */
function activities(row: Row, kinds: readonly string[], value: string, order: string, otherwise = 'null') {
  const { t, relations } = row.joins
  const found = relations.many('activity', 'lead')
  const among = kinds.map((kind) => `'${kind}'`).join(', ')
  return found === undefined
    ? otherwise
    : oneOf(row, value, `from ${found} n where ${ofLead(t)} and n.kind in (${among}) ${order}`)
}

/** SQL for something of the oldest contact; `where` says of which ones. */
function ofContacts(row: Row, value: string, where = 'true'): string {
  const { t, relations } = row.joins
  const contacts = relations.many('contact', 'lead')
  return contacts === undefined
    ? 'null'
    : oneOf(row, value, `from ${contacts} n where ${ofLead(t)} and ${where} order by n.created_at, n.id limit 1`)
}

/** SQL for the first e-mail address or phone number of the contacts, else of the lead itself. */
const primaryPoint = (row: Row, list: 'emails' | 'phones', key: string) =>
  `coalesce(${ofContacts(row, `n.${list}->0->>'${key}'`, `n.${list} <> '[]'`)}, ${row.joins.t}.details->'${list}'->0->>'${key}')`

// What is being sold goes before what was, and that before what was lost; of these the newest.
const MATTERS = (type: string) => `case ${type} when 'active' then 0 when 'won' then 1 else 2 end`

function primaryOpportunity(row: Row, path: string): string {
  const { t, relations } = row.joins
  const opportunities = relations.many('opportunity', 'lead')
  if (opportunities === undefined) return 'null'
  const found = (joins: Joins) => {
    const order = `${MATTERS(joins.path('opportunity', 'status.type'))}, n.created_at desc, n.id desc`
    return () => `from ${opportunities} n ${joins.list().join('\n')} where ${ofLead(t)} order by ${order} limit 1`
  }
  return valueIn(row, `primary of ${opportunities}`, found, (joins) => joins.path('opportunity', path))
}

/** SQL for a value of what one subselect finds as `n`. */
const oneOf = (row: Row, value: string, from: string) =>
  valueIn(
    row,
    from,
    () => () => from,
    () => value,
  )

/** The same where the value may lie with what `n` refers to. */
function valueIn(row: Row, what: string, from: (n: Joins) => () => string, value: (n: Joins) => string): string {
  const make = () => {
    const joins = new Joins('n', row.joins.relations)
    return { joins, from: from(joins) }
  }
  if (row.standsBeside) {
    const beside = row.joins.beside(what, make)
    return beside.column(value(beside.joins))
  }
  const { joins, from: rest } = make()
  const found = value(joins)
  return `(select ${found} ${rest()})`
}

/** SQL for what opportunities come to, as people read it: `$1,200, $50 monthly`. */
function valueSummary({ joins: { t, relations } }: Row, type?: string): string {
  const opportunities = relations.many('opportunity', 'lead')
  if (opportunities === undefined) return 'null'
  const joins = new Joins('n', relations)
  const ofType = type === undefined ? '' : ` and ${joins.path('opportunity', 'status.type')} = '${type}'`
  return `(select string_agg(${valueFormatted('g', 's.total', 's.value_period', 's.currency_code')}, ', ' order by s.value_period desc, s.currency_code)
    from (select n.value_period, n.currency_code, sum(n.value)::bigint as total from ${opportunities} n ${joins.list().join('\n')}
      where ${ofLead(t)} and n.value is not null${ofType} group by 1, 2) s
    join organizations g on g.id = ${t}.organization_id)`
}
