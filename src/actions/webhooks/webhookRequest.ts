import { lookup as resolveName } from 'node:dns'
import http, { type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { isPublicAddress, privateNameRefusal } from './webhookAddress.ts'

/** A request to somebody else's server. */
export type Sent = {
  readonly url: string
  readonly verifySsl: boolean
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What came back; `error` says why that is no success. */
export type Received = {
  readonly status: number | null
  readonly headers: Readonly<Record<string, string>> | null
  readonly body: string | null
  readonly error: string | null
  readonly durationMs: number
}

/** The servers of others, as far as Ajar speaks to them. */
export type Outside = {
  /** Sends a request; never throws. A redirect is an answer like others, and not followed. */
  post(sent: Sent): Promise<Received>
  /** Why requests to this address are refused, as far as its text tells. */
  refusal(url: URL): string | undefined
  close(): void
}

const TIMEOUT_MS = 10_000
const MAX_BODY_BYTES = 65_536

export type OutsideOptions = {
  readonly allowPrivate: boolean
  readonly timeoutMs?: number
  /** What knows the addresses of names. */
  readonly resolve?: typeof resolveName
}

/**
 * Speaks to servers on the internet, and to those of the own network only if that is allowed: who can make Ajar ask an
 * address must not reach what only Ajar can. A name is resolved once, and connected to at the address that was looked at.
 */
export function openOutside({ allowPrivate, timeoutMs = TIMEOUT_MS, resolve = resolveName }: OutsideOptions): Outside {
  const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) }
  const refusal = (url: URL) => (allowPrivate ? undefined : privateNameRefusal(url))
  const lookup = allowPrivate ? undefined : publicLookup(resolve)

  const attempt = (sent: Sent, url: URL) =>
    new Promise<Omit<Received, 'durationMs'>>((done) => {
      const secure = url.protocol === 'https:'
      const options: https.RequestOptions & RequestOptions = {
        method: 'POST',
        agent: secure ? agents['https:'] : agents['http:'],
        headers: { ...sent.headers, 'content-length': Buffer.byteLength(sent.body) },
        signal: AbortSignal.timeout(timeoutMs),
        ...(lookup === undefined ? {} : { lookup }),
        ...(secure ? { rejectUnauthorized: sent.verifySsl } : {}),
      }
      const request = (secure ? https : http).request(url, options)
      let hasAnswered = false
      request.on('response', (response) => {
        hasAnswered = true
        done(readAnswer(response))
      })
      request.on('error', (error: NodeJS.ErrnoException) => {
        // Time may be over while the answer is read.
        if (hasAnswered) return
        // The receiver had closed a connection that was kept open, at the moment when it was used again.
        if (request.reusedSocket && error.code === 'ECONNRESET') done(attempt(sent, url))
        else done({ ...NOTHING, error: reasonOf(error, timeoutMs) })
      })
      request.end(sent.body)
    })

  return {
    refusal,
    async post(sent) {
      const start = performance.now()
      const url = new URL(sent.url)
      const refused = refusal(url)
      const received = refused === undefined ? await attempt(sent, url) : { ...NOTHING, error: refused }
      return { ...received, durationMs: Math.round(performance.now() - start) }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

const NOTHING = { status: null, headers: null, body: null } as const

function publicLookup(resolve: typeof resolveName): LookupFunction {
  return (name, options, done) => {
    resolve(name, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, [])
      const open = addresses.filter(({ address }) => isPublicAddress(address))
      const [first] = open
      if (first === undefined) return done(new PrivateAddress(name), [])
      return options.all === true ? done(null, open) : done(null, first.address, first.family)
    })
  }
}

class PrivateAddress extends Error {
  constructor(name: string) {
    super(`${name} is an address of a private network, which webhooks are not sent to.`)
  }
}

/** The status decides; of the body only so much is read as is worth showing, and no longer than there is time. */
async function readAnswer(response: IncomingMessage): Promise<Omit<Received, 'durationMs'>> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      length += chunk.length
      if (length >= MAX_BODY_BYTES) break
    }
  } catch {
    // What came until then is enough.
  }
  const status = response.statusCode ?? 0
  return {
    status,
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, storable(String(value))]),
    ),
    body: storable(Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES).toString('utf8')),
    error: errorOf(status),
  }
}

function errorOf(status: number): string | null {
  if (status >= 200 && status < 300) return null
  return status >= 300 && status < 400
    ? `The receiver answered ${status}; redirects are not followed.`
    : `The receiver answered ${status}.`
}

function reasonOf(error: NodeJS.ErrnoException, timeoutMs: number): string {
  if (error instanceof PrivateAddress) return error.message
  if (error.name === 'TimeoutError' || error.name === 'AbortError')
    return `There was no answer within ${timeoutMs / 1000} seconds.`
  if (error.code?.startsWith('HPE_') === true) return 'The answer is not HTTP.'
  if (error.code === 'ENOTFOUND') return 'There is no server of this name.'
  // A name with several addresses fails once for each of them.
  const first = error instanceof AggregateError ? (error.errors[0] as NodeJS.ErrnoException) : error
  return `The receiver could not be reached: ${first.code ?? first.message}.`
}

// PostgreSQL keeps no NUL.
const storable = (text: string) => text.toWellFormed().replaceAll('\0', '')
