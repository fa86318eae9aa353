import { noun, type RecordOf } from './noun.ts'

/** A person who signs in. Belongs to organizations through memberships. */
export const user = noun({
  stored: {
    id: 'id',
    firstName: 'text',
    lastName: 'text',
    email: 'text',
    lastUsedTimezone: 'text?',
    emailVerifiedAt: 'instant?',
    createdAt: 'instant',
    updatedAt: 'instant',
  },
  computed: { number: 'integer', fullName: 'text?', image: 'text' },
})
export type User = RecordOf<typeof user>

export const membership = noun({
  stored: {
    organizationId: 'id',
    id: 'id',
    userId: 'id',
    roleId: 'id',
    isActive: 'boolean',
    isOwner: 'boolean',
    createdAt: 'instant',
    updatedAt: 'instant',
  },
  // What a member sees of a person is what this organization has to do with them, so these hang on the membership.
  computed: {
    permissions: 'texts',
    organizationIds: 'texts',
    // What the role comes to, for those who know no roles.
    isAdmin: 'boolean',
    canEdit: 'boolean',
    canDelete: 'boolean',
    canExport: 'boolean',
  },
  refs: { user: 'user', role: 'role' },
  lists: { memberships: 'membership', organizations: 'organization' },
})
export type Membership = RecordOf<typeof membership>

export const role = noun({
  stored: {
    organizationId: 'id',
    id: 'id',
    name: 'text',
    isBuiltIn: 'boolean',
    permissions: 'texts',
    createdAt: 'instant',
    updatedAt: 'instant',
  },
})
export type Role = RecordOf<typeof role>
