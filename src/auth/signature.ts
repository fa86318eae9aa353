import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Actor } from '../domain/permission.ts'

/** Proof that these words come from us. The first says what they are for, so that no signature serves two ends. */
export function sign(key: Buffer, words: readonly [purpose: string, ...rest: string[]]): string {
  return createHmac('sha256', key).update(JSON.stringify(words)).digest('base64url')
}

/** Whether a signature is the one of these words. */
export function isSigned(
  key: Buffer | undefined,
  words: readonly [purpose: string, ...rest: string[]],
  signature: string,
): boolean {
  if (key === undefined) return false
  const [right, given] = [Buffer.from(sign(key, words)), Buffer.from(signature)]
  return right.length === given.length && timingSafeEqual(right, given)
}

/**
 * Whoever shows a signature in the place of a key: nobody in particular, who may do what was signed and nothing else.
 * The action has to look at the signature.
 */
export const bearerIn = (organizationId: string): Actor => ({
  organizationId,
  userId: '',
  membershipId: '',
  groupIds: [],
  roleId: '',
  permissions: new Set(['edit_records']),
  apiKeyId: null,
})
