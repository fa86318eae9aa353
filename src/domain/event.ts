import { noun } from './noun.ts'

/** What an event says happened to its object. */
export const EVENT_ACTIONS = [
  'created',
  'updated',
  'deleted',
  'merged',
  'completed',
  'paused',
  'sent',
  'answered',
  'scheduled',
  'started',
  'canceled',
  'activated',
  'deactivated',
] as const
export type EventAction = (typeof EVENT_ACTIONS)[number]

/**
 * What the log keeps of a change: who did what to which object, and how that looked before and after in the words of the
 * Close API. `updatedAt` moves when later changes are folded in. `data` and `previousData` are only for a while for
 * everyone.
 */
export const event = noun({
  stored: {
    organizationId: 'id',
    id: 'id',
    objectType: 'text',
    objectId: 'id',
    leadId: 'id?',
    action: 'text',
    userId: 'id?',
    apiKeyId: 'id?',
    requestId: 'text?',
    changedFields: 'texts',
    meta: 'json',
    createdAt: 'instant',
    updatedAt: 'instant',
  },
  computed: { data: 'json', previousData: 'json', isWithheld: 'boolean' },
  refs: { user: 'user' },
})

/** A change soon after another one by the same user to the same object is folded into its event, for this long. */
export const FOLDING_SECONDS = 5

/** For how long everyone who sees an event sees what was changed in it. Administrators always do. */
export const SHOWN_TO_ALL_MINUTES = 60
