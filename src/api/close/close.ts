import type { FastifyInstance } from 'fastify'
import type { EventFeed } from '../../actions/eventStream.ts'
import type { NounName } from '../../domain/catalogue.ts'
import type { OneView, View } from '../../domain/view.ts'
import type { Failures } from '../resource/dialect.ts'
import type { Engine } from '../resource/engine.ts'
import { readBackOf } from '../resource/readBack.ts'
import type { EitherResource, Resource } from '../resource/resource.ts'
import { mount } from '../resource/routes.ts'
import { viewOf } from '../resource/view.ts'
import { activityKinds } from './activity.ts'
import { activity } from './activityList.ts'
import { mountAssociations } from './association.ts'
import { mountAvailability } from './availability.ts'
import { bulkDelete, bulkEdit, bulkUndo, isBulkAction, mountBulkActions } from './bulkAction.ts'
import { case_ } from './case.ts'
import { comment, commentThread } from './comment.ts'
import { contact } from './contact.ts'
import { customFieldInEvents, customFields, sharedCustomField } from './customField.ts'
import { customFieldSchema, mountOwnSchemas } from './customFieldSchema.ts'
import { customActivityType, customObject, customObjectType } from './customType.ts'
import { mountDuplicates } from './duplicates.ts'
import { errorAnswer, simple } from './errors.ts'
import { event, eventList } from './event.ts'
import { mountEventStream } from './eventStream.ts'
import { exports_, exportWords, leadExport, mountExports, opportunityExport } from './export.ts'
import { storage } from './file.ts'
import { mountGlobalSearch } from './globalSearch.ts'
import { group, mountGroupMembers } from './group.ts'
import { hasHistory, mountHistory } from './history.ts'
import { integrationLink } from './integrationLink.ts'
import { mountJobs } from './job.ts'
import { lead } from './lead.ts'
import { mountLeadMerge } from './leadMerge.ts'
import { me, mountMe } from './me.ts'
import { meeting, mountMeetingIntegration } from './meeting.ts'
import { membership, mountPinnedViews } from './membership.ts'
import { opportunity } from './opportunity.ts'
import { opportunityList } from './opportunityGroups.ts'
import { mountOrganization, organization } from './organization.ts'
import { role } from './role.ts'
import { savedSearch } from './savedSearch.ts'
import { mountSearch } from './search.ts'
import { leadStatus, opportunityStatus, pipeline } from './status.ts'
import { task } from './task.ts'
import { mountTrash } from './trash.ts'
import { mountUndo } from './undo.ts'
import { mountUploads } from './upload.ts'
import { user } from './user.ts'
import { webhook } from './webhook.ts'
import { mountWebhookDeliveries } from './webhookDelivery.ts'

/** The maps of this dialect, each served under its path. */
export function closeResources(baseUrl: string): readonly Resource[] {
  return [
    me,
    user,
    organization,
    membership,
    role,
    lead(baseUrl),
    contact,
    opportunity,
    integrationLink,
    savedSearch,
    event,
    webhook,
    group,
    leadStatus,
    opportunityStatus,
    pipeline,
    activity,
    ...Object.values(activityKinds),
    task,
    case_,
    comment,
    commentThread,
    ...customFields,
    customFieldSchema,
    customActivityType,
    customObjectType,
    customObject,
    bulkEdit,
    bulkDelete,
    bulkUndo,
    leadExport,
    opportunityExport,
    exports_,
  ]
}

/** Serves the dialect. */
export function mountClose(
  app: FastifyInstance,
  engine: Engine,
  resources: readonly Resource[],
  feed: EventFeed,
): void {
  mountUploads(app, engine)
  mountLeadMerge(app, engine)
  mountUndo(app, engine)
  mountTrash(app, engine)
  mountJobs(app, engine)
  mountEventStream(app, engine, feed)
  mountGlobalSearch(app, engine)
  mountDuplicates(app, engine)
  mountSearch(app, engine, resources)
  for (const of of resources) {
    if (of === me) mountMe(app, engine)
    else if (of === organization) mountOrganization(app, engine)
    else if (of === opportunity) mount(app, engine, of, (call) => opportunityList(engine, call))
    else if (of === event) mount(app, engine, of, (call) => eventList(engine, call))
    else if (isBulkAction(of)) mountBulkActions(app, engine, of)
    else if (of === exports_) mountExports(app, engine)
    else if (of.noun === exports_.noun) continue
    else mount(app, engine, of)
    if (hasHistory(of)) mountHistory(app, engine, of)
    if (of === user) mountAvailability(app, engine)
    if (of === membership) mountPinnedViews(app, engine)
    if (of === group) mountGroupMembers(app, engine)
    if (of === webhook) mountWebhookDeliveries(app, engine)
    if (of === sharedCustomField) mountAssociations(app, engine)
    if (of === customFieldSchema) mountOwnSchemas(app, engine)
    if (of === meeting) mountMeetingIntegration(app, engine)
  }
}

/** Requests that reach no resource. */
export const closeFailures: Failures = {
  error: (error) => errorAnswer(error),
  unknown: (_method, path) => simple(404, `The requested URL ${path} was not found on the server.`),
}

/** How events show each noun: as this dialect does, without the objects that have events of their own. */
export function eventViews(resources: readonly Resource[]): Partial<Record<NounName, View>> {
  const views: Partial<Record<NounName, View>> = {}
  for (const [noun, of] of Object.entries(eventMaps(resources))) {
    views[noun as NounName] = 'kinds' in of ? viewsByKind(of) : ownView(of)
  }
  return views
}

/** What actions are given to speak of objects in events, and to understand what was said. */
export const eventWords = (resources: readonly Resource[]) => ({
  eventViews: eventViews(resources),
  readBack: readBackOf(eventMaps(resources)),
  ...exportWordsOf(resources),
})

function exportWordsOf(resources: readonly Resource[]) {
  const leads = resources.find(({ noun }) => noun === 'lead')
  return leads === undefined ? {} : { exportWords: exportWords(leads) }
}

/** The maps that events are in. */
function eventMaps(resources: readonly Resource[]): Partial<Record<NounName, Resource | EitherResource>> {
  const maps: Partial<Record<NounName, Resource | EitherResource>> = {}
  for (const of of resources) {
    if (of.methods.includes('create') || of.methods.includes('delete') || TOLD.includes(of.noun))
      maps[of.noun] = of.shows ?? of
  }
  for (const of of [...storage, customFieldInEvents]) maps[of.noun] = of
  return { ...maps, activity: { noun: 'activity', kinds: activityKinds } }
}

const viewsByKind = ({ noun, kinds }: EitherResource): View => ({
  noun,
  kinds: Object.fromEntries(Object.entries(kinds).map(([kind, of]) => [kind, ownView(of)])),
})

// Nobody makes these themselves, but they come and go.
const TOLD: readonly NounName[] = ['created', 'leadMerge', 'commentThread', 'organization', 'bulkUndo']

function ownView(of: Resource): OneView {
  const wanted = Object.entries(of.fields).filter(
    ([, entry]) => entry.kind !== 'list' && entry.kind !== 'input' && !entry.fleeting && !entry.single,
  )
  const names = wanted.map(([wire]) => (wire.startsWith('custom.') ? 'custom' : wire))
  const { noun, entries } = viewOf(of, { single: false, fields: new Set(names) }) as OneView
  return { noun, entries: entries.filter((entry) => !('key' in entry && LEFT_OUT.has(entry.key))) }
}

// Of another generation, or worked out again from what is there.
const LEFT_OUT = new Set(['custom', 'tasks', 'fields', 'back_reference_fields', 'body_text_quoted', 'body_html_quoted'])
