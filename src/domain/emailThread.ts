import { activityParts } from './activity.ts'
import { noun, type RecordOf } from './noun.ts'

const { stored, computed, refs, lists } = activityParts

/** E-mails that answer each other. `subject` is that of the latest one without `Re:` and the like; `at` is its time. */
export const emailThread = noun({
  stored,
  details: { subject: 'text' },
  computed: { ...computed, emailCount: 'integer', participants: 'json' },
  refs,
  lists: { ...lists, latestEmails: 'email' },
})
export type EmailThread = RecordOf<typeof emailThread>
