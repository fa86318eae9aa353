import { LINKED_NOUNS } from '../../domain/integrationLink.ts'
import { choice, text } from '../resource/codec.ts'
import { field, readOnly, resource } from '../resource/resource.ts'
import { byDate, stamps, string } from './common.ts'

/** Links to other programs. What they are filled in with is in the answers of leads, contacts and opportunities. */
export const integrationLink = resource('integrationLink', {
  path: '/integration_link/',
  title: 'IntegrationLink',
  description: 'A link to another program, shown at every lead, contact or opportunity.',
  methods: ['list', 'create', 'fetch', 'update', 'delete'],
  fields: {
    id: readOnly('id', string),
    organization_id: readOnly('organizationId', string),
    type: field('objectType', choice(...LINKED_NOUNS)),
    name: field('name', text),
    url: field('url', text),
    ...stamps,
  },
  ...byDate,
})
