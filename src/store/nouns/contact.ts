import { fileLists, firstAddress, photoName, visibility } from './attached.ts'
import { companyNumber, personName } from './customer.ts'
import { customByNumber } from './customValues.ts'
import { integrationLinks } from './integrationLink.ts'
import { alsoFiled, asNote, lastContact } from './lead.ts'
import { addressTimezone, phoneTimezone } from './leadSummary.ts'
import { recentCalls } from './recentCalls.ts'
import type { Around, TableSpec } from './table.ts'
import { tasksOf } from './task.ts'

/** How contacts are kept. */
export const contact: TableSpec = {
  name: 'contacts',
  within: ['lead'],
  searched: {
    words: ['name', 'title', 'description', 'emails', 'phones', 'urls', 'addresses', 'tags', 'custom'],
    names: ['name', 'emails', 'phones'],
  },
  computed: {
    ...visibility,
    ...firstAddress((t) => `(${t}.details->'addresses')`),
    displayName: personName,
    integrationLinks: integrationLinks('contact'),
    timezone: (t, around) => `coalesce(${phoneTimezone(t)}, ${timezoneByAddress(t, around)})`,
    timezoneSource: (t, around) =>
      `case when ${phoneTimezone(t)} is not null then 'phone' when ${timezoneByAddress(t, around)} is not null then 'address' end`,
    recentCalls: recentCalls('contact', ofContact),
    companyNumber: (_t, { ref }) => companyNumber(ref('lead')),
    customByNumber,
    photoName,
    lastContactedAt: (t, { relations }) => lastContact(relations.many('activity', 'contact'), ofContact(t)),
  },
  lists: {
    tasks: tasksOf('contact'),
    notes: { on: (c, t) => `(${own(c, t)} or ${alsoFiled(c, t)}) and ${asNote(c)}` },
    ...fileLists,
  },
}

function ofContact(t: string): string {
  return `n.organization_id = ${t}.organization_id and n.contact_id = ${t}.id and n.deleted_at is null`
}

/** SQL for the time zone of their own address, else of their lead's. */
const timezoneByAddress = (t: string, { relations }: Around) =>
  `coalesce(${addressTimezone(`(${t}.details->'addresses')`)}, (select ${addressTimezone('l.addresses')}
    from ${relations.one('lead', 'contact')} l where l.organization_id = ${t}.organization_id and l.id = ${t}.lead_id))`

function own(c: string, t: string): string {
  return `${c}.organization_id = ${t}.organization_id and ${c}.contact_id = ${t}.id`
}
