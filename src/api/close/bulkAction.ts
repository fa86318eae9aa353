import type { FastifyInstance } from 'fastify'
import { previewBulkDelete, previewBulkEdit, stepBulkAction } from '../../actions/bulk/bulkAction.ts'
import { type Foresight, previewBulkUndo, undoBulkAction } from '../../actions/bulk/bulkUndo.ts'
import type { Context, Written } from '../../actions/context.ts'
import { find, show } from '../../actions/read.ts'
import {
  BULK_STATUSES,
  BULK_STEPS,
  type BulkNoun,
  type BulkStep,
  DELETED_NOUNS,
  EDIT_TYPES,
  FIELD_OPERATIONS,
  type UndoableNoun,
} from '../../domain/bulkAction.ts'
import { boolean, choice, shown, text } from '../resource/codec.ts'
import type { Answer } from '../resource/dialect.ts'
import type { Engine } from '../resource/engine.ts'
import { exact } from '../resource/filter.ts'
import { anyJson } from '../resource/json.ts'
import { listAnswer } from '../resource/read.ts'
import { field, type Resource, readOnly, resource } from '../resource/resource.ts'
import { type Handler, mount, serve } from '../resource/routes.ts'
import { viewOf } from '../resource/view.ts'
import { choosing } from './choosing.ts'
import { byDate, id, integerOrNull, isoTime, stamps, string, stringOrNull } from './common.ts'
import { readOptions } from './undo.ts'

const MAX_VALUE = 100_000
const number = shown({ type: 'integer' })

const named = { id: readOnly('id', string), organization_id: readOnly('organizationId', string) } as const

/** Where all kinds stand. */
const standing = {
  status: readOnly('status', shown({ enum: BULK_STATUSES })),
  n_leads: readOnly('leadCount', integerOrNull),
  n_leads_processed: readOnly('leadsDone', number),
  n_objects: readOnly('objectCount', integerOrNull),
  n_objects_processed: readOnly('objectsDone', number),
  n_errors: readOnly('errorCount', number),
  error: readOnly('error', stringOrNull),
  ...stamps,
} as const

const asked = { ...named, ...choosing, send_done_email: field('sendsDoneEmail', boolean), ...standing } as const

const listed = {
  filters: { status: exact('status'), ...byDate.filters },
  orders: byDate.orders,
  defaultOrder: ['-createdAt'],
} as const
const askedFor = { methods: ['list', 'create', 'fetch'], flags: { dry_run: 'isDryRun' }, ...listed } as const

/** Many objects get the same value. */
export const bulkEdit = resource('bulkEdit', {
  path: '/bulk_action/edit/',
  title: 'BulkEditAction',
  description: 'Many objects get the same value.',
  ...askedFor,
  fields: {
    ...asked,
    type: field('type', choice(...EDIT_TYPES)),
    lead_status_id: field('leadStatusId', id),
    custom_field_id: field('customFieldId', id),
    custom_field_name: field('customFieldName', text),
    custom_field_value: field('customFieldValue', anyJson(MAX_VALUE)),
    custom_field_values: field('customFieldValues', anyJson(MAX_VALUE)),
    custom_field_operation: field('customFieldOperation', choice(...FIELD_OPERATIONS)),
  },
})

/** Many objects are deleted. */
export const bulkDelete = resource('bulkDelete', {
  path: '/bulk_action/delete/',
  title: 'BulkDeleteAction',
  description: 'Many objects are deleted.',
  ...askedFor,
  fields: { ...asked, bulk_object_type: field('objectType', choice(...Object.keys(DELETED_NOUNS))) },
})

/** What such an action changed is put back. One comes of asking that action to be undone. */
export const bulkUndo = resource('bulkUndo', {
  path: '/bulk_action/undo/',
  title: 'BulkUndoAction',
  description: 'What a bulk action changed is put back.',
  methods: ['list', 'fetch'],
  ...listed,
  filters: { ...listed.filters, bulk_action_id: exact('bulkActionId') },
  fields: {
    ...named,
    bulk_action_id: readOnly('bulkActionId', stringOrNull),
    bulk_action_type: readOnly('undoneKind', shown({ enum: ['edit', 'delete'] })),
    force: readOnly('isForced', shown({ type: 'boolean' })),
    ...standing,
  },
})

/** Why one of the objects stayed as it was. */
export const bulkActionError = resource('bulkActionError', {
  title: 'BulkActionError',
  fields: {
    id: readOnly('id', string),
    object_id: readOnly('objectId', string),
    message: readOnly('message', string),
    date_created: readOnly('createdAt', isoTime),
  },
  filters: { bulk_action_id: exact('bulkActionId'), object_id: exact('objectId') },
  defaultOrder: ['id'],
})

const PREVIEWS = { bulkEdit: previewBulkEdit, bulkDelete: previewBulkDelete }
const isUndoable = (noun: string): noun is UndoableNoun => noun in PREVIEWS

/** Whether a resource is one kind of bulk actions. */
export const isBulkAction = ({ noun }: Resource) => noun === 'bulkUndo' || isUndoable(noun)

/** Serves one kind of bulk actions, with what Ajar adds: a preview, what went wrong, and steps by hand. */
export function mountBulkActions(app: FastifyInstance, engine: Engine, of: Resource): void {
  const { dialect, context } = engine
  mount(app, withPreview(engine, of), of)
  const bulk = of.noun as BulkNoun
  serve(app, engine, `${of.path}:id/error/`, bulkActionError, async (call, method, name) => {
    if (method !== 'GET') return dialect.unsupported(bulkActionError, method, false)
    await find(context(call.actor, call.request), bulk, { path: 'id', value: name }, { noun: bulk, entries: [] })
    return listAnswer(engine, bulkActionError, { ...call, params: { ...call.params, bulk_action_id: name } })
  })
  for (const step of Object.keys(BULK_STEPS) as BulkStep[]) {
    const handler: Handler = async (call, method, name) => {
      if (method !== 'POST') return dialect.unsupported(of, method, false)
      const ctx = context(call.actor, call.request)
      await stepBulkAction(ctx, bulk, name, step)
      const view = viewOf(of, { single: true, fields: dialect.fields(call.params) })
      return dialect.one(of, 'update', await show(ctx, bulk, { path: 'id', value: name }, view), name)
    }
    serve(app, engine, `${of.path}:id/${step}/`, of, handler, { bodiless: true })
  }
  if (isUndoable(bulk)) mountUndoing(app, engine, of, bulk)
}

/** Serves the wish to put back what one kind of bulk actions has changed, which becomes a bulk action of its own. */
function mountUndoing(app: FastifyInstance, engine: Engine, of: Resource, noun: UndoableNoun): void {
  const { dialect, context } = engine
  const handler: Handler = async (call, method, id) => {
    if (method !== 'POST') return dialect.unsupported(of, method, false)
    const { dryRun = false, force = false } = readOptions(call.params)
    const view = viewOf(bulkUndo, { single: true, fields: dialect.fields(call.params) })
    const ctx = context(call.actor, call.request, dryRun ? undefined : view)
    if (dryRun) return foresightAnswer(await previewBulkUndo(ctx, noun, id, { isForced: force }))
    const written = await undoBulkAction(ctx, noun, id, { isForced: force })
    return dialect.one(bulkUndo, 'create', written.json, written.id)
  }
  serve(app, engine, `${of.path}:id/undo/`, bulkUndo, handler, { bodiless: true })
}

const foresightAnswer = ({ leads, objects, tried, failures }: Foresight): Answer => ({
  status: 200,
  body: JSON.stringify({
    dry_run: true,
    n_leads: leads,
    n_objects: objects,
    n_objects_tried: tried,
    errors: failures.map(({ id: object_id, message }) => ({ object_id, message })),
  }),
})

/** With `dry_run=true` a POST says how much it would be, and does nothing. */
function withPreview(engine: Engine, { noun }: Resource): Engine {
  const usual = engine.actions[noun]
  const preview = isUndoable(noun) ? PREVIEWS[noun] : undefined
  const create = async (ctx: Context, draft: object): Promise<Written> => {
    if (!('isDryRun' in draft)) return (await usual?.create?.(ctx, draft)) ?? { id: '', json: '' }
    const counts = await preview?.(ctx, draft as object)
    return { id: '', json: JSON.stringify({ dry_run: true, n_leads: counts?.leads, n_objects: counts?.objects }) }
  }
  return { ...engine, actions: { ...engine.actions, [noun]: { ...usual, create } } }
}
