import { expect, test } from 'vitest'
import { type Client, type Json, useApi } from '../../support/api.ts'

// Folders, which hold files and each other, and files that are kept elsewhere. See docs/api/clevertim/files.md.

const api = useApi()

const failed = (error: string) => ({ status: 'ERROR', error: expect.stringContaining(error) })

const made = async (me: Client, path: string, body: Record<string, unknown>): Promise<Json> => {
  const { status, body: answer, text } = await me.post(`/api${path}`, body)
  expect(status, text).toBe(200)
  return answer.content?.[0] as Json
}
const shown = async (me: Client, path: string, id: Json | undefined) =>
  (await me.get(`/api${path}/${id}`)).body.content?.[0] as Json

test('a folder holds folders and files', async () => {
  const me = await api.client()

  const offers = await made(me, '/folder', { name: 'Offers' })
  const sent = await made(me, '/folder', { name: 'Sent', parentId: offers.id })
  const file = await made(me, '/file', { name: 'offer.pdf', parentId: sent.id })

  expect(offers).toMatchObject({ id: expect.stringMatching(/^f\d+$/), name: 'Offers', parentId: null, is_dir: true })
  expect(sent).toMatchObject({ parentId: offers.id })
  expect(file).toMatchObject({ id: expect.any(Number), name: 'offer.pdf', parentId: sent.id, size: null })
})

test('files and folders are renamed and moved', async () => {
  const me = await api.client()
  const [here, there] = [await made(me, '/folder', { name: 'Here' }), await made(me, '/folder', { name: 'There' })]
  const file = await made(me, '/file', { name: 'a', parentId: here.id })

  await me.put(`/api/file/${file.id}`, { name: 'b', parentId: there.id })
  await me.put(`/api/folder/${there.id}`, { name: 'In here', parentId: here.id })

  expect(await shown(me, '/file', file.id)).toMatchObject({ name: 'b', parentId: there.id })
  expect(await shown(me, '/folder', there.id)).toMatchObject({ name: 'In here', parentId: here.id })

  await me.put(`/api/file/${file.id}`, { parentId: null })
  expect(await shown(me, '/file', file.id)).toMatchObject({ name: 'b', parentId: null })
})

test('a folder cannot be inside itself', async () => {
  const me = await api.client()
  const a = await made(me, '/folder', { name: 'a' })
  const b = await made(me, '/folder', { name: 'b', parentId: a.id })
  const c = await made(me, '/folder', { name: 'c', parentId: b.id })

  for (const parent of [a, b, c]) {
    const refused = await me.put(`/api/folder/${a.id}`, { parentId: parent.id })
    expect([refused.status, refused.body]).toEqual([400, failed('parentId')])
  }
  expect((await me.put(`/api/folder/${c.id}`, { parentId: a.id })).status).toBe(200)
})

test('two folders that go into each other at once: one does', async () => {
  const me = await api.client()
  for (let round = 0; round < 5; round++) {
    const [a, b] = [await made(me, '/folder', { name: 'a' }), await made(me, '/folder', { name: 'b' })]

    const answers = await Promise.all([
      me.put(`/api/folder/${a.id}`, { parentId: b.id }),
      me.put(`/api/folder/${b.id}`, { parentId: a.id }),
    ])

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400]))
  }
})

test('what is in a folder keeps it from being deleted', async () => {
  const me = await api.client()
  const folder = await made(me, '/folder', { name: 'Offers' })
  const inner = await made(me, '/folder', { name: 'Sent', parentId: folder.id })
  const file = await made(me, '/file', { name: 'offer.pdf', parentId: folder.id })

  expect((await me.delete(`/api/folder/${folder.id}`)).body).toEqual(failed('not empty'))
  await me.delete(`/api/folder/${inner.id}`)
  expect((await me.delete(`/api/folder/${folder.id}`)).status).toBe(400)
  await me.delete(`/api/file/${file.id}`)

  expect((await me.delete(`/api/folder/${folder.id}`)).body).toEqual({ status: 'OK' })
  expect((await me.get(`/api/folder/${folder.id}`)).status).toBe(404)
})

test('a folder that is not there holds nothing', async () => {
  const [me, stranger] = [await api.client(), await api.client()]
  const theirs = await made(stranger, '/folder', { name: 'Theirs' })
  const gone = await made(me, '/folder', { name: 'Gone' })
  await me.delete(`/api/folder/${gone.id}`)

  for (const parentId of [theirs.id, gone.id, 'f99999999', 'nowhere', 7]) {
    for (const path of ['/folder', '/file']) {
      const refused = await me.post(`/api${path}`, { name: 'x', parentId })
      expect([refused.status, refused.body]).toEqual([400, failed('parentId')])
    }
  }
  expect((await me.put(`/api/folder/${theirs.id}`, { name: 'Mine' })).status).toBe(404)
  expect((await me.delete(`/api/folder/${theirs.id}`)).status).toBe(404)
})

test('a linked file says where it is', async () => {
  const me = await api.client()
  const body = {
    name: 'plan.xlsx',
    sys: 'G',
    size: 12_345,
    link: 'https://drive.example/d/1/edit?usp=x',
    icon: 'sheet',
  }

  const linked = await made(me, '/linkedfile', body)
  await me.put(`/api/linkedfile/${linked.id}`, { sys: 'D', icon: '' })

  expect(linked).toMatchObject(body)
  expect(await shown(me, '/linkedfile', linked.id)).toMatchObject({ ...body, sys: 'D', icon: null })
  expect((await me.delete(`/api/linkedfile/${linked.id}`)).status).toBe(200)
  expect((await me.get(`/api/linkedfile/${linked.id}`)).status).toBe(404)
})

test.each([
  ['link', 'javascript:alert(1)'],
  ['link', 'data:text/html,x'],
  ['link', 'nowhere'],
  ['link', null],
  ['link', undefined],
  ['sys', 'X'],
  ['sys', null],
  ['sys', undefined],
  ['size', -1],
  ['size', 'much'],
])('a linked file cannot have the %s %j', async (field, value) => {
  const me = await api.client()
  const body = { name: 'plan.xlsx', sys: 'G', link: 'https://drive.example/d/1' }
  const linked = await made(me, '/linkedfile', body)

  const refused = await me.post('/api/linkedfile', { ...body, [field]: value })

  expect([refused.status, refused.body]).toEqual([400, failed(field)])
  if (value === undefined) return
  expect((await me.put(`/api/linkedfile/${linked.id}`, { [field]: value })).status).toBe(400)
})

test('files hang on what they are about, until they are deleted', async () => {
  const me = await api.client()
  const file = await made(me, '/file', { name: 'contract.pdf' })
  const linked = await made(me, '/linkedfile', { name: 'plan', sys: 'D', link: 'https://d.example/1' })

  const company = await made(me, '/company', { cn: 'Harbor Bakery', files: [file.id], lfiles: [linked.id] })
  expect(company).toMatchObject({ files: [file.id], lfiles: [linked.id] })

  await me.delete(`/api/file/${file.id}`)
  expect(await shown(me, '/company', company.id)).toMatchObject({ files: [], lfiles: [linked.id] })
})

test('a role decides who makes and who deletes', async () => {
  const me = await api.client()
  const [reader, restricted] = [await api.member(me, 'readonly'), await api.member(me, 'restricteduser')]
  const bodies: Record<string, Record<string, unknown>> = {
    '/folder': { name: 'x' },
    '/file': { name: 'x' },
    '/linkedfile': { name: 'x', sys: 'D', link: 'https://d.example/1' },
  }

  for (const [path, body] of Object.entries(bodies)) {
    const { id } = await made(me, path, body)
    expect((await reader.get(`/api${path}/${id}`)).status).toBe(200)
    expect((await reader.post(`/api${path}`, body)).status, path).toBe(403)
    expect((await reader.put(`/api${path}/${id}`, { name: 'y' })).status, path).toBe(403)
    expect((await reader.delete(`/api${path}/${id}`)).status, path).toBe(403)
    expect((await restricted.put(`/api${path}/${id}`, { name: 'y' })).status, path).toBe(200)
    expect((await restricted.delete(`/api${path}/${id}`)).status, path).toBe(403)
    expect((await me.delete(`/api${path}/${id}`)).status, path).toBe(200)
  }
})
