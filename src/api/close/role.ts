import { VISIBILITY_BEHAVIORS } from '../../domain/role.ts'
import { boolean, choice, shown, text, texts } from '../resource/codec.ts'
import { field, readOnly, resource } from '../resource/resource.ts'
import { byDate, isoTimeNoOffset, string } from './common.ts'

/** Roles, of the newer generation; only deleting answers as the older one does. */
export const role = resource('role', {
  path: '/role/',
  title: 'Role',
  description: 'What its members may do and see.',
  methods: ['list', 'create', 'fetch', 'update', 'delete'],
  policy: { generation: 2, deletes: 1 },
  needs: [['name']],
  fields: {
    id: readOnly('id', string),
    name: field('name', text),
    editable: readOnly('isEditable', shown({ type: 'boolean' })),
    organization_id: readOnly('organizationId', string),
    permissions: field('permissions', texts),
    visibility_user_lcf_ids: field('visibilityFieldIds', texts),
    visibility_user_lcf_behavior: field('visibilityBehavior', choice(...VISIBILITY_BEHAVIORS)),
    read_only: field('isReadOnly', boolean, { asked: true }),
    date_created: readOnly('createdAt', isoTimeNoOffset),
    date_updated: readOnly('updatedAt', isoTimeNoOffset),
  },
  ...byDate,
})
