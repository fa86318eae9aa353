import { once } from 'node:events'
import { connect } from 'node:net'
import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { rebuildSearchDocuments } from '../../../src/store/documents/reindex.ts'
import { type Client, contentOf, useApi } from '../../support/api.ts'

const { client, clevertim, member, database, app } = useApi()
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`
const caller = async () => clevertim(await client())

const aContact = async (api: Client, more: object = {}) => {
  const [made] = contentOf(await api.post('/contact', { fn: 'Ida', ln: 'Brandt', ...more }))
  return made?.id ?? ''
}

describe('who asks', () => {
  test('the token is the user name, whatever the password', async () => {
    const api = await caller()
    for (const pair of [`${api.apiKey}:X`, `${api.apiKey}:`, api.apiKey]) {
      expect((await api.get('/user', { headers: { authorization: basic(pair) } })).status).toBe(200)
    }
  })

  test('credentials as Python 3 prints bytes', async () => {
    const api = await caller()
    const token = Buffer.from(`${api.apiKey}:X`).toString('base64')
    for (const authorization of [`Basic b'${token}'`, `Basic b"${token}"`, `basic b'${token}' `]) {
      expect((await api.get('/user', { headers: { authorization } })).status, authorization).toBe(200)
    }
    for (const authorization of [`Basic b'${token}"`, `Basic bb'${token}'`, `Basic '${token}'`]) {
      expect((await api.get('/user', { headers: { authorization } })).status, authorization).toBe(401)
    }
  })

  test('a missing or unknown token is 401, and nothing is done', async () => {
    const api = await caller()
    for (const authorization of ['', basic('wrong:X'), `Bearer ${api.apiKey}`]) {
      const reply = await api.post('/contact', { fn: 'Ida' }, { headers: { authorization } })
      expect(reply.status).toBe(401)
      expect(reply.headers['www-authenticate']).toBe('Basic realm="Ajar"')
      expect(reply.body).toEqual({ status: 'ERROR', error: 'The API token is missing or not a valid one.' })
    }
    expect(contentOf(await api.get('/contact'))).toEqual([])
  })

  test('a user who may only read is refused to write', async () => {
    const close = await client()
    const id = await aContact(clevertim(close))
    const reader = clevertim(await member(close, 'readonly'))
    expect((await reader.get(`/contact/${id}`)).status).toBe(200)
    for (const reply of [
      await reader.put(`/contact/${id}`, { fn: 'Eva' }),
      await reader.post('/contact', { fn: 'Eva' }),
      await reader.delete(`/contact/${id}`),
    ]) {
      expect(reply.status).toBe(403)
      expect(reply.body.status).toBe('ERROR')
    }
    expect((await reader.put('/contact/999999999', { fn: 'Eva' })).status).toBe(404)
  })
})

describe('where', () => {
  test('with the prefix and without', async () => {
    const api = await caller()
    const made = await app().inject({
      method: 'POST',
      url: '/case',
      headers: { authorization: basic(`${api.apiKey}:X`), 'content-type': 'application/json', accept: '*/*' },
      payload: '{"name":"New case"}',
    })
    expect(made.statusCode).toBe(200)
    const { id } = (made.json() as { content: { id: number }[] }).content[0] ?? {}
    const get = (url: string, accept = 'application/json') =>
      app().inject({ url, headers: { authorization: basic(`${api.apiKey}:X`), accept } })
    const bare = await get(`/case/${id}`)
    expect(bare.body).toBe((await get(`/api/case/${id}`)).body)
    expect((await get('/case?limit=0')).json()).toEqual({ status: 'OK', content: [] })
    // A browser asks for a page, and gets what it would get without this dialect.
    const page = await get(`/case/${id}`, 'text/html,application/xhtml+xml,*/*;q=0.8')
    expect(page.statusCode).toBe(404)
    expect(page.body).not.toContain('"status"')
    expect((await get('/cases')).statusCode).toBe(404)
  })

  test('an unknown path is 404 in the envelope', async () => {
    const api = await caller()
    for (const path of ['/api', '/api/nothing', '/api/contact/1/2', '/api/contacts', '/api/v2/contact', '/api/docsx']) {
      const reply = await api.get(path)
      expect(reply.status, path).toBe(404)
      expect(reply.body).toEqual({ status: 'ERROR', error: `There is nothing at ${path}.` })
    }
    expect((await api.get('/api/v1/nothing/')).body.status).toBeUndefined()
    expect((await api.get('/api/openapi.json')).status).toBe(200)
  })

  test('ids are integers without signs or zeros before them', async () => {
    const api = await caller()
    const id = await aContact(api)
    for (const name of [
      `0${id}`,
      `+${id}`,
      `${id}.0`,
      '0',
      '-1',
      'x',
      '%00',
      '9007199254740993',
      '1e3',
      'x'.repeat(400),
    ]) {
      const reply = await api.get(`/contact/${name}`)
      expect(reply.status, name).toBe(404)
      expect(reply.body).toEqual({ status: 'ERROR', error: 'There is no such contact.' })
    }
    expect((await api.get(`/contact/${id}/`)).status).toBe(200)
  })

  test('what another organization has is not there', async () => {
    const id = await aContact(await caller())
    const stranger = await caller()
    for (const reply of [
      await stranger.get(`/contact/${id}`),
      await stranger.put(`/contact/${id}`, { fn: 'Eva' }),
      await stranger.delete(`/contact/${id}`),
    ]) {
      expect(reply.status).toBe(404)
    }
    const refused = await stranger.post('/case', { name: 'x', cust: id })
    expect(refused.body).toEqual({ status: 'ERROR', error: `cust: ${id} does not exist` })
  })

  test('what is not supported is 501', async () => {
    const api = await caller()
    const id = await aContact(api)
    const [note] = contentOf(await api.post('/note', { desc: 'Hello', cust: id }))
    const [comment] = contentOf(await api.post('/comment', { comment: 'Well', nid: note?.id }))
    const unsupported = [
      ['PATCH', `/contact/${id}`],
      ['PATCH', '/contact'],
      ['DELETE', '/contact'],
      ['PUT', '/contact'],
      ['POST', `/contact/${id}`],
      ['PUT', `/comment/${comment?.id}`],
      ['POST', '/user'],
      ['OPTIONS', '/contact'],
    ] as const
    for (const [verb, path] of unsupported) {
      const reply = await api.send(verb, path, {})
      expect(reply.status, `${verb} ${path}`).toBe(501)
      expect(Object.keys(reply.body)).toEqual(['status', 'error'])
    }
    expect((await api.get(`/contact/${id}`)).status).toBe(200)
  })
})

describe('bodies', () => {
  test('JSON that cannot be parsed is 500, also none at all', async () => {
    const api = await caller()
    const id = await aContact(api)
    for (const raw of ['', '{', "{'fn': 'Ida'}", 'fn=Ida', '{"fn":"Ida"']) {
      for (const reply of [
        await api.post('/contact', undefined, { raw }),
        await api.put(`/contact/${id}`, undefined, { raw }),
      ]) {
        expect(reply.status, raw).toBe(500)
        expect(reply.body).toEqual({ status: 'ERROR', error: 'The body is not valid JSON.' })
      }
    }
  })

  test('JSON that is no object is 400', async () => {
    const api = await caller()
    for (const raw of ['null', '[]', '1', '"x"', '[{"fn":"Ida"}]']) {
      expect((await api.post('/contact', undefined, { raw })).body).toEqual({
        status: 'ERROR',
        error: 'The body must be a JSON object.',
      })
    }
    expect((await api.post('/contact', undefined, { raw: '[{"fn":"Ida"}]' })).status).toBe(400)
  })

  test('what it is said to be does not matter', async () => {
    const api = await caller()
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'json']) {
      const reply = await api.post('/contact', { fn: 'Ida' }, { headers: { 'content-type': type } })
      expect(reply.status, type).toBe(200)
      expect(reply.headers['content-type']).toMatch(/^application\/json/)
    }
  })

  test('the id of the path may be repeated, another one is 400', async () => {
    const api = await caller()
    const id = await aContact(api)
    expect((await api.put(`/contact/${id}`, { id, ln: 'B' })).status).toBe(200)
    expect((await api.put(`/contact/${id}`, { id: String(id), ln: 'C' })).status).toBe(200)
    for (const other of [Number(id) + 1, 'x', {}, [id], true]) {
      const reply = await api.put(`/contact/${id}`, { id: other, ln: 'D' })
      expect(reply.status).toBe(400)
      expect(reply.body.error).toMatch(/^id: /)
    }
    expect(contentOf(await api.get(`/contact/${id}`))[0]?.ln).toBe('C')
  })

  test('DELETE may carry any body, and answers without content', async () => {
    const api = await caller()
    for (const raw of ['{"name":"New case 2"}', '{', '']) {
      const id = await aContact(api)
      const reply = await api.send('DELETE', `/contact/${id}`, undefined, { raw })
      expect([reply.status, reply.text]).toEqual([200, '{"status":"OK"}'])
      expect((await api.get(`/contact/${id}`)).status).toBe(404)
      expect((await api.delete(`/contact/${id}`)).status).toBe(404)
    }
  })

  test('every problem is told at once, in the words of the wire', async () => {
    const api = await caller()
    const reply = await api.post('/contact', {
      fn: 5,
      email: ['ida@x.example', 'nobody'],
      phones: [
        { type: 'Work', no: 'none' },
        { type: 'Pidgin', no: '1' },
      ],
      companyId: 1.5,
      cf: { '1.5': 'x', name: 'y' },
      smids: [{ type: 'Skype' }],
    })
    expect(reply.status).toBe(400)
    expect(String(reply.body.error).split('; ').sort()).toEqual([
      'cf.1.5: is not a custom field of this',
      'cf.name: is not a custom field of this',
      'companyId: does not exist',
      'email.1: is not an e-mail address',
      'fn: must be of type string',
      'phones.1.type: "Pidgin" cannot be chosen, only Work, Home, Mobile, Fax, Pager',
      'smids.0.smid: must be given',
    ])
  })

  test('a body that is too large is 413', async () => {
    const api = await caller()
    const reply = await api.post('/contact', { fn: 'x'.repeat(11 * 1024 * 1024) })
    expect(reply.status).toBe(413)
    expect(reply.body.status).toBe('ERROR')
  })
})

describe('all of them', () => {
  test('come in the order of their ids, each once, however many', async () => {
    const api = await caller()
    await aContact(api)
    await database().run(sql`
      insert into contacts (organization_id, id, lead_id, name, first_name, title, emails, phones, urls, custom, created_at, updated_at)
      select organization_id, 'cont_' || organization_id || i, lead_id, 'N' || i, 'N' || i, title, emails, phones, urls, custom, created_at,
        '2030-01-01T00:00:00Z'::timestamptz + i * interval '1 second'
      from contacts, generate_series(1, 1300) i where organization_id = ${api.organizationId}`)
    await rebuildSearchDocuments(database())
    const all = contentOf(await api.get('/contact')).map((one) => Number(one.id))
    expect(all).toHaveLength(1301)
    expect(all).toEqual([...new Set(all)].sort((a, b) => a - b))

    const ids = async (query: string) => contentOf(await api.get(`/contact?${query}`)).map((one) => Number(one.id))
    expect(await ids('limit=3')).toEqual(all.slice(0, 3))
    expect(await ids('limit=700&offset=40')).toEqual(all.slice(40, 740))
    expect(await ids('offset=1299')).toEqual(all.slice(1299))
    expect(await ids('offset=1301')).toEqual([])
    expect(await ids('limit=0')).toEqual([])
    expect(await ids('lm_gt=2030-01-01T00:21:38Z')).toHaveLength(2)
    expect(await ids('lm_gt=2030-01-01T01:21:38%2B01:00&limit=1')).toHaveLength(1)
    expect(await ids('colour=blue&limit=1')).toHaveLength(1)
  })

  test('none are an empty list', async () => {
    const reply = await (await caller()).get('/opportunity')
    expect([reply.status, reply.text]).toEqual([200, '{"status":"OK","content":[]}'])
  })

  test('a part that is not one is 400', async () => {
    const api = await caller()
    for (const [query, error] of [
      ['limit=x', 'limit: must be a whole number, 0 or more'],
      ['limit=-1', 'limit: must be a whole number, 0 or more'],
      ['offset=1.5', 'offset: must be a whole number, 0 or more'],
      ['lm_gt=yesterday', 'lm_gt: is not a time such as 2017-01-02T05:22:12Z'],
      ['lm_gt=', 'lm_gt: is not a time such as 2017-01-02T05:22:12Z'],
    ]) {
      const reply = await api.get(`/contact?${query}`)
      expect([reply.status, reply.body.error]).toEqual([400, error])
    }
  })

  test('who hangs up is not read for any longer', async () => {
    const api = await caller()
    const id = await aContact(api, { description: 'x'.repeat(5_000) })
    await database().run(sql`
      insert into contacts (organization_id, id, lead_id, name, title, emails, phones, urls, custom, details, created_at, updated_at)
      select organization_id, 'cont_' || organization_id || i, lead_id, name, title, emails, phones, urls, custom, details, created_at, updated_at
      from contacts, generate_series(1, 6000) i where organization_id = ${api.organizationId} and number = ${Number(id)}`)
    await rebuildSearchDocuments(database())
    if (!app().server.listening) await app().listen({ port: 0, host: '127.0.0.1' })
    const { port } = app().server.address() as { port: number }
    const socket = connect(port, '127.0.0.1')
    socket.write(
      `GET /api/contact HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic(`${api.apiKey}:X`)}\r\nConnection: close\r\n\r\n`,
    )
    const [first] = (await once(socket, 'data')) as [Buffer]
    expect(first.toString()).toMatch(/^HTTP\/1.1 200 OK/)
    // 30 MB wait behind a reader who has stopped; the server holds a few batches of them.
    socket.pause()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(socket.bytesRead).toBeLessThan(15_000_000)
    socket.destroy()
    expect((await api.get('/contact?limit=1')).status).toBe(200)
  })
})
