import { type Client, type Json, rowsOf } from './api.ts'
import type { Made } from './oneOfEach.ts'

/** All that a list has, page by page. */
export async function walked(api: Client, path: string, afterPage?: (rows: readonly Json[]) => void): Promise<Json[]> {
  const rows: Json[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const reply = await api.get(`${path}&_cursor=${cursor}`)
    if (reply.status !== 200) throw new Error(`${path} answered ${reply.status}: ${reply.text}`)
    rows.push(...rowsOf(reply))
    afterPage?.(rowsOf(reply))
    cursor = reply.body.cursor_next as string | null
  }
  return rows
}

/** What lists have to be asked for that are never whole, by their paths. */
export const scopes = (made: Readonly<Record<string, Made>>): Readonly<Record<string, string>> => ({
  '/comment/': `thread_id=${made['/comment/']?.object.thread_id}`,
  '/custom_object/': `lead_id=${made['/lead/']?.object.id}`,
})
