import { fileLists, firstAddress, photoName, visibility } from './attached.ts'
import { companyNumber } from './customer.ts'
import { customByNumber } from './customValues.ts'
import { alsoFiled, asNote, lastContact } from './lead.ts'
import type { TableSpec } from './table.ts'

/** How contacts are kept. */
export const contact: TableSpec = {
  name: 'contacts',
  within: ['lead'],
  computed: {
    ...visibility,
    ...firstAddress((t) => `(${t}.details->'addresses')`),
    // Null where an opportunity has no contact: then there is no row at all.
    displayName: (t) =>
      `coalesce(nullif(${t}.name, ''), ${t}.emails->0->>'email', ${t}.phones->0->>'phone_formatted', left(${t}.id, 0))`,
    companyNumber: (_t, { ref }) => companyNumber(ref('lead')),
    customByNumber,
    photoName,
    lastContactedAt: (t, { relations }) =>
      lastContact(
        relations.many('activity', 'contact'),
        `n.organization_id = ${t}.organization_id and n.contact_id = ${t}.id and n.deleted_at is null`,
      ),
  },
  lists: {
    notes: { on: (c, t) => `(${own(c, t)} or ${alsoFiled(c, t)}) and ${asNote(c)}` },
    ...fileLists,
  },
}

function own(c: string, t: string): string {
  return `${c}.organization_id = ${t}.organization_id and ${c}.contact_id = ${t}.id`
}
