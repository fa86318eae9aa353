import type { TableSpec } from './table.ts'

const isOwn = (b: string) => `${b}.created_by_id = any((select ids from viewer)::text[])`

/** How bulk actions are kept. Administrators see all of them, others their own. */
export const bulkEdit: TableSpec = { name: 'bulk_actions', kind: 'edit', isSeen: isOwn }
export const bulkDelete: TableSpec = { name: 'bulk_actions', kind: 'delete', isSeen: isOwn }
export const bulkUndo: TableSpec = { name: 'bulk_actions', kind: 'undo', isSeen: isOwn }

/** Who sees the bulk action sees what went wrong. */
export const bulkActionError: TableSpec = {
  name: 'bulk_action_errors',
  isSeen: (e) => `exists (select 1 from bulk_actions b where b.organization_id = ${e}.organization_id
    and b.id = ${e}.bulk_action_id and ${isOwn('b')})`,
}
