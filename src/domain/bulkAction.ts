import { audited, noun, type RecordOf } from './noun.ts'

/**
 * Something that is done to many objects at once, in the background and in the name of `membershipId`. What it is done to
 * is settled when it begins: `leadCount` and `objectCount` are null until then. `offsetMinutes` is how far from UTC they
 * were who asked: when their days begin. `bulkActionId` is what an undo puts back.
 */
const common = {
  ...audited,
  kind: 'text',
  query: 'text?',
  searchQuery: 'json?',
  sort: 'json',
  resultsLimit: 'integer?',
  sendsDoneEmail: 'boolean',
  status: 'text',
  leadCount: 'integer?',
  objectCount: 'integer?',
  leadsDone: 'integer',
  objectsDone: 'integer',
  errorCount: 'integer',
  error: 'text?',
  targetNoun: 'text',
  membershipId: 'id',
  offsetMinutes: 'integer',
  bulkActionId: 'id?',
} as const

/** Many objects get the same value. */
export const bulkEdit = noun({
  stored: common,
  details: {
    type: 'text',
    leadStatusId: 'id?',
    customFieldId: 'id?',
    customFieldName: 'text?',
    customFieldValue: 'json?',
    customFieldValues: 'json?',
    customFieldOperation: 'text?',
  },
})
export type BulkEdit = RecordOf<typeof bulkEdit>

/** Many objects are deleted. */
export const bulkDelete = noun({ stored: common, details: { objectType: 'text' } })
export type BulkDelete = RecordOf<typeof bulkDelete>

/** What a bulk action changed is put back: all that was not changed since or, `isForced`, that too. */
export const bulkUndo = noun({
  stored: common,
  details: { undoneKind: 'text', isForced: 'boolean' },
})
export type BulkUndo = RecordOf<typeof bulkUndo>

export type BulkAction = BulkEdit | BulkDelete | BulkUndo
export type BulkNoun = 'bulkEdit' | 'bulkDelete' | 'bulkUndo'
/** Those that can be put back. */
export type UndoableNoun = Exclude<BulkNoun, 'bulkUndo'>

/** Why one of the objects stayed as it was. */
export const bulkActionError = noun({
  stored: {
    organizationId: 'id',
    id: 'id',
    bulkActionId: 'id',
    objectId: 'id',
    message: 'text',
    createdAt: 'instant',
  },
})
export type BulkActionError = RecordOf<typeof bulkActionError>

/** Where a bulk action stands: the words of the Close API, and `canceled`. */
export type BulkStatus = 'created' | 'loading' | 'processing' | 'done' | 'paused' | 'resuming' | 'error' | 'canceled'
export const BULK_STATUSES: readonly BulkStatus[] = [
  'created',
  'loading',
  'processing',
  'done',
  'paused',
  'resuming',
  'error',
  'canceled',
]

/** What can be asked of one by hand, and in which states. */
export const BULK_STEPS = {
  cancel: ['created', 'loading', 'processing', 'paused', 'resuming', 'error'],
  pause: ['created', 'loading', 'processing', 'resuming'],
  resume: ['paused', 'error'],
} as const satisfies Record<string, readonly BulkStatus[]>
export type BulkStep = keyof typeof BULK_STEPS

/** How far a bulk action is that nobody has begun. */
export const AT_FIRST = {
  status: 'created',
  leadCount: null,
  objectCount: null,
  leadsDone: 0,
  objectsDone: 0,
  errorCount: 0,
  error: null,
} as const

/** Whether there is something left to do for a worker. */
export const isUnderWay = ({ status }: Pick<BulkAction, 'status'>) =>
  ['created', 'loading', 'processing', 'resuming'].includes(status)

/** Whose custom fields the older and the newer types of edits mean. */
export const FIELD_HOMES = {
  custom_field: 'lead',
  contact_custom_field: 'contact',
  activity_custom_field: 'customActivity',
  opportunity_custom_field: 'opportunity',
  custom_object_custom_field: 'customObject',
  global_custom_field: 'shared',
} as const
export type FieldHome = (typeof FIELD_HOMES)[keyof typeof FIELD_HOMES]
type FieldWord = keyof typeof FIELD_HOMES

const FIELD_WORDS = Object.keys(FIELD_HOMES) as FieldWord[]
export const EDIT_TYPES: readonly string[] = [
  'set_lead_status',
  ...FIELD_WORDS.flatMap((word) => [`set_${word}`, `clear_${word}`]),
]

/** What an edit of custom values does: `home` says whose; undefined for those of something else. */
export function customEditOf(type: string): { readonly home: FieldHome; readonly clears: boolean } | undefined {
  const [, verb, word] = /^(set|clear)_(.+)$/.exec(type) ?? []
  const known = FIELD_WORDS.find((one) => one === word)
  return known === undefined ? undefined : { home: FIELD_HOMES[known], clears: verb === 'clear' }
}

export const FIELD_OPERATIONS = ['replace', 'add', 'remove'] as const

/** What can be deleted in bulk, by the words of the Close API. */
export const DELETED_NOUNS = {
  lead: 'lead',
  contact: 'contact',
  call: 'call',
  custom_activity: 'customActivity',
  form_submission: 'formSubmission',
} as const
export type DeletedType = keyof typeof DELETED_NOUNS

/** What bulk actions are done to. */
export type BulkObject = (typeof DELETED_NOUNS)[DeletedType] | 'opportunity' | 'customObject'

/** How many reasons are kept of why objects stayed as they were. */
export const MAX_BULK_ERRORS = 10_000
