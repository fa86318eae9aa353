import type { TableSpec } from './table.ts'

/** How files are kept, apart from their bytes. */
export const folder: TableSpec = { name: 'folders' }
export const file: TableSpec = { name: 'files' }
export const linkedFile: TableSpec = { name: 'linked_files' }
