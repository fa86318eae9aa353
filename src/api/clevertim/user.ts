import { shown } from '../resource/codec.ts'
import { numbersOf } from '../resource/references.ts'
import { constant, readOnly, resource } from '../resource/resource.ts'
import { changedSince, id, readMethods, stamps } from './common.ts'

const string = shown({ type: 'string' })
const flag = shown({ type: 'boolean' })
const ENTITLEMENTS = { edit_records: 'canedit', delete_leads: 'candelete', export: 'canexport' }
const permissions = shown(
  { type: 'array', items: { enum: Object.values(ENTITLEMENTS) } },
  { shape: { each: { words: ENTITLEMENTS } } },
)

/** Users. Everybody here has joined: an invitation is not a user yet. */
export const user = resource('membership', {
  path: '/user',
  title: 'user',
  key: 'user.number',
  methods: readMethods,
  only: [{ path: 'isActive', op: 'eq', value: true }],
  fields: {
    id: readOnly('user.number', shown({ type: 'integer' })),
    user: readOnly('user.fullName', string),
    email: readOnly('user.email', string),
    is_owner: readOnly('isOwner', flag),
    is_admin: readOnly('isAdmin', flag),
    permissions: readOnly('permissions', permissions),
    pending: constant(false),
  },
  filters: changedSince,
})

/** Groups of users. */
export const group = resource('group', {
  path: '/group',
  title: 'group',
  key: 'number',
  methods: readMethods,
  fields: {
    id,
    gid: id,
    name: readOnly('name', string),
    users: numbersOf('members', { pick: 'user.number' }),
    ...stamps,
  },
  filters: changedSince,
})
