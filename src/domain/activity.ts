import { audited, deletable, noun, type RecordOf } from './noun.ts'

/**
 * What every activity has. `at` is when it happened, `createdAt` when it was logged. It belongs to a lead; notes may
 * also be filed under a case alone, and under further leads and contacts (`alsoFiled`).
 */
const stored = {
  ...audited,
  ...deletable,
  kind: 'text',
  leadId: 'id?',
  contactId: 'id?',
  userId: 'id?',
  opportunityId: 'id?',
  caseId: 'id?',
  alsoFiled: 'texts',
  /** Of an e-mail. */
  threadId: 'id?',
  at: 'instant',
  text: 'text?',
} as const
const refs = {
  organization: 'organization',
  lead: 'lead',
  contact: 'contact',
  opportunity: 'opportunity',
  case: 'case',
  user: 'user',
  createdBy: 'user',
  updatedBy: 'user',
} as const
const computed = { number: 'integer' } as const
const lists = { comments: 'comment', files: 'file', linkedFiles: 'linkedFile' } as const

/** What every kind of activity has in common. */
export const activityParts = { stored, computed, refs, lists } as const

/** Any activity, by what all of them have in common, and by what a short history shows of some. */
export const activity = noun({
  stored,
  details: {
    direction: 'text?',
    duration: 'integer?',
    phone: 'text?',
    phoneFormatted: 'text?',
    localPhone: 'text?',
    recordingUrl: 'text?',
    preview: 'text?',
    attachments: 'json',
    voicemailUrl: 'text?',
    voicemailDuration: 'integer?',
    subject: 'text?',
    source: 'text?',
    title: 'text?',
    status: 'text?',
    medium: 'text?',
    format: 'text?',
    fileIds: 'texts',
    linkedFileIds: 'texts',
  },
  // What a note and an e-mail have in common for those who file both as notes.
  computed: {
    ...computed,
    kinds: 'texts',
    isDeleted: 'boolean',
    customerNumbers: 'json',
    noteType: 'text?',
    headline: 'text?',
    delivery: 'text?',
    mail: 'json',
  },
  refs,
  lists,
})
export type Activity = RecordOf<typeof activity>

/** `text` is the note without mark-up, `html` with it. */
export const note = noun({
  stored,
  details: {
    html: 'text',
    title: 'text?',
    pinned: 'boolean',
    pinnedAt: 'instant?',
    attachments: 'json',
    mentions: 'texts',
    medium: 'text?',
    format: 'text?',
    fileIds: 'texts',
    linkedFileIds: 'texts',
  },
  computed,
  refs,
  lists,
})
export type Note = RecordOf<typeof note>

/** A call made outside and logged here. `text` is the note taken; `phone` is E.164, `duration` seconds. */
export const call = noun({
  stored,
  details: {
    html: 'text?',
    direction: 'text?',
    status: 'text',
    disposition: 'text?',
    duration: 'integer?',
    phone: 'text?',
    phoneFormatted: 'text?',
    phoneCountry: 'text',
    localPhone: 'text?',
    localPhoneFormatted: 'text?',
    localPhoneCountry: 'text',
    recordingUrl: 'text?',
    outcomeId: 'id?',
    voicemailUrl: 'text?',
    voicemailDuration: 'integer',
    source: 'text',
    method: 'text',
    cost: 'text?',
  },
  computed: { ...computed, hasRecording: 'boolean' },
  refs,
  lists,
})
export type Call = RecordOf<typeof call>
export const CALL_DIRECTIONS = ['inbound', 'outbound'] as const
export const CALL_STATUSES = [
  'created',
  'in-progress',
  'completed',
  'cancel',
  'no-answer',
  'busy',
  'failed',
  'timeout',
] as const

/** An e-mail kept as a record: Ajar did not send it. `text` is the plain body. */
export const email = noun({
  stored,
  details: {
    html: 'text?',
    direction: 'text',
    status: 'text',
    subject: 'text?',
    sender: 'text?',
    to: 'texts',
    cc: 'texts',
    bcc: 'texts',
    preview: 'text',
    quotedText: 'json',
    quotedHtml: 'json',
    envelope: 'json',
    attachments: 'json',
    fileIds: 'texts',
    linkedFileIds: 'texts',
    messageIds: 'texts',
    references: 'texts',
    inReplyToId: 'id?',
    templateId: 'id?',
    sentAt: 'instant?',
    scheduledAt: 'instant?',
    opens: 'json',
    followupSequenceDelay: 'integer?',
    followupAddsCopied: 'boolean',
  },
  computed: { ...computed, hasReply: 'boolean' },
  refs,
  lists,
})
export type EmailActivity = RecordOf<typeof email>
export const EMAIL_STATUSES = ['inbox', 'draft', 'scheduled', 'outbox', 'sent', 'error'] as const

/** Marks the moment a lead came to be, and from where. */
export const created = noun({ stored, details: { source: 'text?', importId: 'id?' }, computed, refs, lists })
export type Created = RecordOf<typeof created>

/** Labels are kept as they were: the history must not change when a status is renamed or deleted. */
export const leadStatusChange = noun({
  stored,
  details: { oldStatusId: 'id?', oldStatusLabel: 'text?', newStatusId: 'id?', newStatusLabel: 'text?' },
  computed,
  refs,
  lists,
})
export type LeadStatusChange = RecordOf<typeof leadStatusChange>

export const opportunityStatusChange = noun({
  stored,
  details: {
    oldStatusId: 'id?',
    oldStatusLabel: 'text?',
    oldStatusType: 'text?',
    oldPipelineId: 'id?',
    oldPipelineName: 'text?',
    newStatusId: 'id?',
    newStatusLabel: 'text?',
    newStatusType: 'text?',
    newPipelineId: 'id?',
    newPipelineName: 'text?',
    value: 'cents?',
    valueCurrency: 'text?',
    valuePeriod: 'text?',
    confidence: 'integer?',
    wonOn: 'date?',
  },
  computed: { ...computed, valueFormatted: 'text' },
  refs,
  lists,
})
export type OpportunityStatusChange = RecordOf<typeof opportunityStatusChange>

export const ACTIVITY_KINDS = [
  'note',
  'call',
  'email',
  'created',
  'leadMerge',
  'leadStatusChange',
  'opportunityStatusChange',
  'taskCompleted',
  'emailThread',
  'sms',
  'whatsAppMessage',
  'meeting',
  'formSubmission',
  'customActivity',
] as const
export type ActivityKind = (typeof ACTIVITY_KINDS)[number]
