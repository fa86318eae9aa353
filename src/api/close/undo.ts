import type { FastifyInstance } from 'fastify'
import { type Outcome, type Refusal, type UndoOptions, undoEvent } from '../../actions/undo/undo.ts'
import { invalid, type Problem } from '../../domain/errors.ts'
import type { Answer } from '../resource/dialect.ts'
import type { Engine } from '../resource/engine.ts'
import { serve } from '../resource/routes.ts'
import { event } from './event.ts'

/** Serves undoing what an event tells of, which is Ajar's own. */
export function mountUndo(app: FastifyInstance, engine: Engine): void {
  const { dialect, context } = engine
  serve(
    app,
    engine,
    '/event/:id/undo/',
    event,
    async ({ actor, request, params }, method, id) => {
      if (method !== 'POST') return dialect.unsupported(event, method, false)
      const options = readOptions(params)
      return outcomeAnswer(await undoEvent(context(actor, request), id, options), options)
    },
    { bodiless: true },
  )
}

/** What was done, or why nothing was: then the answer is a conflict. */
export function outcomeAnswer(outcome: Outcome, { dryRun = false }: UndoOptions): Answer {
  if ('refusals' in outcome) {
    const [first] = outcome.refusals
    const error = `Nothing was undone. ${first?.reason ?? ''}`.trim()
    return { status: 409, body: JSON.stringify({ error, conflicts: outcome.refusals.map(shown) }) }
  }
  const done = outcome.done.map(({ objectType, objectId, action, changedFields, eventId }) => ({
    object_type: objectType,
    object_id: objectId,
    action,
    changed_fields: changedFields,
    event_id: eventId,
  }))
  return { status: 200, body: JSON.stringify({ dry_run: dryRun, done }) }
}

const shown = ({ objectType, objectId, field, now, reason, because, root }: Refusal) => ({
  object_type: objectType,
  object_id: objectId,
  field,
  now,
  reason,
  because,
  root: root === null ? null : { object_type: root.objectType, object_id: root.objectId },
})

/** `dry_run` and `force`, each true or false. */
export function readOptions(params: Readonly<Record<string, string>>): UndoOptions {
  const problems: Problem[] = []
  const read = (name: string): boolean => {
    const text = (params[name] ?? 'false').toLowerCase()
    if (text !== 'true' && text !== 'false') problems.push({ path: [name], code: 'wrong_type', detail: 'boolean' })
    return text === 'true'
  }
  const options = { dryRun: read('dry_run'), force: read('force') }
  if (problems.length > 0) throw invalid(problems)
  return options
}
