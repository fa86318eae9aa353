import type { Transaction } from '../context.ts'
import { type PhotoDraft, readPhoto } from '../leads/photo.ts'
import type { Problems } from '../problems.ts'

/** Tags and files, as a draft hangs them on something; leads and contacts have one of the files as their photo. */
export type AttachedDraft = PhotoDraft & {
  readonly tags?: readonly string[] | null
  readonly fileIds?: readonly string[] | null
  readonly linkedFileIds?: readonly string[] | null
}
type Attached = {
  readonly tags: readonly string[]
  readonly fileIds: readonly string[]
  readonly linkedFileIds: readonly string[]
  readonly photo?: string | null
}

const NONE: Attached = { tags: [], fileIds: [], linkedFileIds: [] }

/** Tags and files after a patch: each tag once, and only files that are there. */
export async function readAttached(
  tx: Transaction,
  draft: AttachedDraft,
  problems: Problems,
  present: Attached = NONE,
): Promise<Attached> {
  const { tags, photoName } = draft
  const files = await checkFiles(tx, draft, present, problems)
  const pictured = photoName !== undefined || present.photo !== undefined
  return {
    tags: tags === undefined ? present.tags : readTags(tags ?? []),
    ...files,
    ...(pictured ? { photo: await readPhoto(tx, draft, files.fileIds, present.photo ?? null, problems) } : {}),
  }
}

const readTags = (tags: readonly string[]) => [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))]

/** Files that are named must be there; those that are attached already may have been deleted. */
export async function checkFiles(
  tx: Transaction,
  draft: { readonly fileIds?: readonly string[] | null; readonly linkedFileIds?: readonly string[] | null },
  present: { readonly fileIds: readonly string[]; readonly linkedFileIds: readonly string[] },
  problems: Problems,
): Promise<{ fileIds: readonly string[]; linkedFileIds: readonly string[] }> {
  return {
    fileIds: await attached(tx, 'file', draft.fileIds, present.fileIds, problems),
    linkedFileIds: await attached(tx, 'linkedFile', draft.linkedFileIds, present.linkedFileIds, problems),
  }
}

async function attached(
  tx: Transaction,
  noun: 'file' | 'linkedFile',
  ids: readonly string[] | null | undefined,
  present: readonly string[],
  problems: Problems,
): Promise<readonly string[]> {
  if (ids === undefined) return present
  const wanted = [...new Set(ids ?? [])]
  for (const id of wanted) {
    if (present.includes(id) || (await tx.find(noun, id)) !== undefined) continue
    problems.add([`${noun}Ids`, (ids ?? []).indexOf(id)], 'unknown_reference')
  }
  return wanted
}
