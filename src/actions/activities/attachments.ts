import { isSigned } from '../../auth/signature.ts'
import { type Attachment, readLink, type UploadLink } from '../../domain/upload.ts'
import type { Context, Transaction } from '../context.ts'
import type { Problems } from '../problems.ts'

/** An attachment as a draft names it: by the address that the upload was given. */
export type AttachmentDraft = {
  readonly url?: string | null
  readonly filename?: string | null
  readonly content_type?: string | null
}
export type AttachmentsDraft = { readonly attachments?: readonly AttachmentDraft[] | null }

/**
 * The attachments of something after a patch: files that were uploaded here within the last day, and any that it has
 * already. Addresses elsewhere are refused: nobody knows what they will lead to tomorrow.
 */
export async function readAttachments(
  ctx: Context,
  tx: Transaction,
  given: readonly AttachmentDraft[] | null | undefined,
  present: readonly Attachment[],
  problems: Problems,
): Promise<readonly Attachment[]> {
  if (given === undefined) return present
  const read: Attachment[] = []
  for (const [i, draft] of (given ?? []).entries()) {
    const attachment = present.find(({ url }) => url === draft.url) ?? (await findUploaded(ctx, tx, draft.url ?? ''))
    if (typeof attachment === 'string') problems.add(['attachments', i, 'url'], 'object', attachment)
    else {
      const { filename, content_type } = draft
      read.push({
        ...attachment,
        filename: filename || attachment.filename,
        content_type: content_type || attachment.content_type,
      })
    }
  }
  return read
}

/** What was uploaded under an address, or a sentence that says why it cannot be attached. */
async function findUploaded(ctx: Context, tx: Transaction, url: string): Promise<Attachment | string> {
  const link = readLink(url, ctx.url)
  if (link === undefined) return 'Only addresses that /files/upload/ gives as download.url can be attached.'
  if (!(await isOurs(ctx, link))) return 'No file has been uploaded for this address.'
  if (hasExpired(ctx, link)) return 'This upload is more than a day old; upload the file again.'
  const upload = await tx.find('upload', link.uploadId)
  if (upload === undefined || upload.contentId === null) return 'No file has been uploaded for this address.'
  return {
    url,
    filename: upload.name,
    content_type: upload.contentType ?? '',
    size: upload.size,
    thumbnail_url: null,
    upload_id: upload.id,
  }
}

/** Whether an address was given out by the organization of who asks. */
export async function isOurs(ctx: Context, { organizationId, uploadId, expires, signature }: UploadLink) {
  if (organizationId !== ctx.actor.organizationId) return false
  return isSigned(await ctx.store.signingKey(), ['download', organizationId, uploadId, expires], signature)
}

/** Whether the time of an address is over. */
export const hasExpired = (ctx: Context, { expires }: Pick<UploadLink, 'expires'>) =>
  Number(expires) * 1000 < Date.parse(ctx.now)

/** What hangs on something now. */
export const attachmentsOf = ({ attachments }: { readonly attachments: unknown }) =>
  attachments as readonly Attachment[]
