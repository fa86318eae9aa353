import { FILE_SYSTEMS, type LinkedFile } from '../../domain/file.ts'
import { permit } from '../../domain/permission.ts'
import { isWebAddress } from '../../domain/text.ts'
import { alive, type Context, change, remove, stamps, touched, type Written } from '../context.ts'
import { differs, given } from '../patch.ts'
import { Problems } from '../problems.ts'
import { readName } from './folder.ts'

export type LinkedFileDraft = {
  readonly name?: string | null
  readonly system?: string | null
  readonly size?: number | null
  readonly link?: string | null
  readonly icon?: string | null
}

/** Notes where a file is that is kept elsewhere. */
export async function createLinkedFile(ctx: Context, draft: LinkedFileDraft): Promise<Written> {
  const parts = readParts(draft)
  return change(ctx, async (tx) => {
    const linked: LinkedFile = { ...stamps(ctx), ...alive, id: ctx.ids('linkedFile'), ...parts }
    tx.insert('linkedFile', linked)
    return linked.id
  })
}

/** Changes what the patch names. */
export async function updateLinkedFile(ctx: Context, id: string, patch: LinkedFileDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const linked = await tx.get('linkedFile', id)
    const changed: LinkedFile = { ...linked, ...readParts(patch, linked) }
    if (differs(linked, changed)) tx.update('linkedFile', { ...changed, ...touched(ctx) })
    return id
  })
}

/** Forgets where a file is; the file itself is not ours to delete. */
export async function deleteLinkedFile(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    await tx.get('linkedFile', id)
    permit(ctx.actor, 'delete_leads')
    tx.delete('linkedFile', id)
    return id
  })
}

// It is there to be followed, so it has to be whole, and must not run.
const isLink = (text: string) => /^https?:\/\//i.test(text) && isWebAddress(text)

type Parts = Pick<LinkedFile, 'name' | 'system' | 'size' | 'link' | 'icon'>

function readParts(draft: LinkedFileDraft, present?: Parts): Parts {
  const problems = new Problems()
  const name = readName(given(draft.name, present?.name ?? null), problems)
  const system = given(draft.system, present?.system ?? null)
  if (system === null || system === '') problems.add(['system'], 'required')
  else if (!FILE_SYSTEMS.some((known) => known === system)) problems.add(['system'], 'not_a_choice', system)
  const link = given(draft.link, present?.link ?? null)
  if (link === null || link === '') problems.add(['link'], 'required')
  else if (link !== present?.link && !isLink(link)) problems.add(['link'], 'invalid_url')
  problems.settle()
  return {
    name,
    system: system ?? '',
    size: given(draft.size, present?.size ?? null),
    link: link ?? '',
    icon: given(draft.icon, present?.icon ?? null),
  }
}
