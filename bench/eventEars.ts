// A process that hears of events, as somebody else's programs would: it takes what webhooks deliver, checks the signatures
// with its own code, and follows streams. It is told what to do by POST, and answers GET /_report with what it heard.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'

/** What was heard of one event: which, as of when, by which object, when, and whether the signature was right. */
export type Heard = {
  readonly id: string
  readonly version: string
  readonly objectId: string
  readonly action: string
  readonly at: number
  readonly isValid: boolean
}

/** What to listen to: the keys of signatures by path, and streams by name. */
export type Listening = {
  readonly keys: Readonly<Record<string, string>>
  readonly streams: Readonly<Record<string, string>>
  readonly authorization: string
}

type Event = { id: string; date_updated: string; object_id: string; action: string }

const heard: Record<string, Heard[]> = {}
let keys: Listening['keys'] = {}

function note(name: string, { id, date_updated, object_id, action }: Event, at: number, isValid: boolean): void {
  heard[name] ??= []
  heard[name].push({ id, version: date_updated, objectId: object_id, action, at, isValid })
}

function isSigned(key: string, { headers }: IncomingMessage, body: string): boolean {
  const expected = createHmac('sha256', Buffer.from(key, 'hex'))
    .update(String(headers['close-sig-timestamp']) + body, 'utf8')
    .digest()
  const given = Buffer.from(String(headers['close-sig-hash']), 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function follow(name: string, url: string, authorization: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { authorization } }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`${url} answered ${response.statusCode}`))
      heard[name] ??= []
      createInterface({ input: response }).on('line', (line) => {
        if (line.startsWith('id:')) resolve()
        if (line.startsWith('data:')) note(name, JSON.parse(line.slice(5)) as Event, Date.now(), true)
      })
    }).on('error', reject)
  })
}

const server = createServer((request, response) => void answer(request, response, Date.now()))

async function answer(request: IncomingMessage, response: ServerResponse, at: number): Promise<void> {
  const path = request.url ?? ''
  if (path === '/_report') return void response.end(JSON.stringify(heard))
  const body = await text(request)
  if (path === '/_listen') {
    const told = JSON.parse(body) as Listening
    keys = told.keys
    for (const [name, url] of Object.entries(told.streams)) await follow(name, url, told.authorization)
    return void response.end('{}')
  }
  note(path, (JSON.parse(body) as { event: Event }).event, at, isSigned(keys[path] ?? '', request, body))
  response.end('{}')
}
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
