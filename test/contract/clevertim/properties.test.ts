import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clevertimResources } from '../../../src/api/clevertim/clevertim.ts'
import type { Resource } from '../../../src/api/resource/resource.ts'
import { contentOf, type Reply, useApi } from '../../support/api.ts'
import { oneOfEachByNumber } from '../../support/clevertimStock.ts'
import { bodies, texts } from '../../support/hostile.ts'
import { expectForAll } from '../../support/laws.ts'

const { client, clevertim } = useApi()
const pathOf = (of: Resource) => of.path ?? ''
const having = (method: Resource['methods'][number]) =>
  clevertimResources.filter((of) => of.methods.includes(method)).map((of) => [pathOf(of), of] as const)

const stocked = async () => {
  const api = clevertim(await client())
  return { api, made: await oneOfEachByNumber(api) }
}

describe('whatever a body is, it is taken whole or refused with a reason', () => {
  test.each(having('create'))('POST %s, and sending back what was made changes nothing', async (path, of) => {
    const { api, made } = await stocked()
    await expectForAll(bodies(of, made), async (body) => {
      const reply = await api.post(path, undefined, { raw: body })
      expectSane(reply, body)
      if (reply.status !== 200) return
      const [object] = contentOf(reply)
      expect((await api.get(`${path}/${object?.id}`)).body).toEqual(reply.body)
      if (!of.methods.includes('update')) return
      const again = await api.put(`${path}/${object?.id}`, object)
      expect(again.body, 'what was read is sent back').toEqual(reply.body)
    })
    expect((await api.get(path)).status).toBe(200)
  })

  test.each(having('update'))('PUT %s', async (path, of) => {
    const { api, made } = await stocked()
    const id = made[path]?.object.id
    await expectForAll(bodies(of, made), async (body) => {
      expectSane(await api.put(`${path}/${id}`, undefined, { raw: body }), body)
    })
    expect((await api.get(`${path}/${id}`)).status).toBe(200)
    expect((await api.get(path)).status).toBe(200)
  })
})

test('lists of words have no blank ones', async () => {
  const { api, made } = await stocked()
  const path = `/customfield/${made['/customfield']?.object.id}`
  const before = await api.get(path)
  for (const modelType of [[''], ['', ''], ['customers', ''], [null]])
    expect(await api.put(path, { modelType })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('cannot be chosen, only customers, companies, cases, opportunities') },
    })
  expect((await api.get(path)).body).toEqual(before.body)
})

test.each(having('list'))('whatever a query string is, GET %s answers', async (path) => {
  const { api, made } = await stocked()
  const names = fc.constantFrom('limit', 'offset', 'lm_gt', 'lm_gt__gt', 'id', '__proto__', 'x')
  const values = fc.oneof(
    texts(made).map((text) => encodeURIComponent(text.toWellFormed())),
    fc.constantFrom('', '0', '1', '-1', '1e3', '99999999999999', '%', '2026-01-01T00:00:00Z'),
  )
  const queries = fc
    .array(fc.tuple(names, values), { maxLength: 4 })
    .map((all) => all.map((one) => one.join('=')).join('&'))
  await expectForAll(queries, async (query) => {
    expectSane(await api.get(`${path}?${query}`), '')
  })
})

test('whatever a path is, it answers', async () => {
  const { api, made } = await stocked()
  const ids = fc.oneof(
    fc.constantFrom(
      '%00',
      '%',
      '%zz',
      '%2F',
      '0',
      '-1',
      '01',
      '1.0',
      '1e0',
      '9007199254740993',
      'x'.repeat(501),
      'f',
      ':id',
    ),
    texts(made).map((text) => encodeURIComponent(text.toWellFormed())),
  )
  const requests = fc.record({
    method: fc.constantFrom('GET', 'PUT', 'DELETE', 'POST', 'PATCH'),
    path: fc.constantFrom(...clevertimResources.map(pathOf)),
    id: ids.filter((id) => !/^f?\d+$/.test(id) || /^(0|01|9007199254740993)$/.test(id)),
    rest: fc.constantFrom('', '/', '//', '/x/', '/?limit=1'),
  })
  await expectForAll(requests, async ({ method, path, id, rest }) => {
    if (id === '' || id === '.' || id === '..') return
    const reply = await api.send(method, `${path}/${id}${rest}`, method === 'GET' ? undefined : {})
    expect([400, 404, 501], `${method} ${path}/${id}${rest}: ${reply.text}`).toContain(reply.status)
    expect(reply.body.status).toBe('ERROR')
  })
})

/** Taken, or refused with a reason; 500 only for what is not JSON. */
function expectSane(reply: Reply, body: string): void {
  const allowed = isJson(body) ? [200, 400] : [500]
  expect(allowed, `${reply.status} ${reply.text.slice(0, 500)}`).toContain(reply.status)
  const taken = reply.status === 200
  expect(reply.body.status).toBe(taken ? 'OK' : 'ERROR')
  expect(Object.keys(reply.body)).toEqual(['status', taken ? 'content' : 'error'])
  expect(taken ? Array.isArray(reply.body.content) : reply.body.error !== '').toBe(true)
}

function isJson(text: string): boolean {
  if (text === '') return true
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
