import type { FastifyInstance } from 'fastify'
import { mergeLeads } from '../../actions/leads/mergeLeads.ts'
import { undoLeadMerge } from '../../actions/undo/undoLeadMerge.ts'
import { AjarError, invalid, type Problem } from '../../domain/errors.ts'
import type { Answer } from '../resource/dialect.ts'
import type { Engine } from '../resource/engine.ts'
import { serve } from '../resource/routes.ts'
import { leadMerge } from './activity.ts'

const DONE: Answer = { status: 200, body: JSON.stringify({ status: 'ok' }) }

/** Serves merging, and undoing it, which is Ajar's own. It is done at once, not in the background. */
export function mountLeadMerge(app: FastifyInstance, engine: Engine): void {
  const { dialect, context } = engine
  serve(app, engine, '/lead/merge/', leadMerge, async ({ actor, request, body }, method) => {
    if (method !== 'POST') return dialect.unsupported(leadMerge, method, false)
    const named = readNames(body)
    try {
      await mergeLeads(context(actor, request), named)
    } catch (error) {
      if (error instanceof AjarError && error.code === 'not_found') return missing(error.message)
      throw error
    }
    return DONE
  })
  serve(app, engine, '/activity/lead_merge/:id/undo/', leadMerge, async ({ actor, request }, method, id) => {
    if (method !== 'POST') return dialect.unsupported(leadMerge, method, false)
    await undoLeadMerge(context(actor, request), id)
    return DONE
  })
}

// Unlike any other 404 of this API, and clients look for it.
const missing = (message: string): Answer => ({ status: 404, body: JSON.stringify({ errors: [message] }) })

function readNames(body: Readonly<Record<string, unknown>>) {
  const problems: Problem[] = []
  const read = (key: 'source' | 'destination'): string => {
    const id = Object.hasOwn(body, key) ? body[key] : null
    if (typeof id === 'string' && id !== '') return id
    problems.push(
      id === null || id === ''
        ? { path: [key], code: 'required' }
        : { path: [key], code: 'wrong_type', detail: 'string' },
    )
    return ''
  }
  const named = { source: read('source'), destination: read('destination') }
  if (problems.length > 0) throw invalid(problems)
  return named
}
