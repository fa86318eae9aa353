import type { FastifyInstance } from 'fastify'
import { show } from '../../actions/read.ts'
import type { NounName } from '../../domain/catalogue.ts'
import type { OneView, View } from '../../domain/view.ts'
import type { Failures } from '../resource/dialect.ts'
import type { Engine } from '../resource/engine.ts'
import type { Resource } from '../resource/resource.ts'
import { mount, serve } from '../resource/routes.ts'
import { viewOf } from '../resource/view.ts'
import { activityKinds } from './activity.ts'
import { activity } from './activityList.ts'
import { case_ } from './case.ts'
import { comment } from './comment.ts'
import { contact } from './contact.ts'
import { customFields } from './customField.ts'
import { errorAnswer, simple } from './errors.ts'
import { storage } from './file.ts'
import { group, mountGroupMembers } from './group.ts'
import { lead } from './lead.ts'
import { opportunity } from './opportunity.ts'
import { leadStatus, opportunityStatus, pipeline } from './status.ts'
import { task } from './task.ts'
import { me, organization, user } from './user.ts'

/** The maps of this dialect, each served under its path. */
export function closeResources(baseUrl: string): readonly Resource[] {
  return [
    me,
    user,
    organization,
    lead(baseUrl),
    contact,
    opportunity,
    group,
    leadStatus,
    opportunityStatus,
    pipeline,
    activity,
    ...Object.values(activityKinds),
    task,
    case_,
    comment,
    ...customFields,
  ]
}

/** Serves the dialect. */
export function mountClose(app: FastifyInstance, engine: Engine, resources: readonly Resource[]): void {
  for (const of of resources) {
    if (of === me) mountMe(app, engine)
    else mount(app, engine, of)
    if (of === group) mountGroupMembers(app, engine)
  }
}

function mountMe(app: FastifyInstance, engine: Engine): void {
  serve(app, engine, '/me/', me, async ({ actor, request, params }, method) => {
    if (method !== 'GET') return engine.dialect.unsupported(me, method, false)
    const view = viewOf(me, { single: true, fields: engine.dialect.fields(params) })
    const key = { path: 'id', value: actor.membershipId }
    return { status: 200, body: await show(engine.context(actor, request), 'membership', key, view) }
  })
}

/** Requests that reach no resource. */
export const closeFailures: Failures = {
  error: (error) => errorAnswer(error),
  unknown: (_method, path) => simple(404, `The requested URL ${path} was not found on the server.`),
}

/** How events show each noun: as this dialect does, without the objects that have events of their own. */
export function eventViews(resources: readonly Resource[]): Partial<Record<NounName, View>> {
  const views: Partial<Record<NounName, View>> = {}
  for (const of of resources) {
    if (of.methods.includes('create') || of.methods.includes('delete') || of.noun === 'created')
      views[of.noun] = ownView(of)
  }
  for (const of of storage) views[of.noun] = ownView(of)
  const kinds = Object.fromEntries(Object.entries(activityKinds).map(([kind, of]) => [kind, ownView(of)]))
  return { ...views, activity: { noun: 'activity', kinds } }
}

function ownView(of: Resource): OneView {
  const wanted = Object.entries(of.fields).filter(([, entry]) => entry.kind !== 'list' && entry.kind !== 'input')
  const names = wanted.map(([wire]) => (wire.startsWith('custom.') ? 'custom' : wire))
  const { noun, entries } = viewOf(of, { single: false, fields: new Set(names) }) as OneView
  return { noun, entries: entries.filter((entry) => !('key' in entry && LEFT_OUT.has(entry.key))) }
}

// Of another generation, or worked out again from what is there.
const LEFT_OUT = new Set(['status', 'custom', 'tasks', 'body_text_quoted', 'body_html_quoted'])
