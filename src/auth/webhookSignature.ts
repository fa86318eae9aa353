import { createHmac } from 'node:crypto'

/**
 * The headers that prove who sends a body, as Close has them: the key is 32 bytes as hex, and what is signed is the time
 * followed by the body.
 */
export function signatureHeaders(signatureKey: string, body: string, now: Date): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const hash = createHmac('sha256', Buffer.from(signatureKey, 'hex')).update(timestamp).update(body).digest('hex')
  return { 'close-sig-timestamp': timestamp, 'close-sig-hash': hash }
}
