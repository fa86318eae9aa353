import type { Readable } from 'node:stream'
import { AjarError, isUnavailable, notFound } from '../../domain/errors.ts'
import type { ByteRange, File } from '../../domain/file.ts'
import { permit } from '../../domain/permission.ts'
import type { OneView } from '../../domain/view.ts'
import type { Kept } from '../../store/files/fileStore.ts'
import { type Context, change, touched, type Written } from '../context.ts'
import { type Key, show } from '../read.ts'

/** Bytes on their way in. What they are said to be is known when they have all arrived. */
export type Upload = { readonly bytes: AsyncIterable<Uint8Array>; readonly contentType: () => string | null }

/** Bytes that have arrived and wait to become the content of a file. */
export type Received = Kept & {
  readonly fileId: string
  readonly contentId: string
  readonly contentType: string | null
}

/** Takes in the bytes for a file that is there; they count from `replaceContent` on. */
export async function receiveContent(ctx: Context, key: Key, upload: Upload): Promise<Received> {
  const { id } = await findFile(ctx, key)
  permit(ctx.actor, 'edit_records')
  const contentId = ctx.ids('content')
  const kept = await ctx.files.write(contentId, upload.bytes)
  return { ...kept, fileId: id, contentId, contentType: upload.contentType() }
}

/** Gives a file the content that was received for it, in the place of the one it has. */
export async function replaceContent(ctx: Context, { fileId, ...content }: Received): Promise<Written> {
  let replaced: string | null = null
  const written = await change(ctx, async (tx) => {
    const file = await tx.get('file', fileId)
    replaced = file.contentId
    tx.update('file', { ...file, ...content, ...touched(ctx) })
    return fileId
  }).catch(async (error: unknown) => {
    // When the database did not answer, the change may have happened all the same.
    if (error instanceof AjarError && !isUnavailable(error)) await drop(ctx, content.contentId)
    throw error
  })
  if (replaced !== null) await drop(ctx, replaced)
  return written
}

// Nothing refers to it any more, so it does no harm where it cannot be removed.
const drop = (ctx: Context, contentId: string) => ctx.files.remove(contentId).catch(() => undefined)

/** What is known of a file's content. */
export type Content = Pick<File, 'name' | 'contentType'> & {
  /** The file whose content it is now; absent for what is never replaced. */
  readonly fileId?: string
  readonly contentId: string
  readonly size: number
  readonly sha256: string
  /** How the bytes are coded, where they are not the file itself. */
  readonly encoding?: 'gzip'
}

/** The content of a file; throws not_found when it has none. */
export async function findContent(ctx: Context, key: Key): Promise<Content> {
  const { id, contentId, size, sha256, ...said } = await findFile(ctx, key)
  if (contentId === null || size === null || sha256 === null) throw notFound('file', String(key.value))
  return { ...said, fileId: id, contentId, size, sha256 }
}

/** The bytes of a content, or undefined when another one has taken its place since it was found. */
export async function openContent(ctx: Context, content: Content, range?: ByteRange): Promise<Readable | undefined> {
  const bytes = await ctx.files.read(content.contentId, range)
  if (bytes !== undefined) return bytes
  const { fileId } = content
  const present = fileId === undefined ? content : await findFile(ctx, { path: 'id', value: fileId })
  if (present.contentId !== content.contentId) return undefined
  const cause = new Error(`there are no bytes of ${content.contentId}`)
  throw new AjarError('unavailable', 'The content of this file cannot be found at the moment.', { cause })
}

type Head = Pick<File, 'id' | 'name' | 'contentId' | 'contentType' | 'size' | 'sha256'>

const findFile = async (ctx: Context, key: Key) => JSON.parse(await show(ctx, 'file', key, HEAD)) as Head

const HEAD: OneView = {
  noun: 'file',
  entries: ['id', 'name', 'contentId', 'contentType', 'size', 'sha256'].map((path) => ({
    key: path,
    path,
    render: 'plain',
  })),
}
