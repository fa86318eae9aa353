import { connect } from 'node:net'
import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { type Client, useApi } from '../../support/api.ts'

const { client, database, app } = useApi()

const JSON_EXPECTED = { error: "Please send valid JSON with a 'Content-Type: application/json' header." }
const JSON_INVALID = { error: 'The request contains invalid JSON.' }
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`

describe('who asks', () => {
  test('the key is the user name; the password is empty, or whatever a client puts there', async () => {
    const api = await client()
    for (const authorization of [basic(`${api.apiKey}:`), basic(`${api.apiKey}:anything`), basic(api.apiKey)]) {
      const { status, body } = await api.get('/me/', { headers: { authorization } })
      expect(status).toBe(200)
      expect(body.organizations?.[0]?.id).toBe(api.organizationId)
    }
    const lower = basic(`${api.apiKey}:`).replace('Basic', 'basic')
    expect((await api.get('/me/', { headers: { authorization: lower } })).status).toBe(200)
  })

  test('without a valid key nothing is told, and nothing is done', async () => {
    const api = await client()
    const wrong = [
      '',
      'Basic',
      basic(':'),
      basic('key_wrong:'),
      basic(`:${api.apiKey}`),
      basic(`${api.apiKey} :`),
      basic(`${'x'.repeat(10_000)}:`),
      `Bearer ${api.apiKey}`,
      api.apiKey,
      'Basic ÿ',
    ]
    for (const authorization of wrong) {
      const reply = await api.post('/lead/', { name: 'Not ours' }, { headers: { authorization } })
      expect(reply.status, authorization).toBe(401)
      expect(reply.headers['content-type']).toMatch(/^application\/json/)
      expect(reply.headers['www-authenticate']).toBe('Basic realm="Ajar"')
      expect(reply.body.error).toMatch(
        /^The server could not verify that you are authorized to access the URL requested/,
      )
      expect(reply.text).not.toContain(api.apiKey)
    }
    const { statusCode } = await app().inject({ url: '/api/v1/me/' })
    expect(statusCode).toBe(401)
    expect((await api.get('/lead/')).body.total_results).toBe(0)
  })

  test('a revoked key is refused', async () => {
    const api = await client()
    await database().run(sql`update api_keys set revoked_at = now() where organization_id = ${api.organizationId}`)
    expect((await api.get('/me/')).status).toBe(401)
  })

  test('a revoked key that has just been used is refused soon', async () => {
    const api = await client()
    expect((await api.get('/me/')).status).toBe(200)
    await database().run(sql`update api_keys set revoked_at = now() where organization_id = ${api.organizationId}`)
    await expect.poll(async () => (await api.get('/me/')).status, { timeout: 4_000 }).toBe(401)
  })

  test('the key of someone who left is refused', async () => {
    const api = await client()
    await database().run(sql`update memberships set is_active = false where organization_id = ${api.organizationId}`)
    expect((await api.get('/me/')).status).toBe(401)
  })
})

describe('where', () => {
  test('a path works with its slash at the end and without', async () => {
    const api = await client()
    const made = (await api.post('/lead', { name: 'One' })).body
    expect((await api.get(`/lead/${made.id}`)).body).toEqual((await api.get(`/lead/${made.id}/`)).body)
    expect((await api.get('/lead?_limit=0')).body.total_results).toBe(1)
    expect((await api.put(`/lead/${made.id}`, { name: 'Two' })).body.name).toBe('Two')
    expect((await api.delete(`/lead/${made.id}`)).status).toBe(200)
  })

  test('an unknown path is 404 in JSON', async () => {
    const api = await client()
    for (const path of ['/nothing/', '/lead/x/y/', '/', '/activity/note/x/y/', '/status/']) {
      const reply = await api.get(path)
      expect(reply.status, path).toBe(404)
      expect(reply.body).toEqual({ error: `The requested URL /api/v1${path} was not found on the server.` })
    }
  })

  test('an unknown id is 404 and names the class of what is missing', async () => {
    const api = await client()
    const classes = {
      lead: 'Lead',
      contact: 'Contact',
      opportunity: 'Opportunity',
      'activity/note': 'Note',
      'activity/call': 'Call',
      'custom_field/lead': 'LeadCustomField',
      'status/lead': 'LeadStatus',
      user: 'User',
      organization: 'Organization',
    }
    for (const [path, name] of Object.entries(classes)) {
      for (const id of ['none_1', '%00', 'x'.repeat(400), '%F0%9F%92%A9']) {
        const reply = await api.get(`/${path}/${id}/`)
        expect(reply.status, path).toBe(404)
        expect(reply.body).toEqual({ error: `Empty query: ${name} matching query does not exist.` })
      }
    }
  })

  test('an id of another kind of object is unknown', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'One' })).body
    const note = (await api.post('/activity/note/', { lead_id: lead.id, note: 'x' })).body
    expect((await api.get(`/contact/${lead.id}/`)).status).toBe(404)
    expect((await api.get(`/activity/call/${note.id}/`)).status).toBe(404)
    expect((await api.put(`/activity/call/${note.id}/`, { note: 'y' })).status).toBe(404)
    expect((await api.delete(`/activity/call/${note.id}/`)).status).toBe(404)
    expect((await api.get(`/activity/note/${note.id}/`)).body).toEqual(note)
  })

  test('a POST to an item asks whether PUT was meant', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'One' })).body
    const reply = await api.post(`/lead/${lead.id}/`, { name: 'Two' })
    expect(reply.status).toBe(404)
    expect(reply.body.error).toMatch(/Did you mean to use PUT\?$/)
    expect((await api.get(`/lead/${lead.id}/`)).body.name).toBe('One')
  })

  test('a verb that is not supported is 405', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'One' })).body
    const verbs = [
      ['PUT', '/lead/'],
      ['DELETE', '/lead/'],
      ['PATCH', `/lead/${lead.id}/`],
      ['POST', '/user/'],
      ['POST', '/activity/'],
      ['DELETE', '/user/user_1/'],
      ['POST', '/activity/created/'],
      ['DELETE', `/organization/${api.organizationId}/`],
      ['POST', '/me/'],
    ] as const
    for (const [verb, path] of verbs) {
      const reply = await api.send(verb, path, {})
      expect(reply.status, `${verb} ${path}`).toBe(405)
      expect(reply.body).toEqual({ error: expect.any(String) })
    }
  })

  test('bad percent-encodings are refused in the path and survived in the query', async () => {
    const api = await client()
    for (const path of ['/lead/%/', '/lead/%zz/', '/lead/%ff/']) {
      const reply = await api.get(path)
      expect([400, 404], path).toContain(reply.status)
      expect(reply.body).toEqual({ error: expect.any(String) })
    }
    expect((await api.get('/lead/?x=%&_limit=%31')).status).toBe(200)
  })

  test('a huge URL is refused', async () => {
    const api = await client()
    const reply = await api.get(`/lead/${'x'.repeat(100_000)}/`)
    expect([400, 404, 414]).toContain(reply.status)
    const long = await api.get(`/lead/?x=${'x'.repeat(60_000)}`)
    expect(long.status).toBe(200)
  })
})

describe('a method in a header', () => {
  test('a POST can mean any verb', async () => {
    const api = await client()
    const as = (verb: string) => ({ headers: { 'x-http-method-override': verb } })
    const lead = (await api.post('/lead/', { name: 'One' })).body
    expect((await api.post('/lead/', {}, as('GET'))).body.total_results).toBe(1)
    expect((await api.post(`/lead/${lead.id}/`, {}, as('get'))).body).toEqual(lead)
    expect((await api.post(`/lead/${lead.id}/`, { name: 'Two' }, as('PUT'))).body.name).toBe('Two')
    expect((await api.post(`/lead/${lead.id}/`, undefined, as('DELETE'))).text).toBe('{}')
    expect((await api.get('/lead/')).body.total_results).toBe(0)
  })

  test('only a POST: a GET never changes anything', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'Kept' })).body
    await api.get(`/lead/${lead.id}/`, { headers: { 'x-http-method-override': 'DELETE' } })
    expect((await api.get(`/lead/${lead.id}/`)).status).toBe(200)
  })

  test('_params in the body replace the query string, lists too', async () => {
    const api = await client()
    const one = (await api.post('/lead/', { name: 'One' })).body
    const [a, b] = await Promise.all(
      ['a', 'b', 'c'].map(async (note) => (await api.post('/activity/note/', { lead_id: one.id, note })).body),
    )
    const asked = (params: unknown, query = '') =>
      api.post(`/activity/note/${query}`, { _params: params }, { headers: { 'x-http-method-override': 'GET' } })
    const idsOf = async (params: unknown, query?: string) =>
      ((await asked(params, query)).body.data as unknown as { id: string }[]).map(({ id }) => id).sort()
    const both = [a?.id ?? '', b?.id ?? ''].toSorted()
    expect(await idsOf({ id__in: both })).toEqual(both)
    expect(await idsOf({ id__in: both.join(',') })).toEqual(both)
    expect(await idsOf({ id__in: both }, '?_limit=1')).toEqual(both)
    expect(await idsOf({ id__in: both, _limit: 1 })).toHaveLength(1)
    expect((await asked({ _limit: 'x' })).body).toEqual({ error: '_limit must be an integer (got "x" instead).' })
    const fields = (await asked({ id__in: [a?.id], _fields: ['id', 'note'] })).body
    expect(fields.data).toEqual([{ id: a?.id, note: a?.note }])
  })
})

describe('what is sent', () => {
  const send = (api: Client, raw: string, type?: string) =>
    app().inject({
      method: 'POST',
      url: '/api/v1/lead/',
      payload: raw,
      headers: { authorization: basic(`${api.apiKey}:`), ...(type === undefined ? {} : { 'content-type': type }) },
    })

  test('JSON is taken whatever it is declared to be', async () => {
    const api = await client()
    const types = [
      'application/json',
      'application/json; charset=utf-8',
      'application/vnd.api+json',
      'application/x-www-form-urlencoded',
      'text/plain',
      undefined,
    ]
    for (const type of types) {
      const reply = await send(api, '{"name":"Ærø Loom ✂️"}', type)
      expect(reply.statusCode, type).toBe(200)
      expect(reply.json()).toMatchObject({ name: 'Ærø Loom ✂️' })
    }
  })

  test('what is not JSON is refused, with a hint when it was declared to be something else', async () => {
    const api = await client()
    for (const raw of [
      'name=Harbor',
      '',
      '{',
      "{'name': 'x'}",
      '{"name":NaN}',
      '{"name":Infinity}',
      '{"a":1}x',
      '\ufeff{}x',
    ]) {
      const declared = await send(api, raw, 'application/json')
      expect(declared.statusCode, raw).toBe(400)
      expect(declared.json()).toEqual(JSON_INVALID)
    }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const reply = await send(api, 'name=Harbor', type)
      expect(reply.statusCode, type).toBe(400)
      expect(reply.json()).toEqual(JSON_EXPECTED)
    }
    expect((await send(api, 'name=Harbor')).json()).toEqual(JSON_INVALID)
    expect((await send(api, 'name=Harbor', 'not a type')).json()).toEqual(JSON_EXPECTED)
    expect((await api.get('/lead/')).body.total_results).toBe(0)
    expect(await send(api, '{"name":"Harbor Looms"}', 'json')).toMatchObject({ statusCode: 200 })
  })

  test('a body is one object', async () => {
    const api = await client()
    for (const raw of ['[]', '[{"name":"x"}]', '"x"', 'null', '1', 'true']) {
      const reply = await send(api, raw, 'application/json')
      expect(reply.statusCode, raw).toBe(400)
      expect(reply.json()).toEqual({ error: 'JSON data must be a dict.' })
    }
    const lead = (await api.post('/lead/', { name: 'One' })).body
    expect(await api.put(`/lead/${lead.id}/`, [])).toMatchObject({
      status: 400,
      body: { error: 'JSON data must be a dict.' },
    })
  })

  test('a DELETE and a GET do not look at their body', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'One' })).body
    expect((await api.send('GET', `/lead/${lead.id}/`, undefined, { raw: 'x' })).status).toBe(200)
    expect((await api.send('DELETE', `/lead/${lead.id}/`, undefined, { raw: 'x' })).status).toBe(200)
  })

  test('nesting has an end', async () => {
    const api = await client()
    const reply = await send(api, `{"name":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 'application/json')
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toEqual({ error: 'The JSON is nested too deeply.' })
  })

  test('a body that is too large is refused', async () => {
    const api = await client()
    const reply = await send(api, JSON.stringify({ name: 'x'.repeat(11 * 1024 * 1024) }), 'application/json')
    expect(reply.statusCode).toBe(413)
    expect(reply.json()).toEqual({ error: 'The request body is larger than 10 MB.' })
  })

  test('what is not even HTTP is answered in JSON, without a word on what is inside', async () => {
    const address = await app().listen({ host: '127.0.0.1', port: 0 })
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(address).port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'))
      let text = ''
      socket.on('data', (chunk) => (text += String(chunk)))
      socket.on('end', () => resolve(text))
      socket.on('error', reject)
    })
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).not.toMatch(/\n\s+at /)
  })
})

describe('what is answered', () => {
  test('is JSON that nobody keeps a copy of or guesses the type of', async () => {
    const api = await client()
    const { headers } = await api.get('/lead/')
    expect(headers['content-type']).toMatch(/^application\/json/)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers).not.toHaveProperty('x-powered-by')
  })
})
