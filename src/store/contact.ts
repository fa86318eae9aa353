import type { TableSpec } from './table.ts'

/** How contacts are kept. */
export const contact: TableSpec = {
  name: 'contacts',
  computed: {
    displayName: (t) =>
      `coalesce(nullif(${t}.name, ''), ${t}.emails->0->>'email', ${t}.phones->0->>'phone_formatted', '')`,
  },
}
