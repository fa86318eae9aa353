import { noun, type RecordOf } from './noun.ts'

/**
 * A named set of permissions. One that does not allow to see all leads may name custom fields of leads whose values are
 * users: then its members see the leads that name them in one of these.
 */
export const role = noun({
  stored: {
    organizationId: 'id',
    id: 'id',
    name: 'text',
    isBuiltIn: 'boolean',
    permissions: 'texts',
    visibilityFieldIds: 'texts',
    visibilityBehavior: 'text?',
    createdAt: 'instant',
    updatedAt: 'instant',
  },
  computed: { isEditable: 'boolean', isReadOnly: 'boolean' },
})
export type Role = RecordOf<typeof role>

/** Who sees a lead that names nobody in the fields of a role: nobody of that role, or all of them. */
export const VISIBILITY_BEHAVIORS = ['require_assignment', 'allow_unassigned'] as const
