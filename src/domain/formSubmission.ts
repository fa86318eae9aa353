import { activityParts } from './activity.ts'
import { noun, type RecordOf } from './noun.ts'

const { stored, computed, refs, lists } = activityParts

/** What somebody sent through a form on a web page; `values` by the id of each of its fields. */
export const formSubmission = noun({
  stored,
  details: {
    formId: 'id',
    formConfigurationId: 'id',
    formName: 'text?',
    values: 'json',
    valuesByName: 'json',
    ipAddress: 'text?',
    origin: 'text?',
    sourceUrl: 'text?',
    sourceUrlNormalized: 'text?',
  },
  computed,
  refs,
  lists,
})
export type FormSubmission = RecordOf<typeof formSubmission>

/** A web address without what differs from visit to visit: no query, no anchor, no slash at the end. */
export function normalizedUrl(url: string): string {
  return url.replace(/[?#][^]*$/, '').replace(/\/+$/, '')
}
