import { isSigned, sign } from '../../auth/signature.ts'
import { forbidden, notFound, refused } from '../../domain/errors.ts'
import {
  DATE_FORMATS,
  EXPORT_FORMATS,
  EXPORT_LINK_SECONDS,
  EXPORT_TYPES,
  type Export,
  type ExportKind,
  isExportUnderWay,
  MAX_EXPORTS_UNDER_WAY,
  UNDER_WAY,
} from '../../domain/export.ts'
import { permit } from '../../domain/permission.ts'
import { askedOf } from '../bulk/bulkChosen.ts'
import { type Context, remove, stamps, type Transaction, together, touched, type Written } from '../context.ts'
import type { Content } from '../files/fileContent.ts'
import { Problems } from '../problems.ts'
import { plannedExport } from './exportChosen.ts'

export type ExportDraft = { readonly [K in keyof Export]?: Export[K] | null }

/** Asks for a file of everything that matches, as far as whoever asks sees it. It is written in the background. */
export async function createExport(ctx: Context, draft: ExportDraft): Promise<Written> {
  permit(ctx.actor, 'export')
  const asked = checkedExport(ctx, draft)
  await plannedExport(ctx, asked)
  return remove(ctx, async (tx) => {
    await leaveRoom(ctx, tx)
    tx.insert('export', asked)
    await tx.enqueue('export', { id: asked.id, requestId: ctx.request.id }, ctx.actor.membershipId)
    return asked.id
  })
}

/** Refuses one more than may be under way. Not by 429: of that, clients take apart how long the rate limit lasts. */
async function leaveRoom(ctx: Context, tx: Transaction): Promise<void> {
  // Who asks for another one at the same moment waits here, and then counts this one.
  await tx.get('organization', ctx.actor.organizationId)
  const underWay = await tx.related('export', 'status', UNDER_WAY)
  if (underWay.length >= MAX_EXPORTS_UNDER_WAY)
    throw refused(
      `An organization can have ${MAX_EXPORTS_UNDER_WAY} exports under way at most. Wait until one has ended, or cancel one.`,
    )
}

/** Gives up an export that is not done yet. */
export async function cancelExport(ctx: Context, id: string): Promise<void> {
  await together(ctx, async (tx) => {
    const asked = await tx.get('export', id)
    permit(ctx.actor, 'export')
    if (!isExportUnderWay(asked)) throw refused(`This export has ended already: it is ${asked.status}.`)
    tx.update('export', canceled(ctx, asked))
  })
}

/** Gives up an export whose job was ended. */
export async function endExport(ctx: Context, tx: Transaction, { id }: Pick<Export, 'id'>): Promise<void> {
  const asked = await tx.find('export', id)
  if (asked !== undefined && isExportUnderWay(asked)) tx.update('export', canceled(ctx, asked))
}

const canceled = (ctx: Context, asked: Export): Export => ({ ...asked, status: 'canceled', ...touched(ctx) })

/** The address of the file of an export, for whoever has it within a minute. */
export async function exportLink(ctx: Context, id: string, fileName: string): Promise<string> {
  const { organizationId } = ctx.actor
  const key = await ctx.store.signingKey()
  if (key === undefined) throw notFound('organization')
  const expires = String(Math.floor(Date.parse(ctx.now) / 1000) + EXPORT_LINK_SECONDS)
  const signature = sign(key, ['export', organizationId, id, expires])
  return `${ctx.url}/go/export/${organizationId}/${id}.${expires}.${signature}/${fileName}`
}

/** The same, taken apart. */
export type ExportLink = { readonly id: string; readonly expires: string; readonly signature: string }

/** Refuses an address that we did not make, or made too long ago. */
export async function checkExportLink(ctx: Context, { id, expires, signature }: ExportLink): Promise<void> {
  const words = ['export', ctx.actor.organizationId, id, expires] as const
  if (!isSigned(await ctx.store.signingKey(), words, signature)) throw notFound('export')
  if (Number(expires) * 1000 < Date.parse(ctx.now))
    throw forbidden('This address has expired; the export has another one in download_url.')
}

/** The file that an address leads to, which was looked at before. */
export async function findExportFile(ctx: Context, { id }: ExportLink): Promise<Content> {
  const done = await ctx.store.load('export', id)
  const { contentId = null, size = null, sha256 = null } = done ?? {}
  if (done?.status !== 'done' || contentId === null || size === null || sha256 === null) throw notFound('export', id)
  return { ...FILES[done.format as keyof typeof FILES], name: `${id}.${done.format}`, contentId, size, sha256 }
}

const FILES = {
  csv: { contentType: 'text/csv; charset=utf-8', encoding: 'gzip' },
  json: { contentType: 'application/json', encoding: 'gzip' },
  // Compressed inside.
  xlsx: { contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
} as const

function checkedExport(ctx: Context, draft: ExportDraft): Export {
  const problems = new Problems()
  const kind: ExportKind = draft.kind === 'opportunity' ? 'opportunity' : 'lead'
  const types: readonly string[] = EXPORT_TYPES[kind]
  const type = draft.type ?? types[0] ?? ''
  if (!types.includes(type)) problems.add(['type'], 'not_a_choice', type, types)
  const format = draft.format ?? ''
  if (format === '') problems.add(['format'], 'required')
  else if (!EXPORT_FORMATS.some((one) => one === format))
    problems.add(['format'], 'not_a_choice', format, EXPORT_FORMATS)
  const dateFormat = draft.dateFormat ?? 'original'
  if (!DATE_FORMATS.some((one) => one === dateFormat))
    problems.add(['dateFormat'], 'not_a_choice', dateFormat, DATE_FORMATS)
  const isWhole = type === 'leads' && format === 'json'
  for (const name of ['includesActivities', 'includesCustomObjects'] as const)
    if (draft[name] && !isWhole) problems.add([name], 'object', 'Only an export of leads as json can have these.')
  if (draft.includesSmartFields && !isWhole && (format === 'json' || kind !== 'lead'))
    problems.add(
      ['includesSmartFields'],
      'object',
      'Only leads as json, or a table that was asked for by leads, can have these.',
    )
  if (draft.params != null && kind === 'lead') problems.add(['params'], 'object', 'These choose opportunities.')
  problems.settle()
  return {
    ...stamps(ctx),
    id: ctx.ids('export'),
    kind,
    type,
    format,
    dateFormat,
    ...askedOf(draft),
    params: draft.params ?? null,
    fields: draft.fields ?? null,
    includesActivities: draft.includesActivities ?? false,
    includesSmartFields: draft.includesSmartFields ?? false,
    includesAddresses: draft.includesAddresses ?? true,
    includesCustomObjects: draft.includesCustomObjects ?? false,
    sendsDoneEmail: draft.sendsDoneEmail ?? true,
    status: 'created',
    objectCount: null,
    objectsDone: 0,
    error: null,
    membershipId: ctx.actor.membershipId,
    offsetMinutes: Math.round(ctx.offsetHours * 60),
    contentId: null,
    size: null,
    sha256: null,
  }
}
