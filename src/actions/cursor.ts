import { isSigned, sign } from '../auth/signature.ts'
import { notFound } from '../domain/errors.ts'
import { BEGINNING, type Position } from '../store/reading/walk.ts'
import type { Context } from './context.ts'

// Written into every cursor, so that one of an older Ajar is told apart once positions mean something else.
const VERSION = 1

/**
 * A position as a text that a caller keeps. It is signed together with what it is a position in, so it can be used for
 * nothing else, by nobody else, and what comes back is what was given out. It does not expire.
 * @param list all that decides which objects the list has and in which order
 */
export async function cursorAt(ctx: Context, list: string, { after, since, again, passed }: Position): Promise<string> {
  const key = await ctx.store.signingKey()
  if (key === undefined) throw notFound('organization')
  const payload = Buffer.from(JSON.stringify([VERSION, after, since, again, passed])).toString('base64url')
  return `${payload}.${sign(key, words(list, payload))}`
}

/** The position that a cursor is at, the beginning for an empty one; undefined for one of another list or of nothing. */
export async function positionAt(ctx: Context, list: string, cursor: string): Promise<Position | undefined> {
  if (cursor === '') return BEGINNING
  const [payload = '', signature = ''] = cursor.split('.')
  if (!isSigned(await ctx.store.signingKey(), words(list, payload), signature)) return undefined
  const [version, after, since, again, passed] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Kept
  return version === VERSION ? { after, since, again, passed } : undefined
}

type Kept = [number, Position['after'], Position['since'], boolean, number]

const words = (list: string, payload: string) => ['cursor', list, payload] as const satisfies [string, ...string[]]
