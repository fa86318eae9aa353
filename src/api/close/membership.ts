import type { FastifyInstance } from 'fastify'
import { permitOwnMembership } from '../../actions/people/membership.ts'
import { show } from '../../actions/read.ts'
import { CALL_RECORDING } from '../../domain/user.ts'
import { boolean, choice, shown, text, texts } from '../resource/codec.ts'
import type { Engine } from '../resource/engine.ts'
import { oneOf } from '../resource/filter.ts'
import { aliased, constant, field, input, readOnly, reference, resource } from '../resource/resource.ts'
import { serve } from '../resource/routes.ts'
import { viewOf } from '../resource/view.ts'
import { updateAnswer } from '../resource/write.ts'
import { id, string } from './common.ts'
import { rateLimit } from './rateLimit.ts'

/** What a membership shows wherever it is. */
export const membershipBase = {
  id: readOnly('id', string),
  user_id: readOnly('userId', string),
  organization_id: readOnly('organizationId', string),
  role_id: reference('roleId', id, 'role'),
  role: readOnly('roleId', string),
  permissions_granted: readOnly('permissions', shown({ type: 'array', items: { type: 'string' } })),
  auto_record_calls: field('autoRecordCalls', choice(...CALL_RECORDING)),
  default_caller_id: field('defaultCallerId', text),
  hangup_recording_url: field('hangupRecordingUrl', text),
  is_free: constant(false),
  may_workflows_impersonate: field('mayWorkflowsImpersonate', boolean),
  onboarding_status: constant(null),
  primary_personal_number: constant(null),
  track_email_opens: field('trackEmailOpens', boolean),
} as const

/** Memberships. Members are found through the organization; here they are let in, changed and let go. */
export const membership = resource('membership', {
  path: '/membership/',
  title: 'Membership',
  description: 'A user in the organization, with a role.',
  methods: ['create', 'updateMany', 'fetch', 'update', 'delete'],
  needs: [['email'], ['role_id']],
  fields: {
    email: input('email', text, { once: true }),
    ...membershipBase,
    is_active: readOnly('isActive', shown({ type: 'boolean' }), { asked: true }),
    saved_view_ids: readOnly('pinnedViews', texts, { asked: true }),
    rate_limit: field('rateLimit', rateLimit, { asked: true }),
  },
  filters: { id: oneOf('id') },
})

const pinnedViews = resource('membership', {
  title: 'Membership',
  fields: { saved_view_ids: aliased('pinnedViews', 'pinnedViewIds', texts) },
})

/** Serves the views that somebody has pinned. */
export function mountPinnedViews(app: FastifyInstance, engine: Engine): void {
  serve(app, engine, '/membership/:id/pinned_views', pinnedViews, async (call, method, name) => {
    if (method === 'PUT') return updateAnswer(engine, pinnedViews, call, name)
    if (method !== 'GET') return engine.dialect.unsupported(pinnedViews, method, false)
    const ctx = engine.context(call.actor, call.request)
    const body = await show(ctx, 'membership', { path: 'id', value: name }, viewOf(pinnedViews, { single: true }))
    permitOwnMembership(ctx, name)
    return { status: 200, body }
  })
}
