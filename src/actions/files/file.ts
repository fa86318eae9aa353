import type { File } from '../../domain/file.ts'
import { permit } from '../../domain/permission.ts'
import { alive, type Context, change, remove, stamps, touched, type Written } from '../context.ts'
import { differs, given, unlessSame } from '../patch.ts'
import { Problems } from '../problems.ts'
import { checkFolder, readName } from './folder.ts'

export type FileDraft = { readonly name?: string | null; readonly folderId?: string | null }

/** Makes a file without content; that is sent afterwards. */
export async function createFile(ctx: Context, draft: FileDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const name = readName(draft.name ?? null, problems)
    await checkFolder(tx, draft.folderId, 'folderId', problems)
    problems.settle()
    const file: File = {
      ...stamps(ctx),
      ...alive,
      id: ctx.ids('file'),
      folderId: draft.folderId ?? null,
      name,
      contentId: null,
      contentType: null,
      size: null,
      sha256: null,
    }
    tx.insert('file', file)
    return file.id
  })
}

/** Renames a file or moves it to another folder. */
export async function updateFile(ctx: Context, id: string, patch: FileDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const file = await tx.get('file', id)
    const problems = new Problems()
    const name = readName(given(patch.name, file.name), problems)
    await checkFolder(tx, unlessSame(patch.folderId, file.folderId), 'folderId', problems)
    problems.settle()
    const changed: File = { ...file, name, folderId: given(patch.folderId, file.folderId) }
    if (differs(file, changed)) tx.update('file', { ...changed, ...touched(ctx) })
    return id
  })
}

/** Deletes a file. Its bytes stay, so that it can be restored. */
export async function deleteFile(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    await tx.get('file', id)
    permit(ctx.actor, 'delete_leads')
    tx.delete('file', id)
    return id
  })
}
