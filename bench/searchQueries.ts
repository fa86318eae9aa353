import sql from 'sql-template-tag'
import type { Database } from '../src/store/database/database.ts'
import { leadId, RARE } from './searchRows.ts'
import { wordLists } from './searchWords.ts'

/** A question of the fixed set. Its requests are asked in turn: the same question about different words. */
export type Question = {
  readonly name: string
  readonly requests: readonly Asked[]
  /** What 99 of 100 answers should be faster than. */
  readonly budgetMs?: number
  /** It is asked where a list of it all has come this far. */
  readonly depth?: number
}
export type Asked = { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: string }

const FIRST_PAGE = 50
const TEXT = 50
const RELATED = 250
const LIST = 25

/**
 * The questions, in words that the data has.
 * @param viewId a view of the leads of a status
 */
export async function questionsOn(database: Database, viewId: string): Promise<readonly Question[]> {
  const lists = wordLists()
  /** Words by how common they are: 0 is everywhere. */
  const ranked = (list: string, from: number, count = 20) => [...new Set(lists[list])].slice(from, from + count)
  const people = await database.run<{ name: string; email: string; phone: string }>(sql`
    select c.name, c.emails->0->>'email' as email, c.phones->0->>'phone' as phone from contacts c
    where c.phones <> '[]' and c.lead_id = any(${await leadsAllOver(database)}) order by c.id`)
  const idOf = async (table: string, name: string) => {
    const [row] = await database.run<{ id: string }>(
      table === 'statuses'
        ? sql`select id from lead_statuses where label = ${name} union all select id from opportunity_statuses where label = ${name}`
        : sql`select id from custom_fields where name = ${name}`,
    )
    return row?.id ?? ''
  }
  const [court, negotiation, role] = await Promise.all([
    idOf('statuses', 'Court'),
    idOf('statuses', 'Negotiation'),
    idOf('fields', 'Role'),
  ])
  const cities = ranked('city', 150)

  const text: Question[] = [
    query('a word', ranked('noun', 60), TEXT),
    query('a word that is everywhere', ranked('noun', 0, 4), TEXT),
    query('a word that hardly anybody has', [RARE.name], TEXT),
    query(
      'the beginning of a word',
      ranked('noun', 60).map((word) => word.slice(0, 4)),
      TEXT,
    ),
    query(
      'a name of two words',
      people.map((one) => one.name),
      TEXT,
    ),
    query(
      'two words in different places',
      ranked('noun', 20).map((word) => `${word} budget`),
      TEXT,
    ),
    query('a phrase that few have', [`"${RARE.note}"`], TEXT),
    query('a phrase in a tenth of the notes', ['"call again then"'], TEXT),
    query(
      'seven digits of a phone',
      people.map((one) => `phone:${one.phone.slice(-7)}`),
      TEXT,
    ),
    query(
      'a phone as it is dialed',
      people.map((one) => `phone_number:"${one.phone}"`),
      TEXT,
    ),
    query(
      'an e-mail address',
      people.map((one) => `email_address:"${one.email}"`),
      TEXT,
    ),
    query(
      'the beginning of an e-mail address',
      people.map((one) => `email:${one.email.split(/[.@]/)[0]}`),
      TEXT,
    ),
    query(
      'a domain',
      people.map((one) => `email:"${one.email.split('@')[1]}"`),
      TEXT,
    ),
    query('a status that few have', ['status:Court'], LIST),
    query('a status that half of all have', ['status:Potential'], LIST),
    query('a choice that few have', [`custom.Industry:${RARE.industry}`], RELATED),
    query(
      'a choice in a city',
      cities.map((city) => `custom.Industry:Software city:"${city}"`),
      RELATED,
    ),
    query('a custom number over X', ['custom.Seats > 2900'], RELATED),
    query('a custom date in a month', ['custom.Renewal:"next month"'], RELATED),
    query(
      'a custom text in a city',
      cities.map((city) => `"custom.Deal Source":Podcast city:"${city}"`),
      RELATED,
    ),
    query('no calls, in a status', ['calls:0 status:"Trial ended"'], RELATED),
    query('more than twenty calls', ['calls > 20'], RELATED),
    query('last called before, in a status', ['last_called < "3 days ago" status:Qualified'], RELATED),
    query('never called', ['not last_called:*'], RELATED),
    query('a long call of late', ['call(direction:outbound duration > 880 date > "30 days ago")'], RELATED),
    query('mail sent of late', ['email(direction:outgoing date > "7 days ago")'], RELATED),
    query(
      'an opportunity over X and no call in 30 days',
      ['opportunity(value > 75000) not call(date > "30 days ago")'],
      RELATED,
    ),
    query(
      'a status, an opportunity or a word',
      [`status:Court or opportunity(status:Negotiation value > 60000) or ${RARE.name}`],
      RELATED,
    ),
    query('members of a view that were made of late', [`in:${viewId} created > "6 months ago"`], RELATED),
    query('sorted by when they were made', ['status:Qualified sort:-created'], LIST),
    query('all, sorted by name', ['* sort:display_name'], LIST),
    query('a status, sorted by a custom number', ['status:Qualified sort:-custom.Seats'], RELATED),
    query('a status, sorted by the last call', ['status:Court sort:-last_called'], RELATED),
    query('a tenth of a status', ['status:Qualified slice:3/10'], RELATED),
  ]

  const json: Question[] = [
    search('related, as JSON', RELATED, {
      query: both(related('opportunity', numbers('opportunity', 'value', { gt: 7_500_000 })), {
        ...related('activity.call', moments('activity.call', 'date', 30)),
        negate: true,
      }),
      include_counts: true,
    }),
    search('counts alone', RELATED, {
      query: both(references('lead', 'status_id', 'status.lead', court)),
      results_limit: 0,
      include_counts: true,
    }),
    search('contacts by title and choice', RELATED, {
      query: both(
        { ...object('contact') },
        words('contact', 'title', 'Planner'),
        custom(role, { type: 'term', values: ['Pays'] }),
      ),
      _fields: { contact: ['id', 'name', 'title'] },
      include_counts: true,
    }),
    search('opportunities by status and value, dearest first', LIST, {
      query: both(
        object('opportunity'),
        references('opportunity', 'status_id', 'status.opportunity', negotiation),
        numbers('opportunity', 'value', { gte: 1_000_000 }),
      ),
      sort: [{ direction: 'desc', field: regular('opportunity', 'value') }],
      _fields: { opportunity: ['id', 'value', 'lead_id'] },
    }),
    search('calls of the last week, newest first', LIST, {
      query: both(
        object('activity.call'),
        moments('activity.call', 'date', 7),
        numbers('activity.call', 'duration', { gt: 600 }),
      ),
      sort: [{ direction: 'desc', field: regular('activity.call', 'date') }],
      _fields: { 'activity.call': ['id', 'lead_id', 'duration'] },
    }),
    {
      ...search('all leads, at depth 900,000', LIST, {
        query: both(),
        sort: [{ direction: 'asc', field: regular('lead', 'date_created') }],
      }),
      depth: 900_000,
    },
  ]
  return [...text, ...json]
}

/** Ids of forty leads, from the first to the last. */
async function leadsAllOver(database: Database): Promise<string[]> {
  const [total] = await database.run<{ count: number }>(
    sql`select sum(count)::int as count from totals where noun = 'lead'`,
  )
  return Array.from({ length: 40 }, (_, n) => leadId(Math.floor(((n + 0.5) / 40) * (total?.count ?? 0))))
}

function query(name: string, texts: readonly string[], budgetMs: number): Question {
  const requests = texts.map((one) => ({
    method: 'GET' as const,
    path: `/api/v1/lead/?_limit=${FIRST_PAGE}&_fields=id,display_name,status_label&query=${encodeURIComponent(one)}`,
  }))
  return { name, requests, budgetMs }
}

function search(name: string, budgetMs: number, body: object): Question {
  const whole = { _limit: FIRST_PAGE, _fields: { lead: ['id', 'display_name'] }, ...body }
  return { name, requests: [{ method: 'POST', path: '/api/v1/data/search/', body: JSON.stringify(whole) }], budgetMs }
}

type Node = { readonly type: string; readonly [key: string]: unknown }
const object = (object_type: string): Node => ({ type: 'object_type', object_type })
/** All of these; about leads, unless they begin with another kind of object. */
function both(...nodes: readonly Node[]): Node {
  const queries = nodes[0]?.type === 'object_type' ? nodes : [object('lead'), ...nodes]
  return { type: 'and', queries }
}
const regular = (object_type: string, field_name: string) => ({ type: 'regular_field', object_type, field_name })
const field = (of: string, name: string, condition: object): Node => ({
  type: 'field_condition',
  field: regular(of, name),
  condition,
})
const custom = (id: string, condition: object): Node => ({
  type: 'field_condition',
  field: { type: 'custom_field', custom_field_id: id },
  condition,
})
const numbers = (of: string, name: string, range: object) => field(of, name, { type: 'number_range', ...range })
const words = (of: string, name: string, value: string) => field(of, name, { type: 'text', mode: 'full_words', value })
const references = (of: string, name: string, reference_type: string, ...object_ids: readonly string[]) =>
  field(of, name, { type: 'reference', reference_type, object_ids })
const moments = (of: string, name: string, days: number) =>
  field(of, name, {
    type: 'moment_range',
    on_or_after: {
      type: 'offset',
      direction: 'past',
      moment: { type: 'now' },
      offset: { days },
      which_day_end: 'start',
    },
    before: null,
  })
const related = (related_object_type: string, related_query: Node): Node => ({
  type: 'has_related',
  this_object_type: 'lead',
  related_object_type,
  related_query,
})
