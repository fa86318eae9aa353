import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { sign } from '../../../src/auth/signature.ts'
import { type Client, type Json, useApi } from '../../support/api.ts'

// Uploads: announced with a key, sent with a signed form, attached by their address. See docs/api/close/files.md.

const api = useApi()
const { client, member, database } = api

const URL_OF_AJAR = 'http://ajar.example'
const PNG = Buffer.from('89504e470d0a1a0a', 'hex')

type Part = readonly [name: string, value: string | Buffer, more?: string]

/** A form as browsers and libraries send it. */
function multipart(...parts: readonly Part[]) {
  const pieces = parts.flatMap(([name, value, more = '']) => [
    Buffer.from(`--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ])
  return {
    payload: Buffer.concat([...pieces, Buffer.from('--b--\r\n')]),
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  }
}

const file = (bytes: string | Buffer): Part => ['file', bytes, '; filename="chart.png"']
const fieldsOf = (invitation: Json): readonly Part[] =>
  Object.entries(invitation.upload?.fields as unknown as Record<string, string>)
const local = (url: Json | undefined) => String(url).slice(URL_OF_AJAR.length)

async function invited(who: Client, filename = 'chart.png', content_type = 'image/png'): Promise<Json> {
  const { status, body, text } = await who.post('/files/upload/', { filename, content_type })
  expect(status, text).toBe(200)
  return body
}

const sent = (invitation: Json, ...parts: readonly Part[]) =>
  api.app().inject({ method: 'POST', url: local(invitation.upload?.url), ...multipart(...parts) })

async function uploaded(who: Client, bytes: string | Buffer = PNG, filename?: string, type?: string): Promise<string> {
  const invitation = await invited(who, filename, type)
  const { statusCode, body } = await sent(invitation, ...fieldsOf(invitation), file(bytes))
  expect(statusCode, body).toBe(201)
  return String(invitation.download?.url)
}

const bare = (url: string) => api.app().inject({ method: 'GET', url: local(url as Json) })
const aLead = async (who: Client) => (await who.post('/lead/', { name: 'Harbor Looms' })).body.id
const kept = async () => {
  const entries = await readdir(api.files(), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).length
}

/** The same address as it would have been given out some time ago. */
async function aged(who: Client, url: string, expires: number): Promise<string> {
  const [row] = await database().run<{ key: Buffer }>(
    sql`select signing_key as key from organizations where id = ${who.organizationId}`,
  )
  const id = /(upl_\w+)\./.exec(url)?.[1] ?? ''
  const words = ['download', who.organizationId, id, String(expires)] as const
  return url.replace(/\.\d+\.[\w-]{43}/, `.${expires}.${sign(row?.key ?? Buffer.alloc(0), words)}`)
}

describe('an upload', () => {
  test('is announced, sent and read', async () => {
    const me = await client()
    const invitation = await invited(me)
    expect(invitation.upload?.url).toBe(`${URL_OF_AJAR}/go/file/upload/${me.organizationId}/`)
    expect(invitation.download?.url).toMatch(
      /^http:\/\/ajar\.example\/go\/file\/temporary\/orga_\w+\/upl_\w+\.\d+\.[\w-]{43}\/chart\.png\/$/,
    )
    expect((await bare(String(invitation.download?.url))).statusCode, 'before it is sent').toBe(404)
    const reply = await sent(invitation, ...fieldsOf(invitation), file(PNG))
    expect(reply.statusCode).toBe(201)
    const read = await bare(String(invitation.download?.url))
    expect(read.statusCode).toBe(200)
    expect(read.rawPayload).toEqual(PNG)
    expect(read.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': '8',
      'content-disposition': 'inline; filename=chart.png',
      etag: `"${createHash('sha256').update(PNG).digest('hex')}"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
  })

  test('keeps what came first', async () => {
    const invitation = await invited(await client())
    const fields = fieldsOf(invitation)
    await sent(invitation, ...fields, file(PNG))
    const before = await kept()
    expect((await sent(invitation, ...fields, file(PNG))).statusCode, 'the same again').toBe(201)
    const other = await sent(invitation, ...fields, file('another'))
    expect(other.statusCode).toBe(400)
    expect(other.json()).toEqual({ errors: ['Another file has been uploaded here already.'], 'field-errors': {} })
    expect(await kept()).toBe(before)
  })

  test('may have any name and be anything', async () => {
    const me = await client()
    const name = 'Größe / «50 %» ?.html'
    const url = await uploaded(me, '<script>', name, 'text/html')
    const read = await bare(url)
    expect(read.headers['content-disposition']).toMatch(/^attachment; /)
    expect(read.headers['content-disposition']).toContain(encodeURIComponent('Größe'))
  })

  test.each([
    [{}, { filename: 'This field is required.', content_type: 'This field is required.' }],
    [
      { filename: 'x'.repeat(256), content_type: 'a/b' },
      { filename: 'The value must be no longer than 255 characters.' },
    ],
    [{ filename: 'x', content_type: 'image' }, { content_type: 'Not a media type such as image/png.' }],
    [{ filename: 7, content_type: 'a/b' }, { filename: 'Value must be of string type.' }],
  ])('is not announced with %j', async (body, problems) => {
    const reply = await (await client()).post('/files/upload/', body)
    expect(reply.status).toBe(400)
    expect(reply.body).toEqual({ errors: [], 'field-errors': problems })
  })

  test('is not for those who may only read, nor for strangers', async () => {
    const me = await client()
    const reader = await member(me, 'readonly')
    const body = { filename: 'x', content_type: 'a/b' }
    expect((await reader.post('/files/upload/', body)).status).toBe(403)
    expect((await me.get('/files/upload/')).status).toBe(405)
    const stranger = await api.app().inject({ method: 'POST', url: '/api/v1/files/upload/', payload: body })
    expect(stranger.statusCode).toBe(401)
  })
})

describe('a form is refused', () => {
  test('when its signature is missing, wrong, or of something else', async () => {
    const me = await client()
    const [one, two] = [await invited(me), await invited(me)]
    const fields = Object.fromEntries(fieldsOf(one)) as Record<string, string>
    const before = await kept()
    const { key = '', expires = '', signature = '' } = fields
    const download = /\.(\d+)\.([\w-]{43})/.exec(String(one.download?.url)) ?? []
    const forged: readonly (readonly Part[])[] = [
      [['key', key]],
      [
        ['key', key],
        ['expires', expires],
        ['signature', `${signature}x`],
      ],
      [
        ['key', key],
        ['expires', String(Number(expires) + 1)],
        ['signature', signature],
      ],
      [
        ['key', key],
        ['expires', download[1] ?? ''],
        ['signature', download[2] ?? ''],
      ],
      fieldsOf(two).map(([name, value]) => [name, name === 'key' ? key : value] as const),
    ]
    for (const parts of forged) {
      const reply = await sent(one, ...parts, file(PNG))
      expect(reply.statusCode, JSON.stringify(parts)).toBe(403)
      expect(reply.json()).toEqual({ error: 'The signature of this form is not valid.' })
    }
    const elsewhere = await client()
    const there = { upload: { url: `${URL_OF_AJAR}/go/file/upload/${elsewhere.organizationId}/` } } as unknown as Json
    for (const target of [there, { upload: { url: `${URL_OF_AJAR}/go/file/upload/orga_1/` } } as unknown as Json])
      expect((await sent(target, ...fieldsOf(one), file(PNG))).statusCode).toBe(403)
    expect(await kept()).toBe(before)
  })

  test('when its minute is over', async () => {
    const me = await client()
    const invitation = await invited(me)
    const [row] = await database().run<{ key: Buffer }>(
      sql`select signing_key as key from organizations where id = ${me.organizationId}`,
    )
    const { key = '' } = Object.fromEntries(fieldsOf(invitation)) as Record<string, string>
    const past = String(Math.floor(Date.now() / 1000) - 1)
    const signature = sign(row?.key ?? Buffer.alloc(0), ['upload', me.organizationId, key, past])
    const reply = await sent(invitation, ['key', key], ['expires', past], ['signature', signature], file(PNG))
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toEqual({ error: 'A file must be sent within 60 seconds.' })
  })

  test('when it is no form, has no file, or breaks off', async () => {
    const invitation = await invited(await client())
    const fields = fieldsOf(invitation)
    const before = await kept()
    const url = local(invitation.upload?.url)
    const whole = multipart(...fields, file(PNG))
    const requests = [
      [await api.app().inject({ method: 'POST', url, payload: { a: 1 } }), 'Send the file as multipart/form-data.'],
      [await sent(invitation, file(PNG), ...fields), 'The form must have the fields of upload.fields before its file.'],
      [
        await api.app().inject({ method: 'POST', url, ...whole, payload: whole.payload.subarray(0, -12) }),
        'The file could not be read to its end.',
      ],
    ] as const
    for (const [reply, sentence] of requests) {
      expect(reply.statusCode, sentence).toBe(400)
      expect(reply.json()).toEqual({ error: sentence })
    }
    const none = await sent(invitation, ...fields)
    expect(none.json()).toEqual({ errors: ['The form has no file.'], 'field-errors': {} })
    expect(await kept()).toBe(before)
    expect((await api.app().inject({ method: 'GET', url })).statusCode).toBe(405)
  })

  test('over a socket too, without waiting for the rest of the file', async () => {
    if (!api.app().server.listening) await api.app().listen({ port: 0, host: '127.0.0.1' })
    const { port } = api.app().server.address() as AddressInfo
    const invitation = await invited(await client())
    const { payload, headers } = multipart(['key', 'upl_1'], file(Buffer.alloc(1000)))
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest({
        port,
        method: 'POST',
        path: local(invitation.upload?.url),
        headers: { ...headers, 'content-length': 50_000_000 },
      })
      request.on('response', (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      request.on('error', reject)
      request.write(payload.subarray(0, 800))
    })
    expect(status).toBe(403)
  })
})

describe('an attachment', () => {
  test('shows what was uploaded, and is kept as it was sent', async () => {
    const me = await client()
    const lead_id = await aLead(me)
    const url = await uploaded(me)
    const attachment = { url, filename: 'chart.png', content_type: 'image/png' }
    const shown = [{ ...attachment, size: 8, thumbnail_url: null }]
    const bodies: readonly [string, object][] = [
      ['/activity/note/', { note: 'See below' }],
      ['/activity/email/', { status: 'draft' }],
      ['/opportunity/', {}],
    ]
    for (const [path, body] of bodies) {
      const made = await me.post(path, { lead_id, ...body, attachments: [attachment] })
      // An e-mail tells other things of its attachments besides.
      expect(made.body.attachments, `${path} ${made.text}`).toMatchObject(
        path === '/activity/email/' ? [{ ...attachment, size: 8 }] : shown,
      )
      const again = await me.put(`${path}${made.body.id}/`, made.body)
      expect(again.body.date_updated, path).toBe(made.body.date_updated)
      expect((await me.put(`${path}${made.body.id}/`, { attachments: [] })).body.attachments).toEqual([])
    }
  })

  test('takes its name and type from the upload when they are not said', async () => {
    const me = await client()
    const [lead_id, url] = [await aLead(me), await uploaded(me)]
    const note = await me.post('/activity/note/', { lead_id, note: '', attachments: [{ url }] })
    expect(note.body.attachments?.[0]).toMatchObject({ filename: 'chart.png', content_type: 'image/png' })
  })

  test('is refused with an address that is not ours, not yet there, forged or old', async () => {
    const me = await client()
    const lead_id = await aLead(me)
    const url = await uploaded(me)
    const NOT_OURS = 'Only addresses that /files/upload/ gives as download.url can be attached.'
    const NOT_THERE = 'No file has been uploaded for this address.'
    const cases: readonly [string, string][] = [
      ['https://elsewhere.example/chart.png', NOT_OURS],
      [url.replace(URL_OF_AJAR, 'http://ajar.example.evil'), NOT_OURS],
      [`${URL_OF_AJAR}/go/file/temporary/x/`, NOT_OURS],
      [String((await invited(me)).download?.url), NOT_THERE],
      [url.replace(/\.\d+\./, '.99999999999.'), NOT_THERE],
      [await uploaded(await client()), NOT_THERE],
      [await aged(me, url, 1), 'This upload is more than a day old; upload the file again.'],
    ]
    for (const [address, sentence] of cases) {
      const reply = await me.post('/activity/note/', { lead_id, note: '', attachments: [{ url: address }] })
      expect(reply.status, address).toBe(400)
      expect(reply.body['field-errors'], address).toEqual({
        attachments: { errors: { 0: { errors: [], 'field-errors': { url: sentence } } } },
      })
    }
    const missing = await me.post('/activity/note/', { lead_id, note: '', attachments: [{ filename: 'x' }] })
    expect(missing.body['field-errors']?.attachments?.errors?.[0]?.['field-errors']).toEqual({
      url: 'This field is required.',
    })
  })

  test('is read by those who see what it hangs on, also when its address is old', async () => {
    const me = await client()
    const [other, stranger] = [await member(me, 'user'), await client()]
    const lead_id = await aLead(me)
    const url = await uploaded(me)
    const old = await aged(me, url, 1)
    expect((await bare(old)).statusCode, 'without a key').toBe(401)
    const path = local(old as Json)
    const asking = (who: Client) => api.app().inject(withKey(who, path))
    expect((await asking(me)).statusCode, 'who sent it').toBe(200)
    expect((await asking(other)).statusCode, 'as long as nobody attached it').toBe(404)
    const note = (await me.post('/activity/note/', { lead_id, note: '', attachments: [{ url }] })).body
    expect((await asking(stranger)).statusCode).toBe(404)
    // The address that was attached is the one that was given out.
    expect((await asking(other)).statusCode).toBe(200)
    await me.put(`/lead/${lead_id}/`, { visible_to: [note.created_by] })
    expect((await asking(other)).statusCode, 'hidden').toBe(404)
  })

  test('is kept as long as something refers to it; anything else goes after a day', async () => {
    const me = await client()
    const lead_id = await aLead(me)
    const [attached, left] = [await uploaded(me), await uploaded(me, 'left')]
    await me.post('/activity/note/', { lead_id, note: '', attachments: [{ url: attached }] })
    await database().run(sql`update uploads set created_at = now() - interval '2 days'
      where organization_id = ${me.organizationId}`)
    const before = await kept()
    await invited(me)
    expect(await kept()).toBe(before - 1)
    expect((await bare(attached)).statusCode).toBe(200)
    expect((await bare(left)).statusCode).toBe(404)
  })
})

const withKey = ({ apiKey }: Client, url: string) => ({
  method: 'GET' as const,
  url,
  headers: { authorization: `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}` },
})
