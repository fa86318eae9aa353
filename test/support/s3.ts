import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly region: string }

/** Something that speaks as much of the S3 protocol as a file store needs. It believes nobody without a signature. */
export type StandIn = {
  readonly url: string
  readonly objects: ReadonlyMap<string, Buffer>
  close(): Promise<void>
}

export async function standIn(credentials: Credentials): Promise<StandIn> {
  const objects = new Map<string, Buffer>()
  const server = createServer((request, response) => {
    void answer(request, response, credentials, objects)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    async close() {
      server.closeAllConnections()
      if (server.listening) await new Promise((done) => server.close(done))
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  credentials: Credentials,
  objects: Map<string, Buffer>,
): Promise<void> {
  const body = await buffer(request)
  const key = request.url ?? ''
  const end = (status: number, content: string | Buffer = '') => response.writeHead(status).end(content)
  if (signatureOf(request, credentials) !== /Signature=(\w+)/.exec(request.headers.authorization ?? '')?.[1])
    return void end(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>')
  if (request.method === 'DELETE') {
    objects.delete(key)
    return void end(204)
  }
  if (request.method === 'PUT') {
    // S3 takes no chunks without a length.
    if (request.headers['content-length'] === undefined) return void end(411)
    if (hash(body) !== request.headers['x-amz-content-sha256']) return void end(400, 'XAmzContentSHA256Mismatch')
    objects.set(key, body)
    return void end(200)
  }
  const found = objects.get(key)
  if (found === undefined) return void end(404, '<Error><Code>NoSuchKey</Code></Error>')
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
  end(from === undefined ? 200 : 206, from === undefined ? found : found.subarray(Number(from), Number(to) + 1))
}

const hash = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const mac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest()

/** The signature that a request should have, as Amazon's Signature Version 4 says. */
function signatureOf({ method, url = '', headers }: IncomingMessage, { secretAccessKey, region }: Credentials): string {
  const signed = /SignedHeaders=([\w;-]+)/.exec(headers.authorization ?? '')?.[1] ?? ''
  const time = String(headers['x-amz-date'])
  const day = time.slice(0, 8)
  const named = signed.split(';').map((name) => `${name}:${String(headers[name])}\n`)
  const [path = '', query = ''] = url.split('?')
  const canonical = [method, path, query, named.join(''), signed, headers['x-amz-content-sha256']].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(mac, `AWS4${secretAccessKey}`)
  return mac(key, ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\n')).toString('hex')
}
