import { audited, noun, type RecordOf } from './noun.ts'

/**
 * Objects that are written to a file, in the background and in the name of `membershipId`. `kind` says whether leads or
 * opportunities are looked for, `type` what a row of the file is. `objectCount` is null until they are counted, and
 * `contentId` once the file was kept long enough. `offsetMinutes` is how far from UTC they were who asked.
 */
export const export_ = noun({
  stored: {
    ...audited,
    kind: 'text',
    type: 'text',
    format: 'text',
    dateFormat: 'text',
    query: 'text?',
    searchQuery: 'json?',
    sort: 'json',
    resultsLimit: 'integer?',
    params: 'json?',
    fields: 'json?',
    includesActivities: 'boolean',
    includesSmartFields: 'boolean',
    includesAddresses: 'boolean',
    includesCustomObjects: 'boolean',
    sendsDoneEmail: 'boolean',
    status: 'text',
    objectCount: 'integer?',
    objectsDone: 'integer',
    error: 'text?',
    membershipId: 'id',
    offsetMinutes: 'integer',
    contentId: 'id?',
    size: 'integer?',
    sha256: 'text?',
  },
  computed: { fileName: 'text?' },
})
export type Export = RecordOf<typeof export_>

export const EXPORT_FORMATS = ['csv', 'json', 'xlsx'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]
export const DATE_FORMATS = ['original', 'iso8601', 'excel'] as const
export type DateFormat = (typeof DATE_FORMATS)[number]

/** What a row of a file is about, by what is looked for. */
export const EXPORT_TYPES = { lead: ['leads', 'contacts', 'lead_opps'], opportunity: ['opps'] } as const
export type ExportKind = keyof typeof EXPORT_TYPES
export type ExportType = (typeof EXPORT_TYPES)[ExportKind][number]
export const EXPORTED = {
  leads: 'lead',
  contacts: 'contact',
  lead_opps: 'opportunity',
  opps: 'opportunity',
} as const satisfies Record<ExportType, string>
export type ExportedNoun = (typeof EXPORTED)[ExportType]

/** Where an export stands: the words of the Close API, and `canceled`. */
export const EXPORT_STATUSES = ['created', 'started', 'in_progress', 'done', 'error', 'canceled'] as const
export const UNDER_WAY: readonly string[] = ['created', 'started', 'in_progress']
export const isExportUnderWay = ({ status }: Pick<Export, 'status'>) => UNDER_WAY.includes(status)

/** How many exports of an organization may wait or be under way at once; each of them reads all there is. */
export const MAX_EXPORTS_UNDER_WAY = 10

/** How long the address of a file leads to it: long enough to follow it at once, and to be of no use in a log. */
export const EXPORT_LINK_SECONDS = 60
