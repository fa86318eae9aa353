import { refused } from '../../domain/errors.ts'
import { type Folder, MAX_NAME } from '../../domain/file.ts'
import { permit } from '../../domain/permission.ts'
import { alive, type Context, change, remove, stamps, type Transaction, touched, type Written } from '../context.ts'
import { differs, given, unlessSame } from '../patch.ts'
import { Problems } from '../problems.ts'

export type FolderDraft = { readonly name?: string | null; readonly parentId?: string | null }

/** Makes a folder, in another one or at the top. */
export async function createFolder(ctx: Context, draft: FolderDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const name = readName(draft.name ?? null, problems)
    await checkFolder(tx, draft.parentId, 'parentId', problems)
    problems.settle()
    const folder: Folder = {
      ...stamps(ctx),
      ...alive,
      id: ctx.ids('folder'),
      parentId: draft.parentId ?? null,
      name,
    }
    tx.insert('folder', folder)
    return folder.id
  })
}

/** Renames a folder or moves it, with all that is in it. */
export async function updateFolder(ctx: Context, id: string, patch: FolderDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const folder = await tx.get('folder', id)
    const problems = new Problems()
    const name = readName(given(patch.name, folder.name), problems)
    await checkMove(tx, folder, unlessSame(patch.parentId, folder.parentId), problems)
    problems.settle()
    const changed: Folder = { ...folder, name, parentId: given(patch.parentId, folder.parentId) }
    if (differs(folder, changed)) tx.update('folder', { ...changed, ...touched(ctx) })
    return id
  })
}

/** Deletes a folder with nothing in it: what is in a folder may be in use elsewhere, and would go unnoticed. */
export async function deleteFolder(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    await tx.get('folder', id)
    permit(ctx.actor, 'delete_leads')
    if ((await tx.isUsed('file', 'folderId', id)) || (await tx.isUsed('folder', 'parentId', id))) {
      throw refused('The folder is not empty; move or delete what is in it first.')
    }
    tx.delete('folder', id)
    return id
  })
}

/** The name of a folder or file: any text, as long as there is one. It is never part of a path on the disk. */
export function readName(name: string | null, problems: Problems): string {
  if (name === null || name === '') problems.add(['name'], 'required')
  else if (name.length > MAX_NAME) problems.add(['name'], 'too_long', String(MAX_NAME))
  return name ?? ''
}

/** Reports a folder that is not there. */
export async function checkFolder(
  tx: Transaction,
  id: string | null | undefined,
  field: string,
  problems: Problems,
): Promise<void> {
  if (id == null) return
  if ((await tx.find('folder', id)) === undefined) problems.add([field], 'unknown_reference')
}

// The folders on the way up are locked, so that two moves at once cannot put each folder into the other.
async function checkMove(
  tx: Transaction,
  folder: Folder,
  parentId: string | null | undefined,
  problems: Problems,
): Promise<void> {
  await checkFolder(tx, parentId, 'parentId', problems)
  for (let above = parentId; above != null; above = (await tx.find('folder', above))?.parentId) {
    if (above !== folder.id) continue
    problems.add(['parentId'], 'object', 'cannot be the folder itself or one inside it')
    return
  }
}
