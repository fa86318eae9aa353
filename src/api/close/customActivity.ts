import { CUSTOM_ACTIVITY_STATUSES } from '../../domain/customActivity.ts'
import { boolean, choice } from '../resource/codec.ts'
import { oneOf } from '../resource/filter.ts'
import { constant, customValues, field, readOnly, reference, resource } from '../resource/resource.ts'
import { base, filters, listing } from './activityBase.ts'
import { id, isoTime, string } from './common.ts'
import { requiring } from './requiring.ts'

/** Activities of the types that an organization made up. */
export const customActivity = resource('customActivity', {
  path: '/activity/custom/',
  title: 'CustomActivity',
  methods: ['list', 'create', 'fetch', 'update', 'delete'],
  policy: { checkParams: requiring('lead_id', { for: ['custom_activity_type_id', 'custom_activity_type_id__in'] }) },
  ...listing,
  filters: { ...filters, custom_activity_type_id: oneOf('typeId') },
  fields: {
    _type: constant('CustomActivity'),
    ...base,
    custom_activity_type_id: reference('typeId', id, 'custom_activity_type'),
    status: field('status', choice(...CUSTOM_ACTIVITY_STATUSES)),
    source: readOnly('source', string),
    pinned: field('pinned', boolean),
    pinned_at: readOnly('pinnedAt', isoTime),
    last_published_at: readOnly('lastPublishedAt', isoTime),
    mentions: constant([]),
    mentions_updated_at: constant(null),
    'custom.cf_*': customValues(),
  },
})
