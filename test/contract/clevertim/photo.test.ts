import { describe, expect, test } from 'vitest'
import { type Client, contentOf, type Json, type Reply, useApi } from '../../support/api.ts'

// A photo is one of the files that hang on a contact or company. See docs/api/clevertim/contacts-and-companies.md.

const { app, client, clevertim, member } = useApi()
const caller = async () => clevertim(await client())

const only = (reply: Reply): Json => {
  expect(reply.status, reply.text).toBe(200)
  return contentOf(reply)[0] as Json
}

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

/** A file with a content of a type. */
async function aFile(api: Client, name: string, type = 'image/png', bytes: Buffer | string = PNG): Promise<Json> {
  const { id } = only(await api.post('/file', { name }))
  const headers = { 'content-type': type, authorization: basic(api) }
  const put = await app().inject({ method: 'PUT', url: `/api/file/${id}/content`, headers, payload: bytes })
  expect(put.statusCode).toBe(200)
  return id as Json
}

const basic = ({ apiKey }: Client) => `Basic ${Buffer.from(`${apiKey}:X`).toString('base64')}`
const pathOf = (id: Json | number | undefined, name: string) => `/getcphoto/${id ?? ''}/${encodeURIComponent(name)}`

const fetchPhoto = (api: Client, url: string, method: 'GET' | 'HEAD' = 'GET', headers: Record<string, string> = {}) =>
  app().inject({ method, url, headers: { authorization: basic(api), ...headers } })

/** A contact with a photo. */
async function aPortrait(api: Client, name = 'portrait.png', type?: string) {
  const file = await aFile(api, name, type)
  const { id } = only(await api.post('/contact', { fn: 'Ida', files: [file], cphoto: name }))
  return { id, file, path: pathOf(id, name) }
}

describe.each([
  ['contact', '/contact', { fn: 'Ida' }],
  ['company', '/company', { cn: 'Harbor Looms' }],
])('the photo of a %s', (_title, path, body) => {
  test('is a file of its own, by name', async () => {
    const api = await caller()
    const [front, side] = [await aFile(api, 'front.png'), await aFile(api, 'side.png')]

    const made = only(await api.post(path, { ...body, files: [front, side], cphoto: 'front.png' }))
    expect(made.cphoto).toBe('front.png')
    expect(only(await api.get(`${path}/${made.id}`))).toEqual(made)

    expect(only(await api.put(`${path}/${made.id}`, { cphoto: ' side.png ' })).cphoto).toBe('side.png')
    expect(only(await api.put(`${path}/${made.id}`, { description: 'x' })).cphoto).toBe('side.png')
    for (const nothing of [null, '']) {
      await api.put(`${path}/${made.id}`, { cphoto: 'front.png' })
      expect(only(await api.put(`${path}/${made.id}`, { cphoto: nothing })).cphoto).toBeNull()
    }
  })

  test('is named among the files as they are after the change', async () => {
    const api = await caller()
    const [front, side] = [await aFile(api, 'front.png'), await aFile(api, 'side.png')]
    const { id } = only(await api.post(path, { ...body, files: [front] }))
    const put = (change: object) => api.put(`${path}/${id}`, change)

    expect(only(await put({ files: [side], cphoto: 'side.png' })).cphoto).toBe('side.png')
    const gone = await put({ files: [side], cphoto: 'front.png' })
    expect([gone.status, gone.body.error]).toEqual([400, 'cphoto: front.png does not exist'])
    expect(only(await put({ files: [front, side], cphoto: 'front.png' })).cphoto).toBe('front.png')
  })

  test('is refused when no file of theirs is called so', async () => {
    const api = await caller()
    await aFile(api, 'front.png')
    const theirs = await aFile(await caller(), 'theirs.png')

    for (const cphoto of ['front.png', 'theirs.png', 'x']) {
      const reply = await api.post(path, { ...body, cphoto })
      expect([reply.status, reply.body.error]).toEqual([400, `cphoto: ${cphoto} does not exist`])
    }
    expect((await api.post(path, { ...body, cphoto: 7 })).body.error).toBe('cphoto: must be of type string')
    expect((await api.post(path, { ...body, files: [theirs], cphoto: 'theirs.png' })).status).toBe(400)
    expect(contentOf(await api.get(path))).toEqual([])
  })

  test('goes with its file', async () => {
    const api = await caller()
    const [front, side] = [await aFile(api, 'front.png'), await aFile(api, 'side.png')]
    const { id } = only(await api.post(path, { ...body, files: [front, side], cphoto: 'front.png' }))

    expect(only(await api.put(`${path}/${id}`, { files: [side] })).cphoto).toBeNull()
    expect(only(await api.put(`${path}/${id}`, { files: [front, side] })).cphoto).toBeNull()
    expect(only(await api.put(`${path}/${id}`, { cphoto: 'front.png' })).cphoto).toBe('front.png')
    await api.put(`/file/${front}`, { name: 'face.png' })
    expect(only(await api.get(`${path}/${id}`)).cphoto).toBe('face.png')
    await api.delete(`/file/${front}`)
    expect(only(await api.get(`${path}/${id}`)).cphoto).toBeNull()
    expect((await api.put(`${path}/${id}`, { cphoto: 'face.png' })).status).toBe(400)
    expect((await fetchPhoto(api, pathOf(id, 'face.png'))).statusCode).toBe(404)
  })

  test('stays when another file of its name takes its place', async () => {
    const api = await caller()
    const first = await aFile(api, 'face.png')
    const { id } = only(await api.post(path, { ...body, files: [first], cphoto: 'face.png' }))
    const second = await aFile(api, 'face.png', 'image/gif', 'newer')

    const changed = only(await api.put(`${path}/${id}`, { files: [second], cphoto: 'face.png' }))

    expect(changed.cphoto).toBe('face.png')
    expect((await fetchPhoto(api, pathOf(id, 'face.png'))).body).toBe('newer')
  })

  test('is the newest of two that are called the same', async () => {
    const api = await caller()
    const files = [
      await aFile(api, 'face.png', 'image/png', 'older'),
      await aFile(api, 'face.png', 'image/png', 'newer'),
    ]

    const { id } = only(await api.post(path, { ...body, files, cphoto: 'face.png' }))

    expect((await fetchPhoto(api, pathOf(id, 'face.png'))).body).toBe('newer')
  })

  test('is served under the number of who has it', async () => {
    const api = await caller()
    const file = await aFile(api, 'face.png')
    const { id } = only(await api.post(path, { ...body, files: [file], cphoto: 'face.png' }))

    for (const url of [pathOf(id, 'face.png'), `/api${pathOf(id, 'face.png')}`]) {
      const got = await fetchPhoto(api, url)
      expect(got.statusCode, url).toBe(200)
      expect(got.rawPayload.equals(PNG)).toBe(true)
      expect(got.headers).toMatchObject({
        'content-type': 'image/png',
        'content-length': String(PNG.length),
        'content-disposition': 'inline; filename=face.png',
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-cache',
      })
      const head = await fetchPhoto(api, url, 'HEAD')
      const { date: _, ...said } = head.headers
      expect([head.statusCode, head.body]).toEqual([200, ''])
      expect(got.headers).toMatchObject(said)
      const known = await fetchPhoto(api, url, 'GET', { 'if-none-match': String(got.headers.etag) })
      expect([known.statusCode, known.body]).toEqual([304, ''])
    }
    const asPage = await fetchPhoto(api, pathOf(id, 'face.png'), 'GET', { accept: 'text/html,*/*' })
    expect(asPage.statusCode).toBe(200)
  })
})

test.each([
  ['image/png', 'inline'],
  ['image/jpeg', 'inline'],
  ['image/gif', 'inline'],
  ['IMAGE/WebP; q=1', 'inline'],
  ['image/svg+xml', 'attachment'],
  ['image/pngx', 'attachment'],
  ['text/html', 'attachment'],
  ['nonsense', 'attachment'],
])('a browser gets %s as %s', async (type, disposition) => {
  const api = await caller()
  const { path } = await aPortrait(api, 'face', type)

  const { headers } = await fetchPhoto(api, path)

  expect(headers['content-disposition']).toBe(`${disposition}; filename=face`)
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['content-security-policy']).toBe("default-src 'none'; sandbox")
})

test.each([
  ['100 % wool?.png'],
  ['a/b#c;d.png'],
  ['../up.png'],
  ['%2e%2e.png'],
  ['ü☃ .png'.repeat(30)],
  ['x/'],
  ['+&='],
])('a photo may be called %j', async (name) => {
  const api = await caller()
  const { path } = await aPortrait(api, name)

  for (const url of [path, `/api${path}`]) expect((await fetchPhoto(api, url)).statusCode, url).toBe(200)
})

test('whatever else is asked for is not there', async () => {
  const api = await caller()
  const { id, file, path } = await aPortrait(api)
  await api.put(`/contact/${id}`, { files: [file, await aFile(api, 'other.png')] })
  const empty = only(await api.post('/file', { name: 'empty.png' })).id
  const bare = only(await api.post('/contact', { fn: 'Eva', files: [empty], cphoto: 'empty.png' })).id
  const plain = only(await api.post('/company', { cn: 'No logo' })).id

  for (const url of [
    pathOf(id, 'other.png'),
    pathOf(id, 'portrait'),
    `/getcphoto/${id}/`,
    `/getcphoto/${id}`,
    `/getcphoto/x/portrait.png`,
    `/getcphoto/0${id}/portrait.png`,
    `/getcphoto/99999999999999999999/portrait.png`,
    pathOf(bare, 'empty.png'),
    pathOf(plain, 'null'),
    pathOf(999_999_999, 'portrait.png'),
    `${path}/x`,
    `/getcphoto/${id}/%00`,
    `/getcphoto/${id}/${'x'.repeat(5000)}`,
  ]) {
    const got = await fetchPhoto(api, url)
    expect(got.statusCode, url).toBe(404)
    expect(got.json(), url).toMatchObject({ status: 'ERROR', error: expect.any(String) })
  }
  expect((await fetchPhoto(api, `/getcphoto/${id}/%zz`)).statusCode).toBe(400)
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    const refused = await api.send(method, `/api${path}`)
    expect([refused.status, refused.body.status], method).toEqual([501, 'ERROR'])
  }
})

test('only who may see the customer gets the photo', async () => {
  const owner = await client()
  const api = clevertim(owner)
  const { id, path } = await aPortrait(api)
  const colleague = clevertim(await member(owner, 'user'))
  const reader = clevertim(await member(owner, 'readonly'))

  expect((await fetchPhoto(reader, path)).statusCode).toBe(200)
  expect((await reader.put(`/contact/${id}`, { cphoto: null })).status).toBe(403)
  expect((await fetchPhoto(await caller(), path)).statusCode).toBe(404)
  expect((await app().inject({ url: path })).statusCode).toBe(401)
  expect((await app().inject({ url: path })).headers['www-authenticate']).toMatch(/^Basic/)

  await api.put(`/contact/${id}`, { is_private: true })
  expect((await fetchPhoto(colleague, path)).statusCode).toBe(404)
  expect((await fetchPhoto(api, path)).statusCode).toBe(200)
})

test('the photo moves with its contact, and outlives changes by the other dialect', async () => {
  const close = await client()
  const api = clevertim(close)
  const { id, path } = await aPortrait(api)
  const companyId = only(await api.post('/company', { cn: 'Harbor Looms' })).id

  await api.put(`/contact/${id}`, { companyId })
  const [contact] = (await close.get('/contact/')).body.data as unknown as Json[]
  await close.put(`/contact/${contact?.id}/`, { title: 'Buyer' })

  expect(only(await api.get(`/contact/${id}`))).toMatchObject({ title: 'Buyer', cphoto: 'portrait.png' })
  expect((await fetchPhoto(api, path)).statusCode).toBe(200)
  await api.delete(`/contact/${id}`)
  expect((await fetchPhoto(api, path)).statusCode).toBe(404)
})
