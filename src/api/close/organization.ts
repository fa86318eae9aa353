import type { FastifyInstance } from 'fastify'
import { text } from '../resource/codec.ts'
import type { Engine } from '../resource/engine.ts'
import { fetchAnswer } from '../resource/read.ts'
import { constant, embedded, field, type Resource, readOnly, resource, within } from '../resource/resource.ts'
import { serve } from '../resource/routes.ts'
import { updateAnswer } from '../resource/write.ts'
import { integerOrNull, isoTime, string, stringOrNull } from './common.ts'
import { leadCustomField } from './customField.ts'
import { membershipBase } from './membership.ts'
import { rateLimit } from './rateLimit.ts'
import { pipeline, statusWithin } from './status.ts'
import { user } from './user.ts'

const statusInOrder = resource('leadStatus', {
  title: 'LeadStatus',
  fields: { id: field('id', text), label: readOnly('label', string) },
})

const withUserFields = resource('membership', {
  title: 'Membership',
  fields: {
    ...membershipBase,
    user_email: readOnly('user.email', string),
    user_first_name: readOnly('user.firstName', string),
    user_last_name: readOnly('user.lastName', string),
    user_full_name: readOnly('user.fullName', stringOrNull),
    user_image: readOnly('user.image', string),
    user_phone: constant(null),
    user_phone_formatted: constant(null),
  },
})

const withUser = resource('membership', { title: 'Membership', fields: { ...membershipBase, user: within(user) } })

/** The map with members that have their user as an object, or its fields among theirs. */
function organizationWith(members: Resource, formerMembers: Resource): Resource {
  return resource('organization', {
    path: '/organization/',
    title: 'Organization',
    methods: ['fetch', 'update'],
    fields: {
      id: readOnly('id', string),
      name: field('name', text),
      currency: field('currency', text),
      timezone: field('timezone', text, { asked: true }),
      rate_limit: field('rateLimit', rateLimit, { asked: true }),
      currency_symbol: readOnly('currencySymbol', string),
      status: constant('active'),
      user_count: readOnly('userCount', integerOrNull),
      leads_email: constant(null),
      trial_ends: constant(null),
      cancellation_date: constant(null),
      payment_fail_date: constant(null),
      billing_account_id: constant(null),
      created_by: readOnly('createdById', stringOrNull),
      updated_by: readOnly('updatedById', stringOrNull),
      date_created: readOnly('createdAt', isoTime),
      date_updated: readOnly('updatedAt', isoTime),
      lead_statuses: embedded('leadStatuses', statusInOrder, { writable: true }),
      opportunity_statuses: embedded('opportunityStatuses', statusWithin),
      pipelines: embedded('pipelines', pipeline),
      lead_custom_fields: embedded('leadCustomFields', leadCustomField),
      memberships: embedded('memberships', members),
      inactive_memberships: embedded('inactiveMemberships', formerMembers),
    },
  })
}

/** An organization. Statuses are in display order; writing `lead_statuses` reorders them. */
export const organization = organizationWith(withUserFields, withUserFields)

// By what `_expand` may name, sorted.
const EXPANDED: Readonly<Record<string, Resource>> = {
  inactive_memberships__user: organizationWith(withUserFields, withUser),
  memberships__user: organizationWith(withUser, withUserFields),
  'inactive_memberships__user,memberships__user': organizationWith(withUser, withUser),
}
const EXPANDABLE = ['inactive_memberships__user', 'memberships__user']

/** Serves the organization, in the form that `_expand` asks for. */
export function mountOrganization(app: FastifyInstance, engine: Engine): void {
  const { dialect } = engine
  serve(app, engine, '/organization/', organization, async (_call, method) =>
    dialect.unsupported(organization, method, false),
  )
  serve(app, engine, '/organization/:id', organization, async (call, method, id) => {
    const asked = (call.params._expand ?? '').split(',').map((name) => name.trim())
    const of = EXPANDED[EXPANDABLE.filter((name) => asked.includes(name)).join()] ?? organization
    if (method === 'GET') return fetchAnswer(engine, of, call, id)
    if (method === 'PUT') return updateAnswer(engine, of, call, id)
    return dialect.unsupported(of, method, true)
  })
}
