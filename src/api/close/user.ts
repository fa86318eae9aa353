import { shown } from '../resource/codec.ts'
import { instants } from '../resource/filter.ts'
import { constant, readOnly, resource } from '../resource/resource.ts'
import { isoTime, string, stringOrNull } from './common.ts'

/** What anybody shows of themselves. */
export const person = {
  id: readOnly('userId', string),
  first_name: readOnly('user.firstName', string),
  last_name: readOnly('user.lastName', string),
  email: readOnly('user.email', string),
  image: readOnly('user.image', string),
  google_profile_image_url: constant(null),
  last_used_timezone: readOnly('user.lastUsedTimezone', stringOrNull),
  email_verified_at: readOnly('user.emailVerifiedAt', isoTime),
  date_created: readOnly('user.createdAt', isoTime),
  date_updated: readOnly('user.updatedAt', isoTime),
} as const

/** Users as the members of an organization see them: a person by way of their membership. */
export const user = resource('membership', {
  path: '/user/',
  title: 'User',
  key: 'userId',
  methods: ['list', 'fetch'],
  fields: {
    ...person,
    organizations: readOnly('organizationIds', shown({ type: 'array', items: { type: 'string' } })),
  },
  filters: { date_created: instants('user.createdAt'), date_updated: instants('user.updatedAt') },
  orders: {
    date_created: ['user.createdAt'],
    date_updated: ['user.updatedAt'],
    'last_name,first_name': ['user.lastName', 'user.firstName'],
    'first_name,last_name': ['user.firstName', 'user.lastName'],
  },
  defaultOrder: ['userId'],
})
