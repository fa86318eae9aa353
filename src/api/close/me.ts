import type { FastifyInstance } from 'fastify'
import { show } from '../../actions/read.ts'
import type { Engine } from '../resource/engine.ts'
import { constant, embedded, resource } from '../resource/resource.ts'
import { serve } from '../resource/routes.ts'
import { viewOf } from '../resource/view.ts'
import { membershipBase } from './membership.ts'
import { organization } from './organization.ts'
import { person } from './user.ts'

const membershipWithin = resource('membership', { title: 'Membership', fields: membershipBase })

/** The caller: a user with memberships and organizations as objects. */
export const me = resource('membership', {
  path: '/me/',
  title: 'User',
  fields: {
    ...person,
    memberships: embedded('memberships', membershipWithin),
    organizations: embedded('organizations', organization),
    email_accounts: constant([]),
    phone_numbers: constant([]),
  },
})

/** Serves the caller. */
export function mountMe(app: FastifyInstance, engine: Engine): void {
  serve(app, engine, '/me/', me, async ({ actor, request, params }, method) => {
    if (method !== 'GET') return engine.dialect.unsupported(me, method, false)
    const view = viewOf(me, { single: true, fields: engine.dialect.fields(params) })
    const key = { path: 'id', value: actor.membershipId }
    return { status: 200, body: await show(engine.context(actor, request), 'membership', key, view) }
  })
}
