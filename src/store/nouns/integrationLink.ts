import type { LinkedNoun } from '../../domain/integrationLink.ts'
import { personName } from './customer.ts'
import { leadName } from './leadSummary.ts'
import type { Around, TableSpec } from './table.ts'

/** How links to other programs are kept. */
export const integrationLink: TableSpec = { name: 'integration_links' }

/**
 * SQL for the links that a row shows, filled in with its values. These are worked out for each link, so an organization
 * without links pays for looking whether there are any, and for nothing else.
 */
export const integrationLinks = (noun: LinkedNoun) => (t: string, around: Around) =>
  `(select coalesce(json_agg(json_build_object('name', k.name,
      'url', filled_template(k.url, ${VARIABLES[noun](t, around)})) order by k.created_at, k.id), '[]')
    from ${around.relations.one('integrationLink')} k
    where k.organization_id = ${t}.organization_id and k.object_type = '${noun}')`

/** What templates may name, as `{{ lead.name }}`; docs/api/close/integration-links.md lists it. */
const VARIABLES: Record<LinkedNoun, (t: string, around: Around) => string> = {
  lead: (t, around) => `jsonb_build_object('lead', ${leadValues(t, around)})`,
  contact: (t, around) => `jsonb_build_object('contact', ${contactValues(t)}, 'lead', ${leadOf('contact', t, around)})`,
  opportunity: (t, around) =>
    `jsonb_build_object('opportunity', link_values(to_jsonb(${t}), null), 'lead', ${leadOf('opportunity', t, around)},
      'contact', (select ${contactValues('p')} from ${around.relations.one('contact', 'opportunity')} p
        where p.organization_id = ${t}.organization_id and p.id = ${t}.contact_id))`,
}

const leadValues = (t: string, around: Around) => `link_values(to_jsonb(${t}), ${leadName(t, around)})`
const contactValues = (t: string) => `link_values(to_jsonb(${t}), ${personName(t)})`

const leadOf = (from: 'contact' | 'opportunity', t: string, around: Around) =>
  `(select ${leadValues('l', around)} from ${around.relations.one('lead', from)} l
    where l.organization_id = ${t}.organization_id and l.id = ${t}.lead_id)`
