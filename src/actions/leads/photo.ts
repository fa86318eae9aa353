import { notFound } from '../../domain/errors.ts'
import type { OneView } from '../../domain/view.ts'
import type { Condition } from '../../search/listQuery.ts'
import type { Context, Transaction } from '../context.ts'
import { type Content, findContent } from '../files/fileContent.ts'
import type { Problems } from '../problems.ts'

/** A photo is one of the files that hang on a lead or contact; a draft names it as the file is called. */
export type PhotoDraft = { readonly photoName?: string | null }

/**
 * The id of the file that is somebody's photo after a patch, among the files that hang on them then. When the photo is
 * replaced by a file of the same name, that is the photo.
 */
export async function readPhoto(
  tx: Transaction,
  { photoName }: PhotoDraft,
  fileIds: readonly string[],
  present: string | null,
  problems: Problems,
): Promise<string | null> {
  if (photoName === null) return null
  if (photoName === undefined && (present === null || fileIds.includes(present))) return present
  const name = photoName ?? (await tx.find('file', present ?? ''))?.name
  const found = name === undefined ? undefined : await newestNamed(tx, name, fileIds)
  if (found === undefined && photoName !== undefined) problems.add(['photoName'], 'unknown_reference', photoName)
  return found ?? null
}

// Several files may have one name; whoever sends a picture again means that one.
async function newestNamed(tx: Transaction, name: string, fileIds: readonly string[]): Promise<string | undefined> {
  for (const id of fileIds.toSorted().toReversed()) {
    if ((await tx.find('file', id))?.name === name) return id
  }
  return undefined
}

/** Where somebody with a photo is looked for. */
export type Pictured = { readonly noun: 'contact' | 'lead'; readonly where?: readonly Condition[] }

/** The content of somebody's photo, by their number and its name; throws not_found when their photo is not called so. */
export async function findPhoto(
  ctx: Context,
  among: readonly Pictured[],
  number: number,
  name: string,
): Promise<Content> {
  for (const { noun, where = [] } of among) {
    const shown = await ctx.store.show(noun, { path: 'number', value: number, where }, VIEWS[noun])
    if (shown === undefined) continue
    const { photo, photoName } = JSON.parse(shown.json) as { photo: string | null; photoName: string | null }
    if (photo !== null && photoName === name) return findContent(ctx, { path: 'id', value: photo })
  }
  throw notFound('file')
}

const viewOf = (noun: Pictured['noun']): OneView => ({
  noun,
  entries: ['photo', 'photoName'].map((path) => ({ key: path, path, render: 'plain' })),
})
const VIEWS = { contact: viewOf('contact'), lead: viewOf('lead') } as const
