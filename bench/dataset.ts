import sql, { raw } from 'sql-template-tag'
import type { Database } from '../src/store/database/database.ts'
import { rebuildSearchDocuments } from '../src/store/documents/reindex.ts'

/** Ids of the rich leads: two contacts, one opportunity and ten activities each. */
export const RICH_LEADS = 1000

const BATCH = 50_000

/**
 * Fills an organization with leads in realistic proportions: 1.5 contacts, 1 opportunity and 5 activities each. Rows
 * are made in the database, so a hundred thousand leads take seconds.
 */
export async function fill(database: Database, organizationId: string, userId: string, leads: number): Promise<void> {
  const statuses = await ids(database, 'lead_statuses', organizationId)
  const stages = await ids(database, 'opportunity_statuses', organizationId)
  for (let first = 0; first < leads; first += BATCH) {
    const last = Math.min(first + BATCH, leads) - 1
    await database.run(raw(leadsSql({ organizationId, userId, statuses, stages, first, last })))
  }
  await database.run(sql`insert into opportunity_sums
    select organization_id, 0, user_id, status_id, value_period, count(*), sum(value), sum(value * confidence)
    from opportunities where organization_id = ${organizationId} group by organization_id, user_id, status_id, value_period`)
  await rebuildSearchDocuments(database)
  await database.run(raw('vacuum analyze'))
}

/** The id of the n-th lead that {@link fill} makes. */
export const leadId = (n: number) => `lead_${String(n).padStart(43, '0')}`

async function ids(database: Database, table: string, organizationId: string): Promise<string[]> {
  const rows = await database.run<{ id: string }>(
    sql`select id from ${raw(table)} where organization_id = ${organizationId} order by position`,
  )
  return rows.map((row) => row.id)
}

const array = (list: string[]) => `array[${list.map((one) => `'${one}'`).join(', ')}]`

type Part = {
  organizationId: string
  userId: string
  statuses: string[]
  stages: string[]
  first: number
  last: number
}

// A few sales words make names that differ; a status is common or rare, as in real pipelines.
const FIRST = [
  'North',
  'South',
  'Harbor',
  'River',
  'Stone',
  'Silver',
  'Maple',
  'Iron',
  'Cedar',
  'Bright',
  'Quiet',
  'Blue',
]
const SECOND = [
  'Looms',
  'Foods',
  'Systems',
  'Works',
  'Partners',
  'Labs',
  'Trading',
  'Mills',
  'Energy',
  'Studio',
  'Freight',
]

function leadsSql({ organizationId: o, userId: u, statuses, stages, first, last }: Part): string {
  const id = (prefix: string, n: string) => `'${prefix}_' || lpad((${n})::text, 43, '0')`
  const pick = (list: string[], n: string) => `(${array(list)})[1 + (${n}) % ${list.length}]`
  const skewed = (list: string[], n: string) =>
    `(${array(list)})[1 + least(${list.length - 1}, floor(-ln(1 - abs(sin(${n}))) * 0.9)::int)]`
  const at = (n: string) => `timestamptz '2024-01-01' + (${n}) * interval '31 seconds'`
  const stamps = (n: string) => `${at(n)}, ${at(n)}, '${u}', '${u}'`
  const many = (n: string, rich: number, usual: string) =>
    `generate_series(1, case when ${n} < ${RICH_LEADS} then ${rich} else ${usual} end)`
  const s = `generate_series(${first}, ${last}) i`
  const stampColumns = 'created_at, updated_at, created_by_id, updated_by_id'
  return `
    insert into leads (organization_id, id, is_company, name, description, url, status_id, source, addresses, custom, ${stampColumns})
      select '${o}', ${id('lead', 'i')}, true, ${pick(FIRST, 'i')} || ' ' || ${pick(SECOND, 'i / 12')} || ' ' || i, 'Met at a fair', 'https://lead' || i || '.example',
        ${skewed(statuses, 'i')}, 'import', '[{"label":"business","address_1":"1 Main St","address_2":null,"city":"Springfield","state":"IL","zipcode":"62701","country":"US"}]', '{}', ${stamps('i')} from ${s};
    insert into contacts (organization_id, id, lead_id, name, title, emails, phones, urls, custom, ${stampColumns})
      select '${o}', ${id('cont', 'i * 4 + j')}, ${id('lead', 'i')}, 'Person ' || i || ' ' || j, 'Buyer',
        jsonb_build_array(jsonb_build_object('type', 'office', 'email', 'p' || i || '.' || j || '@lead' || i || '.example', 'is_unsubscribed', false)),
        jsonb_build_array(jsonb_build_object('type', 'office', 'phone', '+1415' || lpad((i % 10000000)::text, 7, '0'), 'country', 'US', 'phone_formatted', '+1 415-' || lpad((i % 1000)::text, 3, '0') || '-' || lpad((i % 10000)::text, 4, '0'))),
        '[]', '{}', ${stamps('i')} from ${s}, ${many('i', 2, '1 + i % 2')} j;
    insert into opportunities (organization_id, id, lead_id, user_id, status_id, value, value_period, confidence, note, won_on, custom, ${stampColumns})
      select '${o}', ${id('oppo', 'i')}, ${id('lead', 'i')}, '${u}', ${skewed(stages, 'i * 7')}, (i % 5000) * 1000, ${pick(['one_time', 'one_time', 'monthly', 'annual'], 'i')}, i % 101,
        'Renewal', date '2024-06-01' + (i % 700), '{}', ${stamps('i')} from ${s};
    insert into activities (organization_id, id, kind, lead_id, contact_id, user_id, at, text, details, ${stampColumns})
      select '${o}', ${id('acti', 'i * 16 + j')}, case j % 3 when 0 then 'note' when 1 then 'call' else 'created' end, ${id('lead', 'i')}, null, '${u}', ${at('i')},
        case when j % 3 = 2 then null else 'Spoke about the offer and the delivery in week ' || (i % 52) end,
        case j % 3 when 0 then '{"html":"<body><p>Spoke about the offer</p></body>","title":null,"pinned":false,"pinnedAt":null,"attachments":[]}'
          when 1 then '{"html":null,"direction":"outbound","status":"completed","disposition":null,"duration":120,"phone":"+14155550100","phoneFormatted":"+1 415-555-0100","phoneCountry":"US","localPhone":null,"localPhoneFormatted":null,"localPhoneCountry":"","recordingUrl":null,"voicemailUrl":null,"voicemailDuration":0,"source":"External","method":"external","cost":null}'
          else '{"source":"import","importId":null}' end::jsonb,
        ${at('i')} + j * interval '1 hour', ${at('i')} + j * interval '1 hour', '${u}', '${u}' from ${s}, ${many('i', 10, '5')} j;`
}
