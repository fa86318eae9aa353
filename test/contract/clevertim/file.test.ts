import { createHash, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LightMyRequestResponse } from 'fastify'
import { expect, test } from 'vitest'
import { type Client, type Json, useApi } from '../../support/api.ts'
import { until } from '../../support/until.ts'

// Files: an object with a name, and its bytes beside it. See docs/api/clevertim/files.md.

const api = useApi()

type Sent = { readonly bytes?: Buffer | string; readonly headers?: Record<string, string> }

/** Asks as somebody, with bytes as they are. */
function ask({ apiKey }: Client, method: string, url: string, { bytes, headers }: Sent = {}) {
  return api.app().inject({
    method: method as 'GET',
    url,
    headers: { authorization: `Basic ${Buffer.from(`${apiKey}:X`).toString('base64')}`, ...headers },
    ...(bytes === undefined ? {} : { payload: bytes }),
  })
}

const make = async (who: Client, path: string, body: Record<string, unknown>): Promise<Json> => {
  const response = await ask(who, 'POST', `/api${path}`, { bytes: JSON.stringify(body) })
  expect(response.statusCode, response.body).toBe(200)
  return contentOf(response)
}
const contentOf = (response: LightMyRequestResponse) => (response.json() as Json).content?.[0] as Json

const aFile = async (who: Client, bytes?: Buffer | string, headers: Record<string, string> = {}) => {
  const { id } = await make(who, '/file', { name: 'offer.pdf' })
  const url = `/api/file/${id}/content`
  if (bytes !== undefined) expect((await ask(who, 'PUT', url, { bytes, headers })).statusCode).toBe(200)
  return { id, url }
}

const keptFiles = async () => {
  const entries = await readdir(api.files(), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile())
}

test('bytes come back as they were sent', async () => {
  const me = await api.client()
  const { id, url } = await aFile(me)
  const bytes = randomBytes(300_000)

  const put = await ask(me, 'PUT', url, { bytes, headers: { 'content-type': 'application/pdf' } })
  const got = await ask(me, 'GET', url)

  expect(put.json()).toMatchObject({ status: 'OK', content: [{ id, name: 'offer.pdf', size: 300_000 }] })
  expect(got.statusCode).toBe(200)
  expect(got.rawPayload.equals(bytes)).toBe(true)
  expect(got.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-length': '300000',
    'content-disposition': 'attachment; filename=offer.pdf',
    etag: `"${createHash('sha256').update(bytes).digest('hex')}"`,
    'x-content-type-options': 'nosniff',
    'accept-ranges': 'bytes',
  })
})

test('the same without /api', async () => {
  const me = await api.client()
  const { id } = await aFile(me)

  expect((await ask(me, 'POST', `/file/${id}/content`, { bytes: 'hello' })).statusCode).toBe(200)
  expect((await ask(me, 'GET', `/file/${id}/content`)).body).toBe('hello')
})

test('another content takes the place of the first, which goes', async () => {
  const me = await api.client()
  const { url } = await aFile(me, 'first', { 'content-type': 'text/plain' })
  const before = (await keptFiles()).length

  await ask(me, 'POST', url, { bytes: 'the second', headers: { 'content-type': 'text/csv; charset=utf-8' } })
  const got = await ask(me, 'GET', url)

  expect(got.body).toBe('the second')
  expect(got.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(await keptFiles()).toHaveLength(before)
})

test('an empty content is a content', async () => {
  const me = await api.client()
  const { id, url } = await aFile(me)

  expect(contentOf(await ask(me, 'PUT', url))).toMatchObject({ id, size: 0 })
  const got = await ask(me, 'GET', url)

  expect(got.statusCode).toBe(200)
  expect(got.headers['content-length']).toBe('0')
})

test('without content there is none', async () => {
  const me = await api.client()
  const { url } = await aFile(me)

  for (const path of [
    url,
    '/api/file/999999/content',
    '/api/file/x/content',
    '/api/file/99999999999999999999/content',
  ]) {
    const got = await ask(me, 'GET', path)
    expect(got.statusCode, path).toBe(404)
    expect(got.json()).toMatchObject({ status: 'ERROR' })
  }
  expect((await ask(me, 'PUT', '/api/file/999999/content', { bytes: 'x' })).statusCode).toBe(404)
  expect((await ask(me, 'PATCH', url)).statusCode).toBe(501)
  expect((await ask(me, 'DELETE', url)).statusCode).toBe(501)
})

test('a deleted file answers nothing, but its bytes stay', async () => {
  const me = await api.client()
  const { id, url } = await aFile(me, 'precious')
  const before = (await keptFiles()).length

  await ask(me, 'DELETE', `/api/file/${id}`)

  expect((await ask(me, 'GET', url)).statusCode).toBe(404)
  expect((await ask(me, 'PUT', url, { bytes: 'x' })).statusCode).toBe(404)
  expect(await keptFiles()).toHaveLength(before)
})

test('what a page could do with is kept from doing it', async () => {
  const me = await api.client()
  const { url } = await aFile(me, '<script>alert(1)</script>', { 'content-type': 'text/html' })

  const got = await ask(me, 'GET', url)

  expect(got.headers).toMatchObject({
    'content-type': 'text/html',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  })
  expect(got.headers['content-disposition']).toMatch(/^attachment;/)
})

test.each([
  ['text/html; charset', 'application/octet-stream'],
  ['text/html; charset="a\\"', 'application/octet-stream'],
  ['nonsense', 'text/plain'],
  ['application/x-www-form-urlencoded', 'application/octet-stream'],
  [`text/${'x'.repeat(300)}`, 'application/octet-stream'],
])('%j is not said again', async (declared, answered) => {
  const me = await api.client()
  const { url } = await aFile(me, 'x', { 'content-type': declared })

  expect((await ask(me, 'GET', url)).headers['content-type']).toBe(answered)
})

test('a form may bring the file', async () => {
  const me = await api.client()
  const { id, url } = await aFile(me)
  const form = (...parts: string[]) => ({
    bytes: [...parts.map((part) => `--b\r\nContent-Disposition: form-data; ${part}\r\n`), '--b--\r\n'].join(''),
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  })
  const file = 'name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\na,b'
  const odd = 'name="file"; filename="☃/../a"\r\nContent-Type: text/☃; x=☃\r\n\r\na'

  const sent = await ask(me, 'POST', url, form('name="why"\r\n\r\nbecause', file))
  expect(contentOf(sent)).toMatchObject({ id, name: 'offer.pdf', size: 3 })
  expect((await ask(me, 'GET', url)).headers['content-type']).toBe('text/csv')

  expect((await ask(me, 'POST', url, form(odd))).statusCode).toBe(200)
  expect((await ask(me, 'GET', url)).headers['content-type']).toBe('application/octet-stream')
  await ask(me, 'POST', url, form(file))

  const before = (await keptFiles()).length
  for (const [wrong, reason] of [
    [form(file, file), 'several files'],
    [form('name="why"\r\n\r\nbecause'), 'no file'],
    [{ ...form(file), bytes: form(file).bytes.slice(0, -12) }, 'to its end'],
    [{ ...form(file), headers: { 'content-type': 'multipart/form-data' } }, 'to its end'],
    [{ ...form(...Array(200).fill('name="why"\r\n\r\nbecause')) }, 'to its end'],
  ] as const) {
    const refused = await ask(me, 'POST', url, wrong)
    expect(refused.statusCode, refused.body).toBe(400)
    expect(refused.body).toContain(reason)
  }
  expect((await ask(me, 'GET', url)).body).toBe('a,b')
  expect(await keptFiles()).toHaveLength(before)
})

test('a part is enough, and what is known is not sent again', async () => {
  const me = await api.client()
  const { url } = await aFile(me, '0123456789')
  const { etag } = (await ask(me, 'HEAD', url)).headers
  const get = (headers: Record<string, string>) => ask(me, 'GET', url, { headers })

  const part = await get({ range: 'bytes=2-4' })
  expect([part.statusCode, part.body, part.headers['content-range']]).toEqual([206, '234', 'bytes 2-4/10'])
  const none = await get({ range: 'bytes=10-' })
  expect([none.statusCode, none.body, none.headers['content-range']]).toEqual([416, '', 'bytes */10'])
  expect((await get({ range: 'bytes=2-4', 'if-range': '"other"' })).statusCode).toBe(200)
  const known = await get({ 'if-none-match': `W/"x", ${etag}` })
  expect([known.statusCode, known.body]).toEqual([304, ''])
  expect((await get({ 'if-none-match': '"other"' })).statusCode).toBe(200)
})

test('HEAD says what GET would', async () => {
  const me = await api.client()
  const { url } = await aFile(me, 'hello', { 'content-type': 'text/plain' })

  const [head, get] = [await ask(me, 'HEAD', url), await ask(me, 'GET', url)]

  const { date: _, ...said } = head.headers
  expect(head.statusCode).toBe(200)
  expect(get.headers).toMatchObject(said)
  expect(head.body).toBe('')
})

test('too large a file is refused before it is read', async () => {
  const me = await api.client()
  const { url } = await aFile(me, 'small')

  const refused = await ask(me, 'PUT', url, { bytes: 'x', headers: { 'content-length': String(200 * 1024 * 1024) } })

  expect(refused.statusCode).toBe(413)
  expect(refused.json()).toEqual({ status: 'ERROR', error: 'A file may have at most 100 MB.' })
})

test('who may not is refused, whoever is somebody else finds nothing', async () => {
  const me = await api.client()
  const { id, url } = await aFile(me, 'ours')
  const stranger = await api.client()
  const reader = await api.member(me, 'readonly')
  const before = (await keptFiles()).length

  for (const method of ['GET', 'HEAD', 'PUT', 'POST'])
    expect((await ask(stranger, method, url, { bytes: 'theirs' })).statusCode, method).toBe(404)
  expect((await ask(reader, 'GET', url)).body).toBe('ours')
  expect((await ask(reader, 'PUT', url, { bytes: 'theirs' })).statusCode).toBe(403)
  expect((await ask(reader, 'DELETE', `/api/file/${id}`)).statusCode).toBe(403)
  expect((await api.app().inject({ url })).statusCode).toBe(401)
  expect((await api.app().inject({ method: 'PUT', url, payload: 'x' })).statusCode).toBe(401)
  expect((await ask(me, 'GET', url)).body).toBe('ours')
  expect(await keptFiles()).toHaveLength(before)
})

test.each([
  ['../../etc/passwd', 'attachment; filename=.._.._etc_passwd'],
  ['..\\..\\boot.ini', 'attachment; filename=.._.._boot.ini'],
  ['say "hi".txt', String.raw`attachment; filename="say \"hi\".txt"`],
  ['a\r\nSet-Cookie: x=y', 'attachment; filename="a__Set-Cookie: x=y"'],
  ['übersicht ☃.pdf', `attachment; filename="?bersicht ?.pdf"; filename*=UTF-8''%C3%BCbersicht%20%E2%98%83.pdf`],
  ['a\0b.txt', 'attachment; filename=ab.txt'],
  ['%2e%2e%2fx', `attachment; filename=%2e%2e%2fx; filename*=UTF-8''%252e%252e%252fx`],
  ['.', 'attachment; filename=.'],
])('a file may be called %j', async (name, disposition) => {
  const me = await api.client()
  const { id } = await make(me, '/file', { name })
  await ask(me, 'PUT', `/api/file/${id}/content`, { bytes: 'x' })

  expect((await ask(me, 'GET', `/api/file/${id}/content`)).headers['content-disposition']).toBe(disposition)
})

test.each([[''], [' '], [null], [undefined], [7], ['x'.repeat(256)]])('a file cannot be called %j', async (name) => {
  const me = await api.client()

  for (const path of ['/api/file', '/api/folder', '/api/linkedfile']) {
    const refused = await ask(me, 'POST', path, {
      bytes: JSON.stringify({ name, sys: 'D', link: 'https://d.example/x' }),
    })
    expect(refused.statusCode, path).toBe(400)
    expect(refused.json(), path).toMatchObject({ status: 'ERROR', error: expect.stringContaining('name') })
  }
})

test('two who write at once: one of them wins whole', async () => {
  const me = await api.client()
  const { url } = await aFile(me, 'first')
  const before = (await keptFiles()).length
  const contents = Array.from({ length: 12 }, (_, i) => Buffer.alloc(50_000, `${i % 10}`))

  const answers = await Promise.all(contents.map((bytes) => ask(me, 'PUT', url, { bytes })))
  const reads = await Promise.all(contents.map(() => ask(me, 'GET', url)))

  expect(answers.map((answer) => answer.statusCode)).toEqual(contents.map(() => 200))
  for (const { rawPayload } of reads) expect(contents.some((bytes) => bytes.equals(rawPayload))).toBe(true)
  expect(await keptFiles()).toHaveLength(before)
})

test('while it is replaced it can be read', async () => {
  const me = await api.client()
  const { url } = await aFile(me, 'first')
  const reads: Promise<LightMyRequestResponse>[] = []

  for (let i = 0; i < 20; i++) {
    reads.push(ask(me, 'GET', url))
    await ask(me, 'PUT', url, { bytes: `content ${i}` })
  }

  for (const { statusCode, body } of await Promise.all(reads)) {
    expect(statusCode).toBe(200)
    expect(body).toMatch(/^(first|content \d+)$/)
  }
})

test('an upload that breaks off changes nothing and leaves nothing', async () => {
  const me = await api.client()
  const { url } = await aFile(me, 'whole')
  const before = (await keptFiles()).length

  const upload = await anUpload(me, url, { 'content-length': '1000000' })
  upload.write(randomBytes(300_000))
  await until(async () => (await keptFiles()).length > before)
  upload.destroy()
  await until(async () => (await keptFiles()).length === before)

  expect((await ask(me, 'GET', url)).body).toBe('whole')
})

test('an upload that does not end is refused when it is too large, and hears of it', { timeout: 30_000 }, async () => {
  const me = await api.client()
  const { url } = await aFile(me, 'whole')
  const before = (await keptFiles()).length
  const upload = await anUpload(me, url, { 'transfer-encoding': 'chunked' })
  const answered = new Promise<number>((resolve) => upload.once('response', (r) => resolve(r.statusCode ?? 0)))
  let status: number | undefined
  void answered.then((code) => {
    status = code
  })

  const piece = Buffer.alloc(1024 * 1024)
  for (let sent = 0; sent < 120 && status === undefined; sent++) {
    await new Promise((resolve) => upload.write(piece, resolve))
  }

  expect(await answered).toBe(413)
  upload.destroy()
  expect((await ask(me, 'GET', url)).body).toBe('whole')
  expect(await keptFiles()).toHaveLength(before)
})

/** An upload over a socket, so that it can be left unfinished. */
async function anUpload({ apiKey }: Client, path: string, headers: Record<string, string>) {
  const app = api.app()
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const upload = httpRequest({ port, path, method: 'PUT', auth: `${apiKey}:X`, headers })
  upload.on('error', () => undefined)
  return upload
}
