import { malformed } from '../../domain/errors.ts'
import { oneOf } from '../resource/filter.ts'
import { resource } from '../resource/resource.ts'
import { activityKinds, listing } from './activity.ts'

// How this API calls each kind; the list accepts these words in `_type`.
const KIND_OF: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(activityKinds).map(([kind, of]) => [of.title, kind]),
)

/** All activities in one list, each shown by the map of its kind. */
export const activity = resource('activity', {
  path: '/activity/',
  title: 'Activity',
  methods: ['list'],
  fields: {},
  shows: { noun: 'activity', kinds: activityKinds },
  policy: { checkParams },
  ...listing,
  filters: { ...listing.filters, _type: oneOf('kind', KIND_OF) },
})

type Params = Readonly<Record<string, string>>

const NEED_LEAD = ['user_id', 'user_id__in', 'contact_id', 'contact_id__in', '_type', '_type__in']

// Filters other than dates need the lead they are about, and one may filter only by the time one sorts by.
function checkParams(params: Params): void {
  const byTime = Object.keys(params).some((name) => name.startsWith('activity_at__'))
  const sortedByTime = (params._order_by ?? '').endsWith('activity_at')
  if (byTime && !sortedByTime) throw malformed('Filtering by activity_at requires _order_by=-activity_at.')
  if ((params.lead_id ?? '') !== '') return
  const found = NEED_LEAD.find((name) => params[name] !== undefined)
  if (found !== undefined) throw malformed(`Filtering activities by ${found} requires lead_id.`)
  if (sortedByTime) throw malformed('Sorting activities by activity_at requires lead_id.')
}
