import { activityParts } from './activity.ts'
import { noun, type RecordOf } from './noun.ts'

const { stored, computed, refs, lists } = activityParts

/** A text message kept as a record: Ajar did not send it. `phone` is the other side's number. */
export const sms = noun({
  stored,
  details: {
    direction: 'text',
    status: 'text',
    phone: 'text?',
    phoneFormatted: 'text?',
    phoneCountry: 'text',
    localPhone: 'text?',
    localPhoneFormatted: 'text?',
    localPhoneCountry: 'text',
    source: 'text',
    cost: 'text?',
    templateId: 'id?',
    errorMessage: 'text?',
    attachments: 'json',
    sentAt: 'instant?',
    scheduledAt: 'instant?',
  },
  computed,
  refs,
  lists,
})
export type Sms = RecordOf<typeof sms>
