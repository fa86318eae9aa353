import type { FastifyInstance } from 'fastify'
import {
  type Duplicate,
  duplicatesAmongAll,
  duplicatesOf,
  duplicatesOfDraft,
  type Identity,
  type Likely,
  type Point,
} from '../../actions/leads/duplicates.ts'
import { invalid, problemOf } from '../../domain/errors.ts'
import { cleaned, text } from '../resource/codec.ts'
import { decode } from '../resource/decode.ts'
import type { Answer } from '../resource/dialect.ts'
import type { Call, Engine } from '../resource/engine.ts'
import { wholeNumber } from '../resource/params.ts'
import { embedded, field, input, type Resource, resource } from '../resource/resource.ts'
import { serve } from '../resource/routes.ts'
import { emails, id, phones, urls } from './common.ts'

const points = { emails: field('emails', emails), phones: field('phones', phones), urls: field('urls', urls) }
const contact = resource('contact', {
  title: 'Contact',
  fields: { name: field('name', text), ...points, lead_id: input('leadId', id) },
})
const lead = resource('lead', {
  title: 'Lead',
  fields: {
    name: field('name', text),
    url: field('url', text),
    ...points,
    contacts: embedded('contacts', contact, { writable: true }),
  },
})

/** What a lead or contact that is being typed may say. */
export const DRAFTS: Readonly<Record<Likely, Resource>> = { lead, contact }

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 100

/** Serves what may be there twice, which is Ajar's own. */
export function mountDuplicates(app: FastifyInstance, engine: Engine): void {
  for (const kind of ['lead', 'contact'] as const) {
    const of = DRAFTS[kind]
    serve(app, engine, `/${kind}/duplicates/`, of, async (call, method) => {
      if (method === 'GET') return call.params[`${kind}_id`] ? ofOne(engine, kind, call) : amongAll(engine, kind, call)
      if (method === 'POST') return ofDraft(engine, kind, call)
      return engine.dialect.unsupported(of, method, false)
    })
  }
}

async function ofOne({ context }: Engine, kind: Likely, { actor, request, params }: Call): Promise<Answer> {
  const limit = readLimit(params._limit)
  return listOf(kind, await duplicatesOf(context(actor, request), kind, cleaned(params[`${kind}_id`] ?? '')), limit)
}

async function ofDraft({ context }: Engine, kind: Likely, { actor, request, params, body }: Call): Promise<Answer> {
  const limit = readLimit(params._limit)
  const { draft, problems } = decode(DRAFTS[kind], body, { creating: true })
  if (problems.length > 0) throw invalid(problems)
  return listOf(kind, await duplicatesOfDraft(context(actor, request), kind, identityOf(draft)), limit)
}

async function amongAll({ context }: Engine, kind: Likely, { actor, request, params }: Call): Promise<Answer> {
  const limit = readLimit(params._limit)
  const before = params._cursor === undefined || params._cursor === '' ? undefined : cleaned(params._cursor)
  const { groups, next } = await duplicatesAmongAll(context(actor, request), kind, limit, before)
  const data = groups.map(({ id: its, displayName, duplicates }) => ({
    id: its,
    display_name: displayName,
    duplicates: duplicates.map((one) => shown(kind, one)),
  }))
  return { status: 200, body: JSON.stringify({ has_more: next !== null, cursor: next, data }) }
}

function listOf(kind: Likely, found: readonly Duplicate[], limit: number): Answer {
  const data = found.slice(0, limit).map((one) => shown(kind, one))
  return { status: 200, body: JSON.stringify({ has_more: found.length > limit, data }) }
}

const shown = (kind: Likely, { id: its, leadId, displayName, score, reasons }: Duplicate) => ({
  id: its,
  ...(kind === 'contact' ? { lead_id: leadId } : {}),
  display_name: displayName,
  score,
  reasons,
})

type Values = readonly Readonly<Record<string, string | null>>[]
type Draft = {
  readonly name?: string | null
  readonly url?: string | null
  readonly emails?: Values
  readonly phones?: Values
  readonly urls?: Values
  readonly leadId?: string | null
  readonly contacts?: readonly Draft[]
}

/** What is known of a draft; a lead without a name is called after its first contact, as it will be. */
function identityOf(draft: Draft): Identity {
  const all = [draft, ...(draft.contacts ?? [])]
  const name = all.map((one) => one.name ?? '').find((one) => one !== '')
  const pointsOf = (list: 'emails' | 'phones' | 'urls', key: string): Point[] =>
    all.flatMap((one) => one[list] ?? []).flatMap((one) => pointOf(one[key]))
  return {
    name: pointOf(name)[0] ?? null,
    emails: pointsOf('emails', 'email'),
    phones: pointsOf('phones', 'phone'),
    urls: [...pointOf(draft.url), ...pointsOf('urls', 'url')],
    leadId: draft.leadId ?? null,
  }
}

const pointOf = (value: string | null | undefined): Point[] =>
  value === null || value === undefined || value === '' ? [] : [{ value, on: null }]

function readLimit(given: string | undefined): number {
  if (given === undefined || given === '') return DEFAULT_LIMIT
  const limit = wholeNumber(given)
  if (limit === undefined || limit < 1 || limit > MAX_LIMIT)
    throw invalid([problemOf(['_limit'], 'out_of_range', `1 to ${MAX_LIMIT}`)])
  return limit
}
