import { AjarError } from '../../domain/errors.ts'
import { type Actor, permit } from '../../domain/permission.ts'
import {
  isShared,
  mentionsUser,
  PRIVATE,
  type SavedSearch,
  type Sharing,
  searchProblem,
  typeOfSearch,
} from '../../domain/savedSearch.ts'
import { type Context, change, stamps, type Transaction, touched, type Written } from '../context.ts'
import { differs, given } from '../patch.ts'
import { isSameSharing, readSharing, type SharingDraft } from '../people/sharing.ts'
import { Problems } from '../problems.ts'
import { checkView } from './search.ts'
import type { Looked } from './searchViews.ts'

export type SavedSearchDraft = SharingDraft & {
  readonly name?: string | null
  readonly description?: string | null
  readonly objectType?: string | null
  readonly query?: string | null
  readonly searchQuery?: Readonly<Record<string, unknown>> | null
  readonly selectedFields?: readonly object[] | null
}

/** Saves a search for oneself, or for others too, which takes a permission. */
export async function createSavedSearch(ctx: Context, draft: SavedSearchDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const blank: SavedSearch = { ...stamps(ctx), id: ctx.ids('savedSearch'), ...BLANK }
    tx.insert('savedSearch', await readSavedSearch(ctx, tx, draft, blank))
    return blank.id
  })
}

/** Changes what the patch names. Who changes what others see, or begins to share it, needs a permission. */
export async function updateSavedSearch(ctx: Context, id: string, patch: SavedSearchDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const search = await tx.get('savedSearch', id)
    permitShared(ctx.actor, search)
    const changed = await readSavedSearch(ctx, tx, patch, search)
    if (differs(search, changed)) tx.update('savedSearch', { ...changed, ...touched(ctx) })
    return id
  })
}

/** Deletes a saved search for all who see it. */
export async function deleteSavedSearch(ctx: Context, id: string): Promise<Written> {
  return change(ctx, async (tx) => {
    permitShared(ctx.actor, await tx.get('savedSearch', id))
    tx.delete('savedSearch', id)
    return id
  })
}

const BLANK = {
  name: '',
  description: null,
  objectType: 'lead',
  query: null,
  searchQuery: null,
  selectedFields: null,
  isUserDependent: false,
  ...PRIVATE,
  sharedAt: null,
  sharedById: null,
  sharingUpdatedAt: null,
  sharingUpdatedById: null,
} as const satisfies Partial<SavedSearch>

function permitShared(actor: Actor, sharing: Sharing): void {
  if (isShared(sharing)) permit(actor, 'manage_team_smart_views')
}

async function readSavedSearch(
  ctx: Context,
  tx: Transaction,
  draft: SavedSearchDraft,
  present: SavedSearch,
): Promise<SavedSearch> {
  const problems = new Problems()
  const sharing = await readSharing(ctx, tx, draft, present, problems)
  permitShared(ctx.actor, sharing)
  const name = draft.name === undefined ? present.name : (draft.name ?? '')
  if (name === '') problems.add(['name'], 'required')
  const description = given(draft.description, present.description)
  if (description !== present.description && bytesOf(description ?? '') > MAX_DESCRIPTION_BYTES)
    problems.add(['description'], 'object', `The value must be no longer than ${MAX_DESCRIPTION_BYTES} bytes.`)
  const searched = await readSearch(ctx, draft, present, problems)
  problems.settle()
  return {
    ...present,
    name,
    description,
    ...searched,
    selectedFields: given(draft.selectedFields, present.selectedFields),
    ...(isSameSharing(sharing, present) ? {} : sharedAnew(ctx, sharing, present)),
  }
}

const MAX_DESCRIPTION_BYTES = 300
const bytesOf = (text: string) => new TextEncoder().encode(text).length

/**
 * What is looked for. One of the two ways of saying it, alone in a patch, takes the place of the other: the tree is what
 * counts, and a text beside it that says something else would mislead. Both have to be what can be answered.
 */
async function readSearch(ctx: Context, draft: SavedSearchDraft, present: SavedSearch, problems: Problems) {
  const text = draft.query === '' ? null : draft.query
  const tree = draft.searchQuery
  const newTree = tree != null && differs({ of: tree }, { of: present.searchQuery }) ? tree : undefined
  const newText = text != null && text !== present.query ? text : undefined
  const next = {
    query: given(text, newTree === undefined ? present.query : null),
    searchQuery: given(tree, newText === undefined ? present.searchQuery : null) ?? null,
    objectType: draft.objectType ?? (newTree && typeOfSearch(newTree)) ?? present.objectType,
  }
  if (next.query === null && next.searchQuery === null) problems.add(['searchQuery'], 'required')
  const refusal = (of: Partial<Looked>) =>
    refusalOf(() => checkView(ctx, present.id, { ...next, query: null, searchQuery: null, ...of }))
  const misbuilt = newTree && (searchProblem(newTree) ?? (await refusal({ searchQuery: newTree })))
  if (misbuilt !== undefined) problems.add(['searchQuery'], 'object', misbuilt)
  const misread = newText === undefined ? undefined : await refusal({ query: newText })
  if (misread !== undefined) problems.add(['query'], 'object', misread)
  return { ...next, isUserDependent: mentionsUser(next.searchQuery) }
}

function sharedAnew(ctx: Context, sharing: Sharing, { sharedAt, sharedById }: SavedSearch): Partial<SavedSearch> {
  const by = ctx.actor.userId
  const times = {
    sharedAt: sharedAt ?? ctx.now,
    sharedById: sharedById ?? by,
    sharingUpdatedAt: ctx.now,
    sharingUpdatedById: by,
  }
  const none = { sharedAt: null, sharedById: null, sharingUpdatedAt: null, sharingUpdatedById: null }
  return { ...sharing, ...(isShared(sharing) ? times : none) }
}

/** Why something cannot be answered; undefined where it can. */
async function refusalOf(check: () => Promise<void>): Promise<string | undefined> {
  try {
    await check()
    return undefined
  } catch (error) {
    if (error instanceof AjarError && error.code === 'invalid') return error.message
    throw error
  }
}
