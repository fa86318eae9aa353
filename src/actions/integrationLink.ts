import { type IntegrationLink, LINKED_NOUNS, sampleOf } from '../domain/integrationLink.ts'
import { permit } from '../domain/permission.ts'
import { isWebAddress } from '../domain/text.ts'
import { type Context, change, remove, stamps, touched, type Written } from './context.ts'
import { differs } from './patch.ts'
import { Problems } from './problems.ts'

export type IntegrationLinkDraft = {
  readonly objectType?: string | null
  readonly name?: string | null
  readonly url?: string | null
}

/** Adds a link that all leads, contacts or opportunities show. */
export async function createIntegrationLink(ctx: Context, draft: IntegrationLinkDraft): Promise<Written> {
  permit(ctx.actor, 'manage_customizations')
  const link: IntegrationLink = { ...stamps(ctx), id: ctx.ids('integrationLink'), ...readParts(draft, BLANK) }
  return change(ctx, async (tx) => {
    tx.insert('integrationLink', link)
    return link.id
  })
}

/** Changes what the patch names; nothing of a link can be empty, so null leaves it as it is. */
export async function updateIntegrationLink(ctx: Context, id: string, patch: IntegrationLinkDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const link = await tx.get('integrationLink', id)
    permit(ctx.actor, 'manage_customizations')
    const changed: IntegrationLink = { ...link, ...readParts(patch, link) }
    if (differs(link, changed)) tx.update('integrationLink', { ...changed, ...touched(ctx) })
    return id
  })
}

export async function deleteIntegrationLink(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    await tx.get('integrationLink', id)
    permit(ctx.actor, 'manage_customizations')
    tx.delete('integrationLink', id)
    return id
  })
}

type Parts = Pick<IntegrationLink, 'objectType' | 'name' | 'url'>
const BLANK: Parts = { objectType: '', name: '', url: '' }

function readParts(draft: IntegrationLinkDraft, present: Parts): Parts {
  const problems = new Problems()
  const objectType = draft.objectType ?? present.objectType
  const name = draft.name ?? present.name
  const url = draft.url ?? present.url
  if (objectType === '') problems.add(['objectType'], 'required')
  else if (!LINKED_NOUNS.some((known) => known === objectType)) problems.add(['objectType'], 'not_a_choice', objectType)
  if (name === '') problems.add(['name'], 'required')
  if (url === '') problems.add(['url'], 'required')
  else if (url !== present.url && !isLink(url)) problems.add(['url'], 'invalid_url')
  problems.settle()
  return { objectType, name, url }
}

// It is there to be followed, so it has to be whole, and must not run.
const isLink = (template: string) => /^https?:\/\//i.test(template) && isWebAddress(sampleOf(template))
