import { SEARCHED_TYPES } from '../../domain/savedSearch.ts'
import { boolean, type Codec, choice, isObject, objects, shown, text, texts, textUpTo } from '../resource/codec.ts'
import { flag, oneOf } from '../resource/filter.ts'
import { field, readOnly, resource, within } from '../resource/resource.ts'
import { searched } from './choosing.ts'
import { byDate, isoTime, string, stringOrNull } from './common.ts'

const MAX_FIELD = 48
const ids: Codec = { ...texts, schema: { type: 'array', items: { type: 'string' } } }

/** With whom one is shared, and since when. */
const settings = resource('savedSearch', {
  title: 'SharingSettings',
  fields: {
    whole_org: readOnly('isSharedWithAll', shown({ type: 'boolean' })),
    user_ids: readOnly('sharedUserIds', ids),
    group_ids: readOnly('sharedGroupIds', ids),
    created_at: readOnly('sharedAt', isoTime),
    created_by_id: readOnly('sharedById', stringOrNull),
    updated_at: readOnly('sharingUpdatedAt', isoTime),
    updated_by_id: readOnly('sharingUpdatedById', stringOrNull),
  },
})

/** The same as a body has it: who is not named is not meant. */
const sharing: Codec = {
  ...shown(),
  decode(value, path, report) {
    if (!isObject(value)) return report(path, 'wrong_type', 'object')
    const part = (key: string, codec: Codec, otherwise: unknown) =>
      codec.decode(value[key] ?? otherwise, [...path, key], report)
    return {
      isSharedWithAll: part('whole_org', boolean, false),
      sharedUserIds: part('user_ids', texts, []),
      sharedGroupIds: part('group_ids', texts, []),
    }
  },
  names: { sharedUserIds: 'user_ids', sharedGroupIds: 'group_ids' },
}

const columns: Codec<'json'> = {
  ...objects(['json'], { type_id: textUpTo(MAX_FIELD), field_id: textUpTo(MAX_FIELD) }, ['type_id', 'field_id']),
  empty: null,
}

/** Saved searches, which people know as Smart Views. */
export const savedSearch = resource('savedSearch', {
  path: '/saved_search/',
  title: 'SavedSearch',
  description: 'A search with a name, and the columns that show what it finds.',
  methods: ['list', 'create', 'fetch', 'update', 'delete'],
  needs: [['name']],
  fields: {
    id: readOnly('id', string),
    organization_id: readOnly('organizationId', string),
    user_id: readOnly('createdById', stringOrNull),
    name: field('name', text),
    description: field('description', text),
    type: field('objectType', choice(...SEARCHED_TYPES)),
    ...searched,
    selected_fields: field('selectedFields', columns),
    is_shared: field('isShared', boolean),
    shared_with: field('sharedMembershipIds', texts),
    sharing_settings: within(settings, { when: 'isShared', draft: 'sharing', codec: sharing }),
    is_user_dependent: readOnly('isUserDependent', shown({ type: 'boolean' })),
    date_created: readOnly('createdAt', isoTime),
    date_updated: readOnly('updatedAt', isoTime),
  },
  filters: {
    type: { ...oneOf('objectType'), usual: 'lead' },
    user_id: oneOf('createdById'),
    is_shared: flag('isShared'),
    ...byDate.filters,
  },
  orders: { name: ['name'], ...byDate.orders },
  defaultOrder: ['-createdAt'],
})
