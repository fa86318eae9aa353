import { activityParts } from './activity.ts'
import { noun, type RecordOf } from './noun.ts'

const { stored, computed, refs, lists } = activityParts

/** An activity of a type that an organization made up. A draft may lack what its type requires. */
export const customActivity = noun({
  stored: { ...stored, typeId: 'id?', custom: 'custom' },
  details: {
    status: 'text',
    source: 'text',
    pinned: 'boolean',
    pinnedAt: 'instant?',
    lastPublishedAt: 'instant?',
  },
  computed,
  refs: { ...refs, type: 'customActivityType' },
  lists,
})
export type CustomActivity = RecordOf<typeof customActivity>
export const CUSTOM_ACTIVITY_STATUSES = ['draft', 'published'] as const
