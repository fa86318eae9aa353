import type { FastifyInstance } from 'fastify'
import { type FoundObject, globalSearch, type SearchGroup } from '../../actions/searching/globalSearch.ts'
import { ACTIVITY_KINDS } from '../../domain/activity.ts'
import type { NounName } from '../../domain/catalogue.ts'
import { invalid, problemOf } from '../../domain/errors.ts'
import { cleaned } from '../resource/codec.ts'
import type { Engine } from '../resource/engine.ts'
import { wholeNumber } from '../resource/params.ts'
import { resource } from '../resource/resource.ts'
import { serve } from '../resource/routes.ts'

/** What stands for the search box where errors are told. */
const box = resource('lead', { title: 'Search', fields: {} })

const DEFAULT_LIMIT = 5
const MAX_LIMIT = 50

const KIND: Partial<Record<NounName, string>> = {
  note: 'note',
  call: 'call',
  email: 'email',
  sms: 'sms',
  whatsAppMessage: 'whatsapp_message',
  meeting: 'meeting',
  formSubmission: 'form_submission',
  customActivity: 'custom',
  taskCompleted: 'task_completed',
}

/** What can be looked for: all kinds of activities at once, or one of them. */
const GROUPS: Readonly<Record<string, SearchGroup>> = {
  lead: { noun: 'lead' },
  contact: { noun: 'contact' },
  opportunity: { noun: 'opportunity' },
  case: { noun: 'case' },
  task: { noun: 'task' },
  activity: { noun: 'activity' },
  ...Object.fromEntries(
    ACTIVITY_KINDS.flatMap((kind) => {
      const name = KIND[kind]
      return name === undefined ? [] : [[name, { noun: 'activity', kinds: [kind] } as const]]
    }),
  ),
}
/** The words for what can be looked for. */
export const SEARCH_TYPES: readonly string[] = Object.keys(GROUPS)
const USUAL = ['lead', 'contact', 'opportunity', 'case', 'task', 'activity']

/** Serves the search box, which is Ajar's own. */
export function mountGlobalSearch(app: FastifyInstance, engine: Engine): void {
  serve(app, engine, '/search/', box, async ({ actor, request, params }, method) => {
    if (method !== 'GET') return engine.dialect.unsupported(box, method, false)
    const types = readTypes(params.types)
    const groups = types.map((type) => GROUPS[type] as SearchGroup)
    const found = await globalSearch(
      engine.context(actor, request),
      cleaned(params.q ?? ''),
      groups,
      readLimit(params._limit),
    )
    const data = found.map(({ hasMore, objects }, i) => ({
      type: types[i],
      has_more: hasMore,
      hits: objects.map(hitOf),
    }))
    return { status: 200, body: JSON.stringify({ data }) }
  })
}

function hitOf({ noun, id, leadId, title, titleRanges, subtitle, field, excerpt }: FoundObject) {
  return {
    type: KIND[noun] ?? noun,
    id,
    lead_id: leadId,
    title,
    title_ranges: titleRanges,
    subtitle,
    field,
    snippet: excerpt?.text ?? null,
    snippet_ranges: excerpt?.ranges ?? [],
  }
}

function readTypes(text: string | undefined): readonly string[] {
  const asked = [...new Set((text ?? '').split(',').flatMap((name) => name.trim() || []))]
  const unknown = asked.find((name) => !SEARCH_TYPES.includes(name))
  if (unknown !== undefined) throw invalid([problemOf(['types'], 'not_a_choice', unknown)])
  return asked.length === 0 ? USUAL : asked
}

function readLimit(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_LIMIT
  const limit = wholeNumber(text)
  if (limit === undefined || limit < 1 || limit > MAX_LIMIT)
    throw invalid([problemOf(['_limit'], 'out_of_range', `1 to ${MAX_LIMIT}`)])
  return limit
}
