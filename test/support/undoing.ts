import { type Client, type Json, type Reply, rowsOf } from './api.ts'

/** The id of the newest event about an object. */
export async function lastEvent(api: Client, id: string | undefined, action = 'updated'): Promise<string> {
  const [last] = rowsOf(await api.get(`/event/?object_id=${id}&action=${action}&_limit=1`))
  if (last === undefined) throw new Error(`no event says that ${id} was ${action}`)
  return `${last.id}`
}

export const undo = (api: Client, event: string, query = ''): Promise<Reply> =>
  api.post(`/event/${event}/undo/${query}`)

/** What was done, as type and action. */
export const doneIn = ({ body }: Reply) =>
  (body.done as unknown as readonly Json[]).map(({ object_type, action }) => [object_type, action])

export const conflictsIn = ({ body }: Reply) => body.conflicts as unknown as readonly Json[]

/** What a GET shows, but for when and by whom things were last changed; the status where that is all there is. */
export async function shownAt(api: Client, path: string): Promise<unknown> {
  const { status, body } = await api.get(path)
  return status === 200 ? dateless(body) : status
}

const STAMPS = ['date_updated', 'updated_by', 'updated_by_name', 'updated_at', 'lm', 'gmt_lm', 'modified']

function dateless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dateless)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key]) => !STAMPS.includes(key))
  return Object.fromEntries(kept.map(([key, inner]) => [key, dateless(inner)]))
}
