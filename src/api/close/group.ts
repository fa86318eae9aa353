import type { FastifyInstance } from 'fastify'
import { addToGroup, removeFromGroup } from '../../actions/people/group.ts'
import { invalid } from '../../domain/errors.ts'
import { cleaned, text, texts } from '../resource/codec.ts'
import { decode } from '../resource/decode.ts'
import type { Engine } from '../resource/engine.ts'
import { embedded, field, readOnly, resource } from '../resource/resource.ts'
import { serve } from '../resource/routes.ts'
import { byDate, id, string } from './common.ts'

const member = resource('membership', {
  title: 'Group',
  policy: { generation: 2 },
  fields: { user_id: field('userId', id) },
})

/** Groups of users. Who is in one is shown only to those who ask; `member_ids` is Ajar's own. */
export const group = resource('group', {
  path: '/group/',
  title: 'Group',
  description: 'Users who are named together, for instance as those who may see something.',
  methods: ['list', 'create', 'fetch', 'update', 'delete'],
  policy: { generation: 2 },
  fields: {
    id: readOnly('id', string),
    name: field('name', text),
    organization_id: readOnly('organizationId', string),
    members: embedded('members', member, { asked: true }),
    member_ids: field('memberIds', texts, { asked: true }),
  },
  filters: byDate.filters,
  orders: { name: ['name'], ...byDate.orders },
})

/** Serves the paths that put one user into a group and take one out; doing so again changes nothing. */
export function mountGroupMembers(app: FastifyInstance, engine: Engine): void {
  const { dialect, context } = engine
  serve(app, engine, '/group/:id/member/', member, async ({ actor, request, body }, method, groupId) => {
    if (method !== 'POST') return dialect.unsupported(member, method, false)
    dialect.checkBody(member, body)
    const { draft, problems } = decode(member, body, { creating: true })
    const { userId } = draft as { userId?: string | null }
    if (problems.length > 0) throw invalid(problems)
    if (userId === undefined || userId === null) throw invalid([{ path: ['userId'], code: 'required' }])
    await addToGroup(context(actor, request), groupId, userId)
    return { status: 201, body: JSON.stringify({ user_id: userId }) }
  })
  serve(app, engine, '/group/:id/member/:userId', member, async ({ actor, request }, method, groupId) => {
    if (method !== 'DELETE') return dialect.unsupported(member, method, false)
    const { userId = '' } = request.params as { userId?: string }
    await removeFromGroup(context(actor, request), groupId, cleaned(userId))
    return { status: 204, body: '' }
  })
}
