import { createHash } from 'node:crypto'
import { random } from '../domain/id.ts'
import type { Actor } from '../domain/permission.ts'
import type { Runner } from '../store/database/database.ts'
import { findActor, markUsed } from '../store/people/apiKey.ts'

// A revoked key works for at most this long in the other processes; in exchange a request needs no look-up.
const KEPT_MS = 2_000
const MAX_KEPT = 10_000
const MARK_EVERY_MS = 60_000
const MAX_KEY_LENGTH = 512

export type Authenticate = (key: string) => Promise<Actor | undefined>

/** Finds who an API key acts for. Keys are kept only as hashes, here and in the store. */
export function apiKeyAuthentication(runner: Runner, now: () => number = Date.now): Authenticate {
  const kept = new Map<string, { actor: Actor | undefined; until: number }>()
  const marked = new Map<string, number>()

  return async (key) => {
    if (key === '' || key.length > MAX_KEY_LENGTH) return undefined
    const hash = hashOf(key)
    const name = hash.toString('base64')
    const known = kept.get(name)
    if (known !== undefined && known.until > now()) return known.actor
    const actor = await findActor(runner, hash)
    if (kept.size >= MAX_KEPT) kept.clear()
    kept.set(name, { actor, until: now() + KEPT_MS })
    if (actor !== undefined) await mark(actor)
    return actor
  }

  async function mark(actor: Actor): Promise<void> {
    const id = `${actor.organizationId} ${actor.apiKeyId}`
    if ((marked.get(id) ?? 0) + MARK_EVERY_MS > now()) return
    marked.set(id, now())
    await markUsed(runner, actor, new Date(now()).toISOString())
  }
}

/** A new key: 40 random characters after a prefix that secret scanners can know. */
export const newApiKey = () => `api_${random(40)}`

/** What the store keeps of a key. A fast hash is enough for a long random secret. */
export const hashOf = (key: string) => createHash('sha256').update(key).digest()
