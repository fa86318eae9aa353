import { readdir } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import readWorkbook from 'read-excel-file/node'
import sql from 'sql-template-tag'
import { beforeAll, describe, expect, test } from 'vitest'
import { exportJob } from '../../../src/jobs/export.ts'
import { housekeeping } from '../../../src/jobs/housekeeping.ts'
import { type Client, type Json, rowsOf, useApi } from '../../support/api.ts'
import { download, ended, exported, fileRows, fileText } from '../../support/exported.ts'
import { aWorker } from '../../support/worker.ts'

const api = useApi()
let client: Client
let lead: Json

beforeAll(async () => {
  client = await api.client()
  const field = (await client.post('/custom_field/lead/', { name: 'Industry', type: 'text' })).body
  lead = (
    await client.post('/lead/', {
      name: 'Naïve "Looms", 東京',
      description: 'Two\nlines',
      addresses: [{ label: 'business', city: 'Bergen', country: 'NO' }],
      contacts: [{ name: 'Ida Brandt', emails: [{ email: 'ida@looms.example', type: 'office' }] }],
      [`custom.${field.id}`]: '=HYPERLINK("http://evil.example")',
    })
  ).body
  await client.post('/opportunity/', { lead_id: lead.id, value: 120_000, value_period: 'monthly', note: '-5' })
  await client.post('/activity/note/', { lead_id: lead.id, note: 'Wants blue' })
})

describe('an export of leads', () => {
  test('as json is an array of leads as the API shows them', async () => {
    const asked = await client.post('/export/lead/', { format: 'json', type: 'leads' })
    expect(asked).toMatchObject({
      status: 200,
      body: {
        id: expect.stringMatching(/^expo_\w{22}$/),
        organization_id: client.organizationId,
        type: 'leads',
        format: 'json',
        status: 'created',
        n_docs: null,
        n_docs_processed: 0,
        download_url: null,
        fields: null,
        date_format: 'original',
        query: null,
        s_query: null,
        sort: [],
        results_limit: null,
        include_activities: false,
        include_smart_fields: false,
        send_done_email: true,
      },
    })
    const done = await exported(api, client, '/export/lead/', { format: 'json', type: 'leads' })
    expect(done).toMatchObject({ status: 'done', n_docs: 1, n_docs_processed: 1, error: null })

    const answer = await download(api, done.download_url as string)
    expect(answer.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': 'application/json',
      'content-disposition': `attachment; filename=${done.id}.json`,
    })
    expect(await fileRows(api, done)).toEqual([rowsOf(await client.get('/lead/'))[0]])
    const events = rowsOf(await client.get(`/event/?object_type=export.lead&object_id=${done.id}`))
    expect(new Set(events.map(({ action }) => action))).toEqual(new Set(['completed', 'created', 'updated']))
  })

  test('as csv is a table', async () => {
    const done = await exported(api, client, '/export/lead/', {
      format: 'csv',
      type: 'leads',
      fields: ['display_name', 'description', 'primary_address_city', 'custom.Industry', 'num_contacts', 'is_company'],
    })
    expect(await fileText(api, done)).toBe(
      'display_name,description,primary_address_city,custom.Industry,num_contacts,is_company\r\n' +
        '"Naïve ""Looms"", 東京","Two\nlines",Bergen,"\'=HYPERLINK(""http://evil.example"")",1,true\r\n',
    )
  })

  test('finds what a query asks for, in its order, and no more than it allows', async () => {
    const own = await api.client()
    for (const name of ['Alder', 'Birch', 'Cedar', 'Other']) await own.post('/lead/', { name })
    const named = (body: object) =>
      exported(api, own, '/export/lead/', { format: 'csv', type: 'leads', fields: ['display_name'], ...body })
    const names = async (done: Json) => (await fileText(api, done)).trim().split('\r\n').slice(1)
    const byName = [
      { direction: 'desc', field: { type: 'regular_field', object_type: 'lead', field_name: 'display_name' } },
    ]
    expect(await names(await named({ query: 'name:Birch' }))).toEqual(['Birch'])
    const s_query = { type: 'object_type', object_type: 'lead' }
    expect(await names(await named({ s_query, sort: byName, results_limit: 2 }))).toEqual(['Other', 'Cedar'])
    expect(await names(await named({}))).toEqual(['Alder', 'Birch', 'Cedar', 'Other'])
    expect(await names(await named({ query: 'name:Nobody' }))).toEqual([])
  })

  test('carries all activities, custom objects and smart fields where that is asked for', async () => {
    const options = { include_activities: true, include_smart_fields: true, include_custom_objects: true }
    const done = await exported(api, client, '/export/lead/', { format: 'json', type: 'leads', ...options })
    const [row] = await fileRows(api, done)
    expect(row).toMatchObject({
      activities: expect.arrayContaining([expect.objectContaining({ _type: 'Note', note: 'Wants blue' })]),
      custom_objects: [],
      num_notes: 1,
      addresses: [{ city: 'Bergen' }],
    })
    const bare = { format: 'json', type: 'leads', include_addresses: false }
    expect((await fileRows(api, await exported(api, client, '/export/lead/', bare)))[0]).not.toHaveProperty('addresses')
  })

  test('as contacts and as opportunities has a row for each', async () => {
    const contacts = await exported(api, client, '/export/lead/', { format: 'csv', type: 'contacts' })
    expect(parse(await fileText(api, contacts), { columns: true })).toMatchObject([
      {
        name: 'Ida Brandt',
        primary_email: 'ida@looms.example',
        primary_email_type: 'office',
        lead_id: lead.id,
        lead_status_label: 'Potential',
      },
    ])
    const sales = await exported(api, client, '/export/lead/', {
      format: 'csv',
      type: 'lead_opps',
      include_smart_fields: true,
    })
    expect(parse(await fileText(api, sales), { columns: true })).toMatchObject([
      { lead_id: lead.id, value: '120000', value_period: 'monthly', note: '-5', num_contacts: '1' },
    ])
    const objects = await exported(api, client, '/export/lead/', { format: 'json', type: 'contacts' })
    expect(await fileRows(api, objects)).toEqual(rowsOf(await client.get('/contact/')))
  })

  test('tells times in each of the formats', async () => {
    const at = new Date((lead.date_created as string).replace(/(\.\d{3})\d+/, '$1'))
    const day = at.toISOString().slice(0, 10)
    const shown = async (date_format: string) => {
      const body = { format: 'csv', type: 'leads', fields: ['date_created'], date_format }
      return (await fileText(api, await exported(api, client, '/export/lead/', body))).split('\r\n')[1]
    }
    expect(await shown('original')).toBe((lead.date_created as string).replace('T', ' '))
    expect(await shown('iso8601')).toBe(`${at.toISOString().slice(0, 19)}+00:00`)
    expect(await shown('excel')).toMatch(new RegExp(`^${day} (0[1-9]|1[0-2]):\\d\\d:\\d\\d (AM|PM)$`))
  })

  test('as xlsx is a workbook with types', async () => {
    const fields = ['display_name', 'description', 'custom.Industry', 'num_contacts', 'is_company', 'date_created']
    const done = await exported(api, client, '/export/lead/', { format: 'xlsx', type: 'leads', fields })
    const answer = await download(api, done.download_url as string)
    expect(answer.headers['content-encoding']).toBeUndefined()
    expect(answer.headers['content-type']).toContain('spreadsheetml')
    const [{ data } = { data: [] }] = await readWorkbook(answer.rawPayload)
    const created = new Date((lead.date_created as string).replace(/(\.\d{3})\d+/, '$1'))
    expect(data[0]).toEqual(fields)
    expect(data[1]?.slice(0, 5)).toEqual([
      lead.display_name,
      'Two\nlines',
      '=HYPERLINK("http://evil.example")',
      1,
      true,
    ])
    expect(Math.abs(Number(data[1]?.[5]) - created.getTime())).toBeLessThan(1500)
  })
})

describe('an export of opportunities', () => {
  test('is narrowed by the parameters of their list', async () => {
    const body = { format: 'json', params: { value_period: 'monthly', lead_id: lead.id } }
    const done = await exported(api, client, '/export/opportunity/', body)
    expect(done).toMatchObject({ type: 'opps', params: body.params, n_docs: 1 })
    expect(await fileRows(api, done)).toEqual(rowsOf(await client.get('/opportunity/')))
    const none = await exported(api, client, '/export/opportunity/', {
      format: 'json',
      params: { value_period: 'annual' },
    })
    expect(await fileRows(api, none)).toEqual([])
    expect(rowsOf(await client.get('/event/?object_type=export.opportunity')).length).toBeGreaterThan(0)
  })
})

describe('all combinations', () => {
  const paths = { '/export/lead/': ['leads', 'contacts', 'lead_opps'], '/export/opportunity/': ['opps'] }
  const cases = Object.entries(paths).flatMap(([path, types]) =>
    types.flatMap((type) =>
      ['csv', 'json', 'xlsx'].flatMap((format) =>
        [true, false].map((include_smart_fields) => ({ path, type, format, include_smart_fields })),
      ),
    ),
  )
  const may = ({ path, type, format, include_smart_fields }: (typeof cases)[number]) =>
    !include_smart_fields || (path === '/export/lead/' && (format !== 'json' || type === 'leads'))

  test.each(cases.filter(may))('$path $type $format smart: $include_smart_fields', async ({ path, ...body }) => {
    const done = await exported(api, client, path, body)
    expect(done).toMatchObject({ status: 'done', n_docs: 1, n_docs_processed: 1, error: null })
    expect(await objectsIn(done)).toBe(1)
  })

  test.each(cases.filter((one) => !may(one)))('$path $type $format has no smart fields', async ({ path, ...body }) => {
    expect(await client.post(path, body)).toMatchObject({
      status: 400,
      body: { 'field-errors': { include_smart_fields: expect.any(String) } },
    })
  })

  async function objectsIn(done: Json): Promise<number> {
    if (done.format === 'json') return (await fileRows(api, done)).length
    if (done.format === 'csv') return parse(await fileText(api, done)).length - 1
    const { rawPayload } = await download(api, done.download_url as string)
    return ((await readWorkbook(rawPayload))[0]?.data.length ?? 0) - 1
  }
})

describe('what is refused', () => {
  test.each([
    ['format', {}],
    ['format', { format: 'pdf' }],
    ['type', { format: 'csv', type: 'opps' }],
    ['date_format', { format: 'csv', date_format: 'unix' }],
    ['fields', { format: 'csv', fields: ['nothing'] }],
    ['fields', { format: 'json', fields: ['nothing'] }],
    ['fields', { format: 'json', fields: 'id' }],
    ['query', { format: 'csv', query: 'name:(' }],
    ['s_query', { format: 'csv', s_query: { type: 'nonsense' } }],
    ['sort', { format: 'csv', sort: [{ direction: 'up' }] }],
    ['include_activities', { format: 'csv', type: 'leads', include_activities: true }],
    ['include_custom_objects', { format: 'json', type: 'contacts', include_custom_objects: true }],
    ['params', { format: 'csv', params: { lead_id: 'lead_1' } }],
  ])('%s in %j', async (name, body) => {
    const before = (await client.get('/export/?_limit=1000')).body.data
    expect(await client.post('/export/lead/', body)).toMatchObject({
      status: 400,
      body: { 'field-errors': { [name]: expect.any(String) } },
    })
    expect(Object.keys((await client.get('/export/?_limit=1000')).body.data as object)).toHaveLength(
      Object.keys(before as object).length,
    )
  })

  test('parameters that opportunities do not understand', async () => {
    const body = { format: 'csv', params: { date_won__gte: 'soon' } }
    expect(await client.post('/export/opportunity/', body)).toMatchObject({
      status: 400,
      body: { 'field-errors': { params: expect.stringContaining('date_won') } },
    })
  })
})

describe('who may', () => {
  test('only those with the permission, and others do not see it', async () => {
    const { body: asked } = await client.post('/export/lead/', { format: 'json' })
    const user = await api.member(client, 'user')
    expect((await user.post('/export/lead/', { format: 'json' })).status).toBe(403)
    expect((await user.get(`/export/${asked.id}/`)).status).toBe(404)
    expect((await user.post(`/export/${asked.id}/cancel/`)).status).toBe(404)
    expect(rowsOf(await user.get('/export/'))).toEqual([])
    const stranger = await api.client()
    expect((await stranger.get(`/export/${asked.id}/`)).status).toBe(404)
  })

  test('a file has what who asked may see', async () => {
    const own = await api.client()
    const role = (await own.post('/role/', { name: 'Exporter', permissions: ['export', 'view_all_leads'] })).body
    const member = await api.member(own, role.id as string)
    await own.post('/lead/', { name: 'Open' })
    const hidden = (await own.post('/lead/', { name: 'Hidden', contacts: [{ name: 'Ida' }] })).body
    const visible_to = [(await own.get('/me/')).body.id]
    await own.put(`/lead/${hidden.id}/`, { visible_to })
    const done = await exported(api, member, '/export/lead/', { format: 'json' })
    expect((await fileRows(api, done)).map(({ display_name }) => display_name)).toEqual(['Open'])
    const contacts = await exported(api, member, '/export/lead/', { format: 'json', type: 'contacts' })
    expect(contacts.n_docs).toBe(0)
    expect(await fileRows(api, await exported(api, own, '/export/lead/', { format: 'json' }))).toHaveLength(2)
  })

  test('nothing is written for somebody who has lost the permission', async () => {
    const own = await api.client()
    const member = await api.member(own, 'superuser')
    const { body: asked } = await member.post('/export/lead/', { format: 'json' })
    await api.database().run(sql`update memberships set role_id = 'user' where user_id = ${member.userId}`)
    await aWorker(api.database(), [exportJob], api.files())
    expect(await ended(own, asked.id as string)).toMatchObject({
      status: 'error',
      error: expect.stringContaining('export'),
      download_url: null,
    })
  })
})

describe('the file', () => {
  test('is found by a signed address for a minute, and each look brings another one', async () => {
    const done = await exported(api, client, '/export/lead/', { format: 'csv', fields: ['id'] })
    const url = done.download_url as string
    expect((await download(api, url)).statusCode).toBe(200)
    const [, expires = ''] = /\.(\d+)\./.exec(url.split('/expo_')[1] ?? '') ?? []
    const later = url.replace(`.${expires}.`, `.${Number(expires) + 3600}.`)
    expect((await download(api, later)).statusCode).toBe(404)
    const other = (await api.client()).organizationId
    expect((await download(api, url.replace(client.organizationId, other))).statusCode).toBe(404)
    const spoilt = url.replace(/\/[^/]*$/, '').replace(/.$/, (end) => (end === 'A' ? 'B' : 'A'))
    expect((await download(api, `${spoilt}/x`)).statusCode).toBe(404)
    expect((await api.app().inject({ method: 'GET', url: '/go/export/orga_1/nothing/x' })).statusCode).toBe(404)
  })

  test('is forgotten after its days, what was asked for is not', async () => {
    const own = await api.client()
    const done = await exported(api, own, '/export/lead/', { format: 'csv' })
    const before = await readdir(`${api.files()}/${own.organizationId}`, { recursive: true })
    expect(before.some((name) => name.includes('data_'))).toBe(true)
    await api.database().run(sql`update exports set updated_at = now() - interval '8 days' where id = ${done.id}`)
    const [purge] = housekeeping({ trashDays: null, eventDays: null, exportDays: 7 }).filter(
      ({ name }) => name === 'purge_exports',
    )
    if (purge === undefined) throw new Error('there is no such job')
    const queued = { organizationId: own.organizationId, membershipId: null, payload: {} }
    await nightly(queued, purge)
    expect(await own.get(`/export/${done.id}/`)).toMatchObject({ body: { status: 'done', download_url: null } })
    expect((await download(api, done.download_url as string)).statusCode).toBe(404)
    const after = await readdir(`${api.files()}/${own.organizationId}`, { recursive: true })
    expect(after.some((name) => name.includes('data_'))).toBe(false)
  })

  test('is not made when the export is canceled', async () => {
    const own = await api.client()
    const { body: asked } = await own.post('/export/lead/', { format: 'csv' })
    expect(await own.post(`/export/${asked.id}/cancel/`)).toMatchObject({ status: 200, body: { status: 'canceled' } })
    expect((await own.post(`/export/${asked.id}/cancel/`)).status).toBe(400)
    await exported(api, own, '/export/lead/', { format: 'csv' })
    expect((await own.get(`/export/${asked.id}/`)).body).toMatchObject({ status: 'canceled', download_url: null })
  })
})

// At the end, as a worker of another test would do all of these first.
describe('how many', () => {
  const FULL = {
    status: 400,
    body: {
      errors: ['An organization can have 10 exports under way at most. Wait until one has ended, or cancel one.'],
      'field-errors': {},
    },
  }
  const ask = (own: Client, path = '/export/lead/') => own.post(path, { format: 'csv' })

  test('ten may be under way, of all who ask and however they are asked for at once', async () => {
    const own = await api.client()
    const admin = await api.member(own, 'admin')
    const replies = await Promise.all(
      Array.from({ length: 14 }, (_, i) => ask(i % 2 ? own : admin, i % 3 ? '/export/lead/' : '/export/opportunity/')),
    )
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(10)
    for (const { status, body } of replies.filter((one) => one.status !== 200)) expect({ status, body }).toEqual(FULL)
    expect(rowsOf(await own.get('/export/'))).toHaveLength(10)
    // Whoever asks for nonsense is told of that first, and others have their own ten.
    expect((await own.post('/export/lead/', { format: 'pdf' })).body['field-errors']).toHaveProperty('format')
    expect((await ask(await api.client())).status).toBe(200)
  })

  test('one that has ended makes room for another', async () => {
    const own = await api.client()
    const asked = await Promise.all(Array.from({ length: 10 }, () => ask(own)))
    const [canceled, done, failed] = asked.map(({ body }) => body.id as string)
    await own.post(`/export/${canceled}/cancel/`)
    for (const [id, status] of [
      [done, 'done'],
      [failed, 'error'],
    ])
      await api.database().run(sql`update exports set status = ${status} where id = ${id}`)
    for (const status of [200, 200, 200, 400]) expect((await ask(own)).status).toBe(status)
  })
})

/** Does a job of the night now. */
async function nightly(data: { organizationId: string; membershipId: null; payload: object }, job: typeof exportJob) {
  const { openJobQueue } = await import('../../../src/store/jobs/jobQueue.ts')
  const queue = openJobQueue(api.database(), { kinds: [job.name] })
  await queue.put({ kind: job.name, data })
  await aWorker(api.database(), [job], api.files())
  for (;;) {
    const left = await api
      .database()
      .run(sql`select 1 from exports where organization_id = ${data.organizationId} and content_id is not null`)
    if (left.length === 0) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await queue.stop(1000)
}
