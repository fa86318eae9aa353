import { EVENT_ACTIONS } from './event.ts'
import { EVENT_OBJECT_TYPE, objectTypesOf } from './eventWords.ts'

// Of what Ajar does not have yet there are no events; a client that lists all it can handle is not turned away.
const LATER = [
  'unsubscribed_email',
  'import',
  'bulk_action.email',
  'bulk_action.sequence_subscription',
  'phone_number',
  'email_template',
  'sms_template',
  'sequence',
  'sequence_subscription',
]

/** The object types that a subscription may name. */
export const WEBHOOK_OBJECT_TYPES: readonly string[] = [
  ...new Set([
    ...Object.values(EVENT_OBJECT_TYPE),
    ...objectTypesOf('task'),
    ...objectTypesOf('customField'),
    ...objectTypesOf('export'),
    'pipeline',
    ...LATER,
  ]),
]

/** The actions that a subscription may name. */
export const WEBHOOK_ACTIONS: readonly string[] = [...new Set([...EVENT_ACTIONS, 'paused', 'reverting', 'reverted'])]
