import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Client, contentOf, type Json, useApi } from '../../support/api.ts'

// The lines of the API's own introduction, run by a shell and the real curl; only the token, the host and the id differ.
const { client, clevertim, app } = useApi()
const run = promisify(execFile)
let origin = ''

const TOKEN = 'AKJHjjsdBNhkdjfdnbsdjfDJKHZ123'
const HOST = 'https://www.clevertim.com'
const lines = {
  contacts: `curl -u ${TOKEN}:X ${HOST}/api/contact`,
  companies: `curl -u ${TOKEN}:X ${HOST}/api/company`,
  company: `curl -u ${TOKEN}:X ${HOST}/api/company/3423`,
  add: `curl -u ${TOKEN}:X -H "Content-Type: application/json" -X POST -d '{"name":"New case"}' ${HOST}/case`,
  edit: `curl -u ${TOKEN}:X -H "Content-Type: application/json" -X PUT -d '{"name":"New case 2"}' ${HOST}/case/367`,
  delete: `curl -u ${TOKEN}:X -X DELETE -d '{"name":"New case 2"}' ${HOST}/case/367`,
} as const

beforeAll(async () => {
  await run('curl', ['--version']).catch((cause: unknown) => {
    throw new Error('These tests need the program curl; please install it.', { cause })
  })
  origin = await app().listen({ host: '127.0.0.1', port: 0 })
})

/** What a line prints, and the status that came with it. */
async function curl(line: string, api: Client, id?: unknown): Promise<{ status: number; body: Json }> {
  const ours = line
    .replace(TOKEN, api.apiKey)
    .replace(HOST, origin)
    .replace(/\/(3423|367)$/, `/${String(id)}`)
  const { stdout } = await run('sh', ['-c', `${ours} -s -w '\\n%{http_code}'`])
  const [status = '', ...body] = stdout.split('\n').toReversed()
  return { status: Number(status), body: JSON.parse(body.toReversed().join('\n')) as Json }
}

const ok = (content: readonly unknown[]) => ({ status: 200, body: { status: 'OK', content } })

describe('the lines of the introduction', () => {
  test('read all contacts, all companies, and one company', async () => {
    const api = clevertim(await client())
    expect(await curl(lines.contacts, api)).toEqual(ok([]))
    const [contact] = contentOf(await api.post('/contact', { fn: 'Ida', ln: 'Brandt' }))
    const [company] = contentOf(await api.post('/company', { cn: 'Harbor Looms' }))
    expect(await curl(lines.contacts, api)).toEqual(ok([contact]))
    expect(await curl(lines.companies, api)).toEqual(ok([company]))
    expect(await curl(lines.company, api, company?.id)).toEqual(ok([company]))
  })

  test('add a case, edit it, delete it', async () => {
    const api = clevertim(await client())
    const added = await curl(lines.add, api)
    expect(added).toMatchObject(ok([{ name: 'New case' }]))
    const id = added.body.content?.[0]?.id
    expect(await curl(lines.edit, api, id)).toMatchObject(ok([{ id, name: 'New case 2' }]))
    expect(contentOf(await api.get(`/case/${id}`))).toMatchObject([{ name: 'New case 2' }])
    expect(await curl(lines.delete, api, id)).toEqual({ status: 200, body: { status: 'OK' } })
    expect(await curl(lines.delete, api, id)).toMatchObject({ status: 404, body: { status: 'ERROR' } })
  })

  test('say what is wrong in the status and in the body', async () => {
    const api = clevertim(await client())
    const error = { status: 'ERROR', error: expect.stringMatching(/./) }
    expect(await curl(lines.company, api, 3423)).toEqual({ status: 404, body: error })
    expect(await curl(lines.add.replace('"name"', '"title"'), api)).toEqual({
      status: 400,
      body: { status: 'ERROR', error: expect.stringContaining('name') },
    })
    expect(await curl(lines.add.replace('"}', '"'), api)).toEqual({ status: 500, body: error })
    expect(await curl(lines.add.replace('POST', 'PATCH'), api)).toEqual({ status: 501, body: error })
    expect(await curl(lines.companies.replace(TOKEN, 'nobody'), api)).toEqual({ status: 401, body: error })
  })
})

describe('the examples of the pages on each resource', () => {
  test('a comment whose text is its name', async () => {
    const api = clevertim(await client())
    const [note] = contentOf(await api.post('/note', { desc: 'Wants blue' }))
    const [comment] = contentOf(await api.post('/comment', { name: 'Blue it is', nid: note?.id }))
    expect(comment).toMatchObject({ comment: 'Blue it is', nid: note?.id, tid: null })
    expect(contentOf(await api.get(`/note/${note?.id}`))).toMatchObject([{ comments: [comment?.id] }])
  })

  test('a note that is sent a name keeps its text', async () => {
    const api = clevertim(await client())
    const [note] = contentOf(await api.post('/note', { desc: 'Wants blue' }))
    const reply = await api.put(`/note/${note?.id}`, { id: note?.id, name: 'New name' })
    expect(contentOf(reply)).toEqual([note])
  })

  test.each([
    ['input', 'cotton', 'cotton'],
    ['select', 'Retail', 'Retail'],
    ['date', '2026-03-05', '2026-03-05'],
    ['state', 'FL', 'FL'],
    ['country', 'NO', 'NO'],
    ['region', 'US-FL', 'US-FL'],
    ['currency', 'EUR', 'EUR'],
  ])('a custom field of the type %s, alone and multiple', async (elemType, value, shown) => {
    const api = clevertim(await client())
    for (const multiple of [false, true]) {
      const values = elemType === 'select' ? { values: ['Retail', 'Energy'] } : {}
      const definition = { name: `A ${elemType} ${multiple}`, elemType, modelType: ['customers'], multiple, ...values }
      const [field] = contentOf(await api.post('/customfield', definition))
      expect(field).toMatchObject(definition)
      const cf = { [`${field?.id}`]: multiple ? [value] : value }
      const [contact] = contentOf(await api.post('/contact', { fn: 'Ida', cf }))
      expect(contact?.cf).toEqual({ [`${field?.id}`]: multiple ? [shown] : shown })
      const [cleared] = contentOf(
        await api.put(`/contact/${contact?.id}`, { cf: { [`${field?.id}`]: multiple ? [] : '' } }),
      )
      expect(cleared?.cf).toEqual({})
    }
  })

  test.each(['user', 'contact', 'company', 'case', 'opportunity'])(
    'a custom field that refers to a %s',
    async (elemType) => {
      const close = await client()
      const api = clevertim(close)
      const example: Record<string, object> = { contact: { fn: 'Leo' }, company: { cn: 'Looms' } }
      const made =
        elemType === 'user'
          ? await api.get('/user')
          : await api.post(`/${elemType}`, example[elemType] ?? { name: 'A' })
      const [referred] = contentOf(made)
      const definition = { name: 'Related', elemType, modelType: ['cases'], multiple: true }
      const [field] = contentOf(await api.post('/customfield', definition))
      const [case_] = contentOf(await api.post('/case', { name: 'Torn', cf: { [`${field?.id}`]: [referred?.id] } }))
      expect(case_?.cf).toEqual({ [`${field?.id}`]: [referred?.id] })
      const unknown = await api.post('/case', { name: 'Torn', cf: { [`${field?.id}`]: [999_999_999] } })
      expect(unknown).toMatchObject({ status: 400, body: { error: expect.stringContaining(`cf.${field?.id}`) } })
    },
  )

  test('a value is checked against its field: where it belongs, what it is, what there is to choose', async () => {
    const api = clevertim(await client())
    const make = async (more: object) => {
      const [field] = contentOf(
        await api.post('/customfield', { name: JSON.stringify(more), modelType: ['companies'], ...more }),
      )
      return `${field?.id}`
    }
    const select = await make({ elemType: 'select', values: ['Retail'] })
    const date = await make({ elemType: 'date' })
    const input = await make({ elemType: 'input' })
    const elsewhere = await make({ elemType: 'input', modelType: ['cases'] })
    for (const cf of [
      { [select]: 'Energy' },
      { [date]: 'tomorrow' },
      { [input]: ['a', 'b'] },
      { [elsewhere]: 'a' },
      { x: 'a' },
    ]) {
      const reply = await api.post('/company', { cn: 'Looms', cf })
      expect(reply, JSON.stringify(cf)).toMatchObject({ status: 400 })
      expect(reply.body.error).toContain(`cf.${Object.keys(cf)[0]}`)
    }
    for (const wrong of [
      { elemType: 'select', values: [] },
      { elemType: 'color' },
      { elemType: 'input', modelType: [] },
      { elemType: 'input', modelType: ['leads'] },
    ]) {
      const reply = await api.post('/customfield', { name: 'Wrong', modelType: ['cases'], ...wrong })
      expect(reply, JSON.stringify(wrong)).toMatchObject({
        status: 400,
        body: { error: expect.stringMatching(/values|elemType|modelType/) },
      })
    }
  })

  test('deleting a custom field deletes its values', async () => {
    const close = await client()
    const api = clevertim(close)
    const [field] = contentOf(
      await api.post('/customfield', { name: 'Size', elemType: 'input', modelType: ['companies', 'customers'] }),
    )
    const cf = { [`${field?.id}`]: 'XL' }
    const [company] = contentOf(await api.post('/company', { cn: 'Looms', cf }))
    const [contact] = contentOf(await api.post('/contact', { fn: 'Ida', companyId: company?.id, cf }))
    expect((await api.delete(`/customfield/${field?.id}`)).body).toEqual({ status: 'OK' })
    expect(contentOf(await api.get(`/company/${company?.id}`))).toMatchObject([{ cf: {} }])
    expect(contentOf(await api.get(`/contact/${contact?.id}`))).toMatchObject([{ cf: {} }])
  })
})
