import { audited, noun, type RecordOf } from './noun.ts'

/** The kinds of object that a saved search may list. */
export const SEARCHED_TYPES = [
  'lead',
  'contact',
  'opportunity',
  'call',
  'email',
  'sms',
  'meeting',
  'note',
  'whatsapp_message',
  'custom_activity',
  'form_submission',
] as const

/**
 * A search with a name, which people know as a Smart View. What is looked for is kept as it was said: `searchQuery` as a
 * tree, or `query` as a text. It belongs to who made it, and is seen by them and by those it is shared with alone.
 */
export const savedSearch = noun({
  stored: {
    ...audited,
    name: 'text',
    description: 'text?',
    objectType: 'text',
    query: 'text?',
    searchQuery: 'json?',
    selectedFields: 'json?',
    isUserDependent: 'boolean',
    isSharedWithAll: 'boolean',
    sharedUserIds: 'texts',
    sharedGroupIds: 'texts',
    sharedAt: 'instant?',
    sharedById: 'id?',
    sharingUpdatedAt: 'instant?',
    sharingUpdatedById: 'id?',
  },
  computed: { isShared: 'boolean', sharedMembershipIds: 'json' },
})
export type SavedSearch = RecordOf<typeof savedSearch>

/** Who sees a saved search beside its maker. */
export type Sharing = Pick<SavedSearch, 'isSharedWithAll' | 'sharedUserIds' | 'sharedGroupIds'>
export const PRIVATE: Sharing = { isSharedWithAll: false, sharedUserIds: [], sharedGroupIds: [] }
export const FOR_ALL: Sharing = { ...PRIVATE, isSharedWithAll: true }

/** Whether anybody else sees it. */
export const isShared = ({ isSharedWithAll, sharedUserIds, sharedGroupIds }: Sharing) =>
  isSharedWithAll || sharedUserIds.length > 0 || sharedGroupIds.length > 0

type Json = Readonly<Record<string, unknown>>

/** What is wrong with the shape of a search, for the caller; whether its fields exist is for the search itself to say. */
export function searchProblem(search: Json): string | undefined {
  const { query, sort, results_limit: limit } = search
  if (!isObject(query)) return 'It needs a query, which is an object.'
  if (objectTypeIn(query) === undefined)
    return 'The query must say what it looks for, in a node of the type object_type.'
  if (!isMissing(sort) && !(Array.isArray(sort) && sort.every(isObject))) return 'Its sort must be a list of objects.'
  if (!isMissing(limit) && !(Number.isInteger(limit) && Number(limit) >= 0))
    return 'Its results_limit must be a whole number or null.'
  return undefined
}

/** The kind of object that a search lists, if it is one that a saved search may have. */
export function typeOfSearch(search: Json): string | undefined {
  const objectType = objectTypeIn(search.query)?.replace(/^activity\./, '')
  return SEARCHED_TYPES.find((type) => type === objectType)
}

/** Whether a search finds other objects for another user. */
export function mentionsUser(search: unknown): boolean {
  if (search === CURRENT_USER) return true
  if (isObject(search) && search.type === 'current_user') return true
  return typeof search === 'object' && search !== null && Object.values(search).some(mentionsUser)
}

const CURRENT_USER = 'CURRENT_USER'

/** What the tree looks for. Below `has_related` another kind is named, but not by such a node of this tree. */
function objectTypeIn(node: unknown): string | undefined {
  if (!isObject(node)) return undefined
  if (node.type === 'object_type' && typeof node.object_type === 'string') return node.object_type
  const parts: readonly unknown[] = Array.isArray(node.queries) ? node.queries : []
  for (const part of parts) {
    const found = objectTypeIn(part)
    if (found !== undefined) return found
  }
  return undefined
}

const isMissing = (value: unknown) => value === undefined || value === null

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
