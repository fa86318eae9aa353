import sql, { join } from 'sql-template-tag'
import type { Runner } from '../database/database.ts'
import type { Around, ListSpec, TableSpec } from './table.ts'

/** SQL for the e-mails `e` of the thread `t`, or of the one that the e-mail `t` is in. */
const inThread = (e: string, organization: string, threadId: string) =>
  `${e}.organization_id = ${organization} and ${e}.thread_id = ${threadId} and ${e}.kind = 'email' and ${e}.deleted_at is null`

const mailboxes = ['from', 'to', 'cc', 'bcc']
  .map((place) => `coalesce(e.details#>'{envelope,${place}}', '[]')`)
  .join(' || ')

/** What a thread shows of its e-mails. They may be older than the thread, so all e-mails are looked at. */
export const threads = (lists: Readonly<Record<string, ListSpec>>): Pick<TableSpec, 'computed' | 'lists'> => ({
  computed: {
    emailCount: (t, { relations }) =>
      `(select count(*) from ${relations.one('email')} e where ${inThread('e', `${t}.organization_id`, `${t}.id`)})`,
    participants: (t, { relations }) => `(
      select coalesce(json_agg(json_build_object('name', p.name, 'email', p.email) order by p.email), '[]')
      from (select lower(m.mailbox->>'email') as email, max(m.mailbox->>'name') as name
        from ${relations.one('email')} e cross join lateral jsonb_array_elements(${mailboxes}) m(mailbox)
        where ${inThread('e', `${t}.organization_id`, `${t}.id`)} group by 1) p)`,
  },
  lists: {
    ...lists,
    latestEmails: {
      on: (c, t) => inThread(c, `${t}.organization_id`, `${t}.id`),
      order: (c) => `${c}.at desc, ${c}.id desc`,
    },
  },
})

/** SQL for whether somebody has answered the e-mail `t`. */
export const hasReply = (t: string, { relations }: Around) => `exists (
  select 1 from ${relations.one('email')} e where ${inThread('e', `${t}.organization_id`, `${t}.thread_id`)}
    and e.details->>'direction' = 'incoming' and ${t}.details->>'direction' = 'outgoing' and e.at > ${t}.at)`

/** How an e-mail may be known to belong to others: by what it refers to and is referred to as, or by its subject. */
export type Correspondence = {
  readonly leadId: string | null
  /** Message-Ids, as mail programs give them. */
  readonly messageIds: readonly string[]
  readonly references: readonly string[]
  /** The normalized subject of what it answers; null when it does not say that it answers anything. */
  readonly subject: string | null
}

/** The id of the thread of a lead that an e-mail belongs to, if there is one. References say more than the subject. */
export async function findThread(
  runner: Runner,
  organizationId: string,
  { leadId, messageIds, references, subject }: Correspondence,
): Promise<string | undefined> {
  const lead = leadId === null ? sql`t.lead_id is null` : sql`t.lead_id = ${leadId}`
  const within = sql`t.organization_id = ${organizationId} and ${lead} and t.deleted_at is null`
  const ways = [
    ...(references.length === 0 && messageIds.length === 0
      ? []
      : [
          sql`(select t.thread_id as id, 1 as place, t.at from activities t where ${within} and t.kind = 'email'
            and (t.details->'messageIds' ?| ${[...references]}::text[] or t.details->'references' ?| ${[...messageIds]}::text[]))`,
        ]),
    ...(subject === null
      ? []
      : [
          sql`(select t.id, 2 as place, t.at from activities t where ${within} and t.kind = 'emailThread'
            and t.details->>'subject' = ${subject})`,
        ]),
  ]
  if (ways.length === 0) return undefined
  const [row] = await runner.run<{ id: string }>(
    sql`select w.id from (${join(ways, ' union all ')}) w order by w.place, w.at desc limit 1`,
  )
  return row?.id
}
