import type { TableSpec } from './table.ts'

/** How uploads are kept, apart from their bytes. */
export const upload: TableSpec = { name: 'uploads' }
