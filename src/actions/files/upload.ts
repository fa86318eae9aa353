import { isSigned, sign } from '../../auth/signature.ts'
import { AjarError, forbidden, malformed, notFound, refused } from '../../domain/errors.ts'
import { MAX_NAME, readContentType } from '../../domain/file.ts'
import { FORM_SECONDS, LINK_SECONDS, linkTo, type Upload, type UploadLink } from '../../domain/upload.ts'
import type { OneView } from '../../domain/view.ts'
import { hasExpired, isOurs } from '../activities/attachments.ts'
import { type Context, change, stamps } from '../context.ts'
import { forgetSomeUploads } from '../housekeeping.ts'
import { Problems } from '../problems.ts'
import { find } from '../read.ts'
import type { Content, Upload as Incoming } from './fileContent.ts'

export type UploadDraft = { readonly name?: string | null; readonly contentType?: string | null }

/** Where to send the bytes of a file, what to send with them, and where the file will be found. */
export type Invitation = { readonly fields: Readonly<Record<string, string>>; readonly link: string }

/** Announces a file: within a minute its bytes may be sent by whoever has the fields. */
export async function createUpload(ctx: Context, draft: UploadDraft): Promise<Invitation> {
  const problems = new Problems()
  const name = (draft.name ?? '').trim()
  if (name === '') problems.add(['name'], 'required')
  else if (name.length > MAX_NAME) problems.add(['name'], 'too_long', String(MAX_NAME))
  const type = draft.contentType ?? ''
  const contentType = readContentType(type)
  if (type === '') problems.add(['contentType'], 'required')
  else if (contentType === null) problems.add(['contentType'], 'object', 'Not a media type such as image/png.')

  const upload: Upload = {
    ...stamps(ctx),
    id: ctx.ids('upload'),
    name,
    contentType,
    contentId: null,
    size: null,
    sha256: null,
  }
  await change(ctx, async (tx) => {
    problems.settle()
    tx.insert('upload', upload)
    return upload.id
  })
  await forgetSomeUploads(ctx)
  return invitation(ctx, upload)
}

async function invitation(ctx: Context, { organizationId, id: uploadId, name }: Upload): Promise<Invitation> {
  const key = await ctx.store.signingKey()
  if (key === undefined) throw notFound('organization')
  const closes = secondsAfter(ctx, FORM_SECONDS)
  const expires = secondsAfter(ctx, LINK_SECONDS)
  const link: UploadLink = {
    organizationId,
    uploadId,
    expires,
    signature: sign(key, ['download', organizationId, uploadId, expires]),
  }
  const signature = sign(key, ['upload', organizationId, uploadId, closes])
  return { fields: { key: uploadId, expires: closes, signature }, link: linkTo(link, ctx.url, name) }
}

const secondsAfter = (ctx: Context, seconds: number) => String(Math.floor(Date.parse(ctx.now) / 1000) + seconds)

/** The fields of the form that brings the bytes. */
export type Form = Readonly<Record<string, string>>

/** Takes the bytes of an announced file. What has come stays as it is: sending the same again changes nothing. */
export async function receiveUpload(ctx: Context, form: Form, { bytes }: Incoming): Promise<{ size: number }> {
  const upload = await findAnnounced(ctx, form)
  const contentId = ctx.ids('content')
  const kept = await ctx.files.write(contentId, bytes)
  let used = false
  try {
    await change(ctx, async (tx) => {
      const present = await tx.get('upload', upload.id)
      used = present.contentId === null
      if (used) tx.update('upload', { ...present, contentId, ...kept, updatedAt: ctx.now })
      else if (present.sha256 !== kept.sha256) throw refused('Another file has been uploaded here already.')
      return upload.id
    })
  } catch (error) {
    used = !(error instanceof AjarError && error.code === 'invalid')
    throw error
  } finally {
    if (!used) await ctx.files.remove(contentId).catch(() => undefined)
  }
  return { size: kept.size }
}

async function findAnnounced(ctx: Context, { key = '', expires = '', signature = '' }: Form): Promise<Upload> {
  if (key === '') throw malformed('The form must have the fields of upload.fields before its file.')
  const { organizationId } = ctx.actor
  if (!isSigned(await ctx.store.signingKey(), ['upload', organizationId, key, expires], signature))
    throw forbidden('The signature of this form is not valid.')
  if (hasExpired(ctx, { expires })) throw forbidden(`A file must be sent within ${FORM_SECONDS} seconds.`)
  return show(ctx, key)
}

/**
 * The content of an upload, for whoever has its address within a day; later for those who sent it and who see what it
 * is attached to.
 */
export async function findUpload(ctx: Context, link: UploadLink, { signed }: { signed: boolean }): Promise<Content> {
  if (!(await isOurs(ctx, link))) throw notFound('upload')
  const { contentId, size, sha256, name, contentType, createdById } = await show(ctx, link.uploadId)
  if (contentId === null || size === null || sha256 === null) throw notFound('upload')
  const isOwn = createdById === ctx.actor.userId
  if (!signed && !isOwn && !(await ctx.store.isAttached(link.uploadId))) throw notFound('upload')
  return { contentId, size, sha256, name, contentType }
}

/** Whether an address alone is enough to read what it leads to. */
export const opensByItself = async (ctx: Context, link: UploadLink) =>
  !hasExpired(ctx, link) && (await isOurs(ctx, link))

async function show(ctx: Context, id: string): Promise<Upload> {
  return JSON.parse((await find(ctx, 'upload', { path: 'id', value: id }, WHOLE)).json) as Upload
}

const WHOLE: OneView = {
  noun: 'upload',
  entries: ['organizationId', 'id', 'name', 'contentType', 'contentId', 'size', 'sha256', 'createdById'].map(
    (path) => ({
      key: path,
      path,
      render: 'plain',
    }),
  ),
}
