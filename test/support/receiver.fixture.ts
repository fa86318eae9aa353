// A receiver of webhooks, as somebody else would write it: it knows nothing of Ajar but what is documented. What it does
// with a request depends on the path; `POST /_tell` says so, `GET /_got` tells what came.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Manner = { key?: string; status?: number; after?: number; manner?: 'hang' | 'garbage' | 'reset' | 'drip' }
type Got = { path: string; at: number; valid: boolean; headers: unknown; body: string; status: number | string }

const manners = new Map<string, Manner>()
const got: Got[] = []
const open = new Map<string, number>()
let mostOpen = 0

function isSigned(key: string, timestamp: string, hash: string, body: Buffer): boolean {
  const expected = createHmac('sha256', Buffer.from(key, 'hex'))
    .update(Buffer.concat([Buffer.from(timestamp, 'utf8'), body]))
    .digest()
  const given = Buffer.from(hash, 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

const server = createServer((request, response) => {
  const path = request.url ?? '/'
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.concat(chunks)
    if (path === '/_tell') {
      for (const [to, manner] of Object.entries(JSON.parse(body.toString()) as Record<string, Manner>))
        manners.set(to, { ...manners.get(to), manner: undefined, after: 0, status: 200, ...manner } as Manner)
      return response.end('{}')
    }
    if (path === '/_got') return response.end(JSON.stringify({ got, mostOpen }))
    const { key = '', status = 200, after = 0, manner } = manners.get(path) ?? {}
    const timestamp = String(request.headers['close-sig-timestamp'])
    const valid = isSigned(key, timestamp, String(request.headers['close-sig-hash']), body)
    const note = { path, at: Date.now(), valid, headers: request.headers, body: body.toString('utf8') }
    got.push({ ...note, status: manner ?? status })
    open.set(path, (open.get(path) ?? 0) + 1)
    mostOpen = Math.max(mostOpen, open.get(path) ?? 0)
    response.on('close', () => open.set(path, (open.get(path) ?? 1) - 1))
    if (manner === 'hang') return
    if (manner === 'reset') return request.socket.destroy()
    if (manner === 'garbage') return request.socket.end('SSH-2.0-OpenSSH_9.6\r\n')
    if (manner === 'drip') {
      response.writeHead(200)
      const timer = setInterval(() => response.write('drip '), 50)
      response.on('close', () => clearInterval(timer))
      return
    }
    setTimeout(() => {
      response.writeHead(status, status === 302 ? { location: '/redirected' } : { 'x-receiver': 'fixture' })
      response.end(status === 200 ? 'thanks' : 'x'.repeat(100_000))
    }, after)
  })
})
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
})
