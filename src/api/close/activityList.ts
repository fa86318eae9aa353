import { malformed } from '../../domain/errors.ts'
import { cleaned } from '../resource/codec.ts'
import { type Filter, oneOf } from '../resource/filter.ts'
import { resource } from '../resource/resource.ts'
import { activityKinds, listing } from './activity.ts'
import { slimEmail } from './email.ts'

// How this API calls each kind; the list accepts these words in `_type`.
const KIND_OF: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(activityKinds).map(([kind, of]) => [of.title, kind]),
)

// All activities of an organization's own types are asked for by one word, those of one type by its id.
const byKind = oneOf('kinds', { ...KIND_OF, Custom: 'customActivity' })
const ownTypes: Filter<'kinds'> = {
  ...byKind,
  read: (text, offsetHours) => (text.startsWith('actitype_') ? cleaned(text) : byKind.read(text, offsetHours)),
}

/** All activities in one list, each shown by the map of its kind. */
export const activity = resource('activity', {
  path: '/activity/',
  title: 'Activity',
  methods: ['list'],
  fields: {},
  shows: { noun: 'activity', kinds: activityKinds },
  showsFor: ({ thread_emails }) => (thread_emails === 'true' ? threaded : undefined),
  rewrite: withThreads,
  policy: { checkParams },
  ...listing,
  filters: { ...listing.filters, _type: ownTypes },
})

type Params = Readonly<Record<string, string>>

// Threads say what is in their e-mails, so these are short beside them.
const threaded = { noun: 'activity', kinds: { ...activityKinds, email: slimEmail } } as const

/**
 * E-mails come one by one, unless `thread_emails` asks for their threads beside them (`true`) or in their place
 * (`only`). Threads can also be asked for by name.
 */
function withThreads(params: Params): Params {
  const { _type, _type__in, thread_emails, ...rest } = params
  const asked = (_type__in ?? _type)?.split(',').map((word) => word.trim())
  const words = asked ?? Object.keys(KIND_OF).filter((word) => word !== 'EmailThread')
  const isMail = words.includes('Email')
  const added = isMail && (thread_emails === 'true' || thread_emails === 'only') ? ['EmailThread'] : []
  const kept = thread_emails === 'only' ? words.filter((word) => word !== 'Email') : words
  return { ...rest, _type__in: [...new Set([...kept, ...added])].join(',') }
}

const NEED_LEAD = ['user_id', 'user_id__in', 'contact_id', 'contact_id__in', '_type', '_type__in']

// Filters other than dates need the lead they are about, and one may filter only by the time one sorts by.
function checkParams(params: Params): void {
  const byTime = Object.keys(params).some((name) => name.startsWith('activity_at__'))
  const byCreation = Object.keys(params).some((name) => name.startsWith('date_created__'))
  const sortedByTime = (params._order_by ?? '').endsWith('activity_at')
  if (byTime && !sortedByTime) throw malformed('Filtering by activity_at requires _order_by=-activity_at.')
  if (byCreation && sortedByTime) throw malformed('Filtering by date_created requires _order_by=-date_created.')
  if ((params.lead_id ?? params.lead_id__in ?? '') !== '') return
  const found = NEED_LEAD.find((name) => params[name] !== undefined)
  if (found !== undefined) throw malformed(`Filtering activities by ${found} requires lead_id.`)
  if (sortedByTime) throw malformed('Sorting activities by activity_at requires lead_id.')
}
