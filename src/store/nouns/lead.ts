import { fileLists, firstAddress, photoName, visibility } from './attached.ts'
import { customByName, customByNumber } from './customValues.ts'
import { integrationLinks } from './integrationLink.ts'
import { leadName, leadSummary, ofLead } from './leadSummary.ts'
import type { TableSpec } from './table.ts'
import { asTask } from './task.ts'

/** How leads are kept. */
export const lead: TableSpec = {
  name: 'leads',
  counted: true,
  searched: {
    words: ['name', 'description', 'url', 'addresses', 'emails', 'phones', 'urls', 'tags', 'custom'],
    names: ['name', 'emails', 'phones'],
  },
  computed: {
    ...visibility,
    ...firstAddress((t) => `${t}.addresses`),
    ...leadSummary,
    displayName: leadName,
    integrationLinks: integrationLinks('lead'),
    contactIds: (t, { relations }) => {
      const contacts = relations.many('contact', 'lead')
      return contacts === undefined
        ? `'[]'::json`
        : `(
        select coalesce(json_agg(n.id order by n.created_at, n.id), '[]') from ${contacts} n where ${ofLead(t)})`
    },
    customByName,
    customByNumber,
    photoName,
    lastContactedAt: (t, { relations }) => lastContact(relations.many('activity', 'lead'), ofLead(t)),
  },
  lists: {
    // Their e-mails are there already.
    activities: {
      on: (c, t) =>
        `${c}.organization_id = ${t}.organization_id and ${c}.lead_id = ${t}.id and ${c}.kind <> 'emailThread'`,
      order: (c) => `${c}.created_at desc, ${c}.id desc`,
    },
    opportunities: { order: (c) => `${c}.created_at desc, ${c}.id desc` },
    openTasks: {
      on: (c, t) =>
        `${c}.organization_id = ${t}.organization_id and ${c}.lead_id = ${t}.id and not ${c}.is_complete and ${asTask(c)}`,
    },
    ownNotes: { on: (c, t) => `(${own(c, t)} or ${alsoFiled(c, t)}) and ${asNote(c)}` },
    ownOpportunities: { on: own },
    ownTasks: { on: (c, t) => `${own(c, t)} and ${asTask(c)}` },
    ownCases: { on: own },
    ...fileLists,
  },
}

function own(c: string, t: string): string {
  return `${c}.organization_id = ${t}.organization_id and ${c}.lead_id = ${t}.id and ${c}.contact_id is null`
}

/** SQL for the rows `c` of activities that are also filed under the row `t`. */
export const alsoFiled = (c: string, t: string) =>
  `${c}.organization_id = ${t}.organization_id and ${c}.also_filed <> '[]' and ${c}.also_filed ? ${t}.id`

/** SQL for the activities that are notes in the wide sense: what someone wrote down, and e-mails. */
export const asNote = (c: string) => `${c}.kind in ('note', 'email')`

/** SQL for the time of the last call or e-mail with whom the activities `n` belong to. */
export const lastContact = (activities: string | undefined, on: string) =>
  activities === undefined
    ? 'null::timestamptz'
    : `(select max(n.at) from ${activities} n where ${on} and n.kind in ('call', 'email'))`
