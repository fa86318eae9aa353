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

/** Whether the calls of a member are recorded: as the organization has it, or as they chose. */
export const CALL_RECORDING = ['unset', 'enabled', 'disabled'] as const

export const membership = noun({
  stored: {
    organizationId: 'id',
    id: 'id',
    userId: 'id',
    roleId: 'id',
    isActive: 'boolean',
    isOwner: 'boolean',
    autoRecordCalls: 'text',
    defaultCallerId: 'text?',
    hangupRecordingUrl: 'text?',
    mayWorkflowsImpersonate: 'boolean',
    trackEmailOpens: 'boolean',
    pinnedViewIds: 'texts',
    rateLimit: 'json?',
    createdAt: 'instant',
    updatedAt: 'instant',
  },
  // What a member sees of a person is what this organization has to do with them, so these hang on the membership.
  computed: {
    permissions: 'texts',
    // Those of the pinned ones that are still there for the member.
    pinnedViews: 'texts',
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

/** What a member has set up who has not set up anything. */
export const NOTHING_SET_UP = {
  autoRecordCalls: 'unset',
  defaultCallerId: null,
  hangupRecordingUrl: null,
  mayWorkflowsImpersonate: false,
  trackEmailOpens: false,
  pinnedViewIds: [],
  rateLimit: null,
} as const satisfies Partial<Membership>
