import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context, ExportWords } from '../../actions/context.ts'
import { cancelExport, checkExportLink, exportLink, findExportFile } from '../../actions/exports/export.ts'
import { show } from '../../actions/read.ts'
import { bearerIn } from '../../auth/signature.ts'
import { invalid, notFound } from '../../domain/errors.ts'
import { DATE_FORMATS, EXPORT_FORMATS, EXPORT_STATUSES, EXPORT_TYPES, type ExportKind } from '../../domain/export.ts'
import { systemActor } from '../../domain/permission.ts'
import { boolean, type Codec, choice, cleaned, decodeList, shown } from '../resource/codec.ts'
import { mountBytes } from '../resource/content.ts'
import type { Answer, Streaming } from '../resource/dialect.ts'
import type { Call, Engine } from '../resource/engine.ts'
import { exact, readFilters } from '../resource/filter.ts'
import { jsonObject } from '../resource/json.ts'
import { orderOf } from '../resource/paging.ts'
import { asText } from '../resource/params.ts'
import { fetchAnswer, listAnswer } from '../resource/read.ts'
import { field, type Resource, readOnly, resource } from '../resource/resource.ts'
import { type Handler, serve } from '../resource/routes.ts'
import { viewOf } from '../resource/view.ts'
import { createAnswer } from '../resource/write.ts'
import { choosing, MAX_QUERY } from './choosing.ts'
import { byDate, integerOrNull, stamps, string, stringOrNull } from './common.ts'
import { sentence } from './errors.ts'
import { sheetOf } from './exportSheet.ts'
import { opportunity } from './opportunity.ts'
import { searchIn } from './query.ts'

const MAX_FIELDS = 1000

const names: Codec<'json'> = {
  ...jsonObject(MAX_QUERY),
  decode(value, path, report) {
    if (Array.isArray(value) && value.length > MAX_FIELDS) return report(path, 'too_long', String(MAX_FIELDS))
    return decodeList(value, path, report, (one, at) =>
      typeof one === 'string' ? cleaned(one) : report(at, 'wrong_type', 'string'),
    )
  },
  schema: { type: ['array', 'null'], items: { type: 'string' } },
}

const fields = (...kinds: readonly ExportKind[]) =>
  ({
    id: readOnly('id', string),
    organization_id: readOnly('organizationId', string),
    type: field('type', choice(...kinds.flatMap((kind) => EXPORT_TYPES[kind]))),
    format: field('format', choice(...EXPORT_FORMATS)),
    status: readOnly('status', shown({ enum: EXPORT_STATUSES })),
    n_docs: readOnly('objectCount', integerOrNull),
    n_docs_processed: readOnly('objectsDone', shown({ type: 'integer' })),
    download_url: readOnly('fileName', stringOrNull, { fleeting: true }),
    error: readOnly('error', stringOrNull),
    ...choosing,
    params: field('params', jsonObject(MAX_QUERY)),
    fields: field('fields', names),
    date_format: field('dateFormat', choice(...DATE_FORMATS)),
    include_activities: field('includesActivities', boolean),
    include_smart_fields: field('includesSmartFields', boolean),
    include_addresses: field('includesAddresses', boolean),
    include_custom_objects: field('includesCustomObjects', boolean),
    send_done_email: field('sendsDoneEmail', boolean),
    ...stamps,
  }) as const

const DESCRIPTION = 'Objects that are written to a file for somebody to download.'

/** Exports of leads, and of what belongs to them. */
export const leadExport = resource('export', {
  path: '/export/lead/',
  title: 'LeadExport',
  description: DESCRIPTION,
  methods: ['create'],
  sets: { kind: 'lead' },
  fields: fields('lead'),
})

/** Exports of opportunities. */
export const opportunityExport = resource('export', {
  path: '/export/opportunity/',
  title: 'OpportunityExport',
  description: DESCRIPTION,
  methods: ['create'],
  sets: { kind: 'opportunity' },
  fields: fields('opportunity'),
})

/** Exports of both kinds, as they are listed and looked up. */
export const exports_ = resource('export', {
  path: '/export/',
  title: 'Export',
  description: DESCRIPTION,
  methods: ['list', 'fetch'],
  fields: fields('lead', 'opportunity'),
  filters: { status: exact('status'), ...byDate.filters },
  orders: byDate.orders,
  defaultOrder: ['-createdAt'],
})

/** Serves exports, and their files at addresses of their own; a signature in them says what may be read. */
export function mountExports(app: FastifyInstance, engine: Engine): void {
  for (const kind of [leadExport, opportunityExport])
    serve(app, engine, kind.path ?? '', kind, async (call, method) =>
      method === 'POST' ? createAnswer(engine, kind, call) : engine.dialect.unsupported(kind, method, false),
    )
  serve(app, engine, '/export/', exports_, async (call, method) =>
    method === 'GET'
      ? withLinks(engine, call, listAnswer(engine, exports_, call))
      : engine.dialect.unsupported(exports_, method, false),
  )
  serve(app, engine, '/export/:id', exports_, async (call, method, name) =>
    method === 'GET'
      ? withLinks(engine, call, fetchAnswer(engine, exports_, call, name))
      : engine.dialect.unsupported(exports_, method, true),
  )
  serve(app, engine, '/export/:id/cancel/', exports_, canceling(engine), { bodiless: true })
  mountBytes(app, engine, exports_, '/go/export/:organization/:key/*', {
    authenticate: async (request) => {
      const organizationId = cleaned((request.params as Params).organization)
      await checkExportLink(engine.context(bearerIn(organizationId), request), linkOf(request))
      return systemActor(organizationId)
    },
    find: (ctx, request) => findExportFile(ctx, linkOf(request)),
  })
}

type Params = { readonly organization: string; readonly key: string }
const KEY = /^(expo_[0-9A-Za-z]{1,60})\.(\d{1,12})\.([\w-]{43})$/

function linkOf(request: FastifyRequest) {
  const [, id, expires, signature] = KEY.exec((request.params as Params).key) ?? []
  if (id === undefined || expires === undefined || signature === undefined) throw notFound('export')
  return { id, expires, signature }
}

const canceling =
  (engine: Engine): Handler =>
  async (call, method, name) => {
    const { dialect, context } = engine
    if (method !== 'POST') return dialect.unsupported(exports_, method, false)
    const ctx = context(call.actor, call.request)
    await cancelExport(ctx, name)
    const view = viewOf(exports_, { single: true, fields: dialect.fields(call.params) })
    return dialect.one(exports_, 'update', await show(ctx, 'export', { path: 'id', value: name }, view), name)
  }

type Shown = { readonly id?: string; readonly download_url?: string | null }

/** The same answer, with the address of each file in the place of its name. */
async function withLinks(
  engine: Engine,
  call: Call,
  answering: Promise<Answer | Streaming>,
): Promise<Answer | Streaming> {
  const answer = await answering
  if (typeof answer.body !== 'string' || !answer.body.includes('"download_url":"')) return answer
  const ctx = engine.context(call.actor, call.request)
  const shown = JSON.parse(answer.body) as Shown & { readonly data?: readonly Shown[] }
  const linked =
    shown.data === undefined
      ? await linkedTo(ctx, shown)
      : { ...shown, data: await Promise.all(shown.data.map((one) => linkedTo(ctx, one))) }
  return { ...answer, body: JSON.stringify(linked) }
}

async function linkedTo(ctx: Context, shown: Shown): Promise<Shown> {
  const { download_url: name } = shown
  if (typeof name !== 'string') return shown
  const [id = ''] = name.split('.')
  return { ...shown, download_url: await exportLink(ctx, id, name) }
}

/** What exports show and what chooses opportunities, in the words of this dialect. */
export const exportWords = (lead: Resource): ExportWords => ({
  sheetOf: (asked, customFields) => sheetOf(lead, asked, customFields),
  choose: (ctx, given) => chosenBy(ctx, given),
})

/** What parameters of the list of opportunities choose. */
async function chosenBy(ctx: Context, given: Readonly<Record<string, unknown>>) {
  const params = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(asText).join(',') : asText(value),
    ]),
  )
  const { where, problems } = readFilters(opportunity.filters, params, ctx.offsetHours)
  if (problems.length > 0)
    throw invalid(
      problems.map((problem) => ({
        path: ['params'],
        code: 'object',
        detail: `${problem.path.join('.')}: ${sentence(problem)}`,
      })),
    )
  const sought = await searchIn(ctx, opportunity, params)
  const order = params._order_by === undefined ? [] : orderOf(opportunity, params._order_by)
  return {
    where: [...where, ...(sought?.where ?? [])],
    order: sought === undefined || sought.order.length === 0 ? order : sought.order,
    most: sought?.most ?? null,
  }
}
