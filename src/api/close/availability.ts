import type { FastifyInstance } from 'fastify'
import { notFound } from '../../domain/errors.ts'
import type { Engine } from '../resource/engine.ts'
import { listAnswer } from '../resource/read.ts'
import { constant, readOnly, resource } from '../resource/resource.ts'
import { serve } from '../resource/routes.ts'
import { string } from './common.ts'
import { organization } from './organization.ts'

// Ajar makes no calls itself, so there is no phone that anybody could be at.
const offline = (type: string) => ({ type, status: 'offline', active_calls: [] })

const availability = resource('membership', {
  title: 'User',
  only: [{ path: 'isActive', op: 'eq', value: true }],
  policy: { unpaged: true },
  fields: {
    user_id: readOnly('userId', string),
    availability: constant(['mobile', 'native', 'web'].map(offline)),
  },
  defaultOrder: ['userId'],
})

/** Serves who can be called. */
export function mountAvailability(app: FastifyInstance, engine: Engine): void {
  serve(app, engine, '/user/availability', organization, async (call, method) => {
    if (method !== 'GET') return engine.dialect.unsupported(availability, method, false)
    const { organization_id: asked = call.actor.organizationId } = call.params
    if (asked !== call.actor.organizationId) throw notFound('organization', asked)
    return listAnswer(engine, availability, call)
  })
}
