import type { TableSpec } from './table.ts'

/** How contacts are kept. */
export const contact: TableSpec = {
  name: 'contacts',
  computed: {
    // Null where an opportunity has no contact: then there is no row at all.
    displayName: (t) =>
      `coalesce(nullif(${t}.name, ''), ${t}.emails->0->>'email', ${t}.phones->0->>'phone_formatted', left(${t}.id, 0))`,
  },
}
