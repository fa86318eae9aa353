import { beforeAll, describe, expect, test } from 'vitest'
import { type Client, type Reply, rowsOf, useApi } from '../../support/api.ts'
import { type Searched, searchedOrganization } from '../../support/searchedOrganization.ts'

const { client, member } = useApi()

// Most tests only ask.
let api: Client
let there: Searched
beforeAll(async () => {
  api = await client()
  there = await searchedOrganization(api)
})

/** The short names of the leads, in the order of the answer. */
const names = (reply: Reply) => rowsOf(reply).map(({ name }) => name?.split(' ')[0]?.toLowerCase())
const ask = (query: string, more = '', as = api, options = {}) =>
  as.get(`/lead/?query=${encodeURIComponent(query)}&_fields=name${more}`, options)
const NOBODY: readonly string[] = []

/** Whom a query finds, in any order, and how many it says these are. */
async function found(query: string) {
  const reply = await ask(query)
  expect(reply.status, reply.text).toBe(200)
  return { names: new Set(names(reply)), total: reply.body.total_results }
}
const just = (expected: readonly string[]) => ({ names: new Set(expected), total: expected.length })

async function expectFound(query: string, expected: readonly string[]): Promise<void> {
  expect(await found(query)).toEqual(just(expected))
}

const EVERYBODY = ['birch', 'harbour', 'annika', 'quiet', 'zeta']

describe('words', () => {
  test.each([
    ['*', EVERYBODY],
    ['', EVERYBODY],
    ['birch', ['birch']],
    ['BIR', ['birch']],
    ['irch', NOBODY],
    ['ann', ['harbour', 'annika']],
    ['mill', ['birch', 'quiet']],
    ['"old mill"', ['birch']],
    ['"mill old"', NOBODY],
    ['tools price', ['harbour']],
    ['price tools', ['harbour']],
    ['"price list"', ['harbour']],
    ['chairs renew', ['birch']],
    ['bergen', ['harbour']],
    ['fair', ['birch']],
    ['samples', ['zeta']],
    ['ring', ['annika']],
  ])('%s', expectFound)
})

describe('fields', () => {
  test.each([
    ['name:birch', ['birch']],
    ['name:"Birch & Co"', ['birch']],
    ['company:harb', ['harbour']],
    ['display_name:mill', ['quiet']],
    ['description:chairs', ['birch']],
    ['description:"the \\"old\\" mill"', ['birch']],
    ['description:*', ['birch']],
    ['not description:*', ['harbour', 'annika', 'quiet', 'zeta']],
    ['description:""', ['harbour', 'annika', 'quiet', 'zeta']],
    ['url:birch', ['birch']],
    ['status:"Trial ended"', ['birch']],
    ['lead_status:Potential', ['annika']],
    ['status:trial', ['birch']],
    ['status in ("Potential", "Qualified")', ['annika', 'harbour']],
    ['status not in ("Potential", "Qualified")', ['birch', 'quiet', 'zeta']],
    ['original_lead_status:Potential', ['annika', 'zeta']],
    ['created_by:me', EVERYBODY],
    ['created_by:owner', EVERYBODY],
    ['created_by:nobody', NOBODY],
    ['contact:ann', ['harbour']],
    ['contact_name:"Kim Roe"', ['birch']],
    ['title:ceo', ['birch']],
    ['email:kim@birch.example', ['birch']],
    ['email_address:"kim@birch.example"', ['birch']],
    ['phone:415', ['birch']],
    ['phone_number:+14155550132', ['birch']],
    ['phone:"(415) 555-0132"', ['birch']],
    ['city:"new york"', ['birch']],
    ['state:ny', ['birch']],
    ['zip:10001', ['birch']],
    ['country:NO', ['harbour']],
    ['location:dock', ['birch']],
    ['address:bergen', ['harbour']],
    ['custom.industry:"Retail"', ['birch']],
    ['custom.industry:real', ['harbour']],
    ['"custom.Deal Source":"Fair"', ['birch']],
    ['"custom.Deal Source":*', ['birch']],
    ['not "custom.Deal Source":*', ['harbour', 'annika', 'quiet', 'zeta']],
    ['custom.Seats > 20', ['birch']],
    ['custom.Seats < 20', ['harbour']],
    ['custom.Seats:7', ['harbour']],
    ['custom.Renewal:2026-06-01', ['birch']],
    ['custom.Renewal >= 2026-06-02', NOBODY],
    ['custom.Owner:me', ['birch']],
    ['custom.Role:decides', ['birch']],
    ['opportunity_value >= 5000', ['birch']],
    ['opportunity_value:800', ['harbour']],
    ['opportunity_status:Won', ['harbour']],
    ['opportunity_confidence < 100', ['birch']],
    ['opportunity_user:me', ['birch', 'harbour']],
    ['nonsense:birch', NOBODY],
    ['custom.Nonsense:1', NOBODY],
  ])('%s', expectFound)

  test('by id, and by the id of a custom field or a status', async () => {
    const { leads, fields, statuses, me } = there
    expect(await found(`id:${leads.quiet}`)).toEqual(just(['quiet']))
    expect(await found(`id in (${leads.quiet}, ${leads.birch})`)).toEqual(just(['quiet', 'birch']))
    expect(await found(`custom.${fields.seats} >= 7`)).toEqual(just(['birch', 'harbour']))
    expect(await found(`status_id:${statuses.Potential}`)).toEqual(just(['annika']))
    expect(await found(`lead_status_id not in ("${statuses.Potential}", "${statuses.Customer}")`)).toEqual(
      just(['birch', 'harbour', 'quiet']),
    )
    expect(await found(`created_by:${me}`)).toEqual(just(EVERYBODY))
    expect(await found('created_by:user_none')).toEqual(just(NOBODY))
  })

  test('what nobody knows finds nothing, and says so', async () => {
    const { body } = await ask('birch nonsense:1 or in:save_none')
    expect(body).toEqual({
      has_more: false,
      total_results: 0,
      query_remarks: ["At character 7: there is no field 'nonsense'", "At character 21: there is no view 'save_none'"],
      data: [],
    })
  })

  test('what was added a moment ago is known', async () => {
    const own = await client()
    await own.post('/lead/', { name: 'One' })
    expect(names(await ask('custom.Fresh:*', '', own))).toEqual([])
    const { id } = (await own.post('/custom_field/lead/', { name: 'Fresh', type: 'text' })).body
    await own.post('/lead/', { name: 'Two', [`custom.${id}`]: 'yes' })
    expect(names(await ask('custom.Fresh:*', '', own))).toEqual(['two'])
  })
})

describe('counts and dates', () => {
  test.each([
    ['calls:0', ['birch', 'annika', 'quiet', 'zeta']],
    ['calls:2', ['harbour']],
    ['num_calls > 1', ['harbour']],
    ['contacts > 1', ['harbour']],
    ['contacts:1', ['birch']],
    ['has:calls', ['harbour']],
    ['no:calls has:contacts', ['birch']],
    ['has:opportunities', ['birch', 'harbour']],
    ['has:email_addresses', ['birch']],
    ['has:phone_numbers', ['birch']],
    ['sms_messages > 0', ['annika']],
    ['has:tasks', ['zeta']],
    ['has:meetings', ['zeta']],
    ['addresses > 0', ['birch', 'harbour']],
    ['notes:1', ['harbour']],
    ['created > "2 weeks ago"', ['quiet', 'zeta']],
    ['created < "2 weeks ago"', ['birch', 'harbour', 'annika']],
    ['date_created >= "50 days ago" date_created < "30 days ago"', ['harbour']],
    ['created > now', NOBODY],
    ['updated:today', EVERYBODY],
    ['last_called < "3 days ago"', ['harbour']],
    ['last_called > "3 days ago"', NOBODY],
    ['not last_called:*', ['birch', 'annika', 'quiet', 'zeta']],
    ['last_emailed > "1 week ago"', ['harbour']],
    ['first_emailed > "1 week ago"', ['harbour']],
    ['last_contacted > "4 days ago"', ['annika', 'zeta']],
    ['email_opened:yes', NOBODY],
  ])('%s', expectFound)

  test('a day begins where the caller is', async () => {
    const own = await client()
    await own.post('/lead/', { name: 'Late', date_created: '2026-04-01T02:00:00Z' })
    const on = async (day: string, offset: string) =>
      names(await ask(`created:${day}`, '', own, { headers: { 'x-tz-offset': offset } }))
    expect(await on('2026-04-01', '0')).toEqual(['late'])
    expect(await on('2026-04-01', '-4')).toEqual([])
    expect(await on('2026-03-31', '-4')).toEqual(['late'])
    expect(await on('2026-04-01', '5.5')).toEqual(['late'])
    expect(names(await ask('created > 2026-04-01 created < "2026-04-01T02:00:01"', '', own))).toEqual(['late'])
    expect(names(await ask('created > "2026-04-01T02:00:00+0000"', '', own))).toEqual([])
  })
})

describe('the same object', () => {
  test.each([
    ['call(direction:incoming duration > 60)', ['harbour']],
    ['call(direction:"inbound")', ['harbour']],
    ['call(direction:outgoing duration > 60)', NOBODY],
    ['call(direction:outgoing) call(duration > 60)', ['harbour']],
    ['call(user:me date > "2 weeks ago")', ['harbour']],
    ['not email(direction:outgoing date > "30 days ago")', ['birch', 'annika', 'quiet', 'zeta']],
    ['email(direction:outgoing subject:offer status:"sent")', ['harbour']],
    ['email(opened:yes)', NOBODY],
    ['email(not has_reply:yes)', ['harbour']],
    ['sms(direction:inbound date > "7 days ago" text:ring)', ['annika']],
    ['opportunity(status:Proposal value > 1000 user:me)', ['birch']],
    ['opportunity(status:Won value > 1000)', NOBODY],
    ['contact(title:buyer name:ann)', ['harbour']],
    ['contact(title:buyer name:bo)', NOBODY],
    ['contact(email_address:*)', ['birch']],
    ['task(done:no due < today)', ['zeta']],
    ['note("price list")', ['harbour']],
    ['meeting:*', ['zeta']],
    ['lead_status(status:Potential on:today)', ['annika', 'zeta']],
    ['lead_status_change(new_status:Customer date >= "this year")', ['zeta']],
    ['lead_status_change(old_status:Customer)', NOBODY],
    ['contact(sequence_subscription(sequence:*))', NOBODY],
  ])('%s', expectFound)
})

describe('and, or, not', () => {
  test.each([
    ['status:Potential or status:Qualified has:opportunities', ['annika', 'harbour']],
    ['(status:Potential or status:Qualified) has:opportunities', ['harbour']],
    ['mill not (birch or harbour)', ['quiet']],
    ['not mill and not ann', ['zeta']],
    ['birch OR zeta', ['birch', 'zeta']],
    ['ann city:bergen last_called < "3 days ago"', ['harbour']],
  ])('%s', expectFound)
})

describe('order, shares, limits and pages', () => {
  test.each([
    ['* sort:created', ['birch', 'annika', 'harbour', 'quiet', 'zeta']],
    ['sort:-created', ['zeta', 'quiet', 'harbour', 'annika', 'birch']],
    ['* sort:display_name', ['annika', 'birch', 'harbour', 'quiet', 'zeta']],
    ['has:contacts sort:-contacts,-created', ['harbour', 'birch']],
    ['* sort:-opportunities,name', ['birch', 'harbour', 'annika', 'quiet', 'zeta']],
    ['* sort:-custom.Seats,-created', ['birch', 'harbour', 'zeta', 'quiet', 'annika']],
  ])('%s', async (query, expected) => expect(names(await ask(query))).toEqual(expected))

  test('the order of the query goes before that of the parameter, which goes before the usual one', async () => {
    expect(names(await ask('mill sort:-created', '&_order_by=date_created'))).toEqual(['quiet', 'birch'])
    expect(names(await ask('mill', '&_order_by=date_created'))).toEqual(['birch', 'quiet'])
    expect(names(await ask('mill'))).toEqual(['quiet', 'birch'])
  })

  test('a query is read page by page, with its total', async () => {
    const page = async (more: string) => (await ask('* sort:created', more)).body
    expect(await page('&_limit=2')).toMatchObject({ has_more: true, total_results: 5, data: [{}, {}] })
    expect(await page('&_limit=2&_skip=4')).toMatchObject({ has_more: false, total_results: 5, data: [{}] })
    expect(await page('&_limit=0')).toEqual({ has_more: true, total_results: 5, data: [] })
    expect(names(await ask('* sort:created', '&_limit=2&_skip=2'))).toEqual(['harbour', 'quiet'])
  })

  test('a limit holds over all pages', async () => {
    expect((await ask('* sort:created limit:3')).body).toMatchObject({ has_more: false, total_results: 3 })
    const pages = await Promise.all(
      ['_limit=2', '_limit=2&_skip=2', '_limit=2&_skip=4'].map((page) => ask('* sort:created limit:3', `&${page}`)),
    )
    expect(pages.map(names)).toEqual([['birch', 'annika'], ['harbour'], []])
    expect(pages.map(({ body }) => body.has_more)).toEqual([true, false, false])
  })

  test('shares have everything once, and stay the same', async () => {
    const share = async (n: number) => names(await ask(`* slice:${n}/3`))
    const shares = await Promise.all([share(1), share(2), share(3)])
    expect(shares.flat()).toHaveLength(5)
    expect(new Set(shares.flat())).toEqual(new Set(EVERYBODY))
    expect(await share(2)).toEqual(shares[1])
  })
})

describe('what cannot be read is refused at its place', () => {
  test.each([
    ['name:', 'At character 6: expected a value; found the end'],
    ['birch (harbour', 'At character 15: expected ); found the end'],
    ['"birch', 'At character'],
    ['birch )', 'At character 7'],
    ['calls:many', "At character 1: calls: 'many' is no number"],
    ['created > soon', 'At character 1: created:'],
    ['or birch', 'At character 1'],
    ['* slice:0/4', 'At character 9: expected a slice such as 3/10'],
    ['name > birch', 'At character 1'],
    ['* sort:contact', "At character 8: cannot sort by 'contact'"],
    [`${'('.repeat(51)}a${')'.repeat(51)}`, 'At character 51'],
  ])('%s', async (query, message) => {
    const { status, body } = await ask(query)
    expect(status).toBe(400)
    expect(body).toEqual({ errors: [], 'field-errors': { query: expect.stringContaining(message) } })
  })

  test('whatever is in the values, they stay values', async () => {
    const values = [`'; drop table leads; --`, '%', '_', '\\', '$1', '${1}', '\u0000', '💥', "O'Hara", ')', '{"a":1}']
    for (const value of values) {
      const quoted = `"${value.replaceAll(/["\\]/g, '\\$&')}"`
      for (const key of [
        '',
        'name:',
        'status:',
        'email:',
        'phone:',
        'city:',
        'custom.industry:',
        'id:',
        'created_by:',
        'in:',
      ]) {
        const reply = await ask(`${key}${quoted}`)
        expect([200, 400], `${key}${quoted}: ${reply.text}`).toContain(reply.status)
      }
    }
    expect(await found('*')).toEqual(just(EVERYBODY))
  })
})

describe('other ways to ask', () => {
  test('in a body, where the query is long', async () => {
    const ids = Object.values(there.leads).slice(0, 2)
    const reply = await api.post(
      '/lead/',
      {
        _params: {
          query: `id in (${Array.from({ length: 2000 }, (_, i) => `lead_${i}`).join()}, ${ids.join()})`,
          _fields: 'name',
          _limit: 1,
        },
      },
      { headers: { 'x-http-method-override': 'GET' } },
    )
    expect(reply.body).toMatchObject({ has_more: true, total_results: 2, data: [{}] })
  })

  test('a smart view in the URL does not narrow, a query does', async () => {
    const { id } = (await api.post('/saved_search/', { name: 'Mills', query: 'mill' })).body
    expect((await api.get(`/lead/?smart_view_id=${id}`)).body.total_results).toBe(5)
    expect(await found(`in:${id}`)).toEqual(just(['birch', 'quiet']))
  })

  test('lists of other objects take queries about them and about their leads', async () => {
    const countOf = async (path: string, params: Record<string, string | undefined>) => {
      const reply = await api.get(`${path}?${new URLSearchParams(params as Record<string, string>).toString()}`)
      expect(reply.status, reply.text).toBe(200)
      return rowsOf(reply).length
    }
    expect(await countOf('/opportunity/', { query: 'note:renewal' })).toBe(1)
    expect(await countOf('/opportunity/', { query: 'value > 100' })).toBe(2)
    expect(await countOf('/opportunity/', { lead_query: 'status:Qualified' })).toBe(1)
    expect(await countOf('/opportunity/', { lead_query: '*' })).toBe(2)
    expect(await countOf('/opportunity/', { lead_query: 'birch', query: 'status:Won' })).toBe(0)
    expect(await countOf('/opportunity/', { _group_by: 'user_id', query: 'status:Won' })).toBe(1)
    expect(await countOf('/contact/', { query: 'title:ceo' })).toBe(1)
    expect(await countOf('/contact/', { lead_query: 'harbour' })).toBe(2)
    expect(await countOf('/activity/call/', { query: 'duration > 60' })).toBe(1)
    expect(await countOf('/activity/', { query: 'price' })).toBe(1)
    expect(await countOf('/task/', { query: 'samples' })).toBe(1)
    const { body } = await api.get('/opportunity/?query=status:Won')
    expect(body).toMatchObject({ total_results: 1, total_value_one_time: 80_000 })
    const view = (await api.post('/saved_search/', { name: 'Q', query: 'status:Qualified' })).body
    expect(await countOf('/opportunity/', { lead_saved_search_id: view.id })).toBe(1)
    expect(await api.get('/opportunity/?lead_saved_search_id=save_none')).toMatchObject({
      status: 400,
      body: { 'field-errors': { lead_saved_search_id: "there is no view 'save_none'" } },
    })
    expect((await api.get('/opportunity/?lead_query=name:')).body['field-errors']?.lead_query).toContain('character 6')
    expect(await api.get('/opportunity/?lead_query=birch limit:1')).toMatchObject({ status: 400 })
  })

  test('a list that cannot be searched refuses rather than to answer with everything', async () => {
    expect(await api.get('/user/?query=ivo')).toMatchObject({
      status: 400,
      body: { error: 'This list cannot be searched with query.' },
    })
    expect((await api.get('/user/?lead_query=ivo')).status).toBe(400)
    expect((await api.get('/user/?query=*')).status).toBe(200)
  })

  test('many tasks are changed where a query says so', async () => {
    const own = await client()
    const lead = (await own.post('/lead/', { name: 'Birch' })).body
    for (const text of ['Call', 'Write']) await own.post('/task/', { lead_id: lead.id, text })
    expect((await own.put('/task/?query=write', { is_complete: true })).body).toMatchObject({ count: 1 })
    expect(await own.put('/task/?query=text:', { is_complete: true })).toMatchObject({ status: 400 })
    expect((await own.get('/task/?is_complete=true')).body.data).toMatchObject([{ text: 'Write' }])
  })

  test('who may only look may search', async () => {
    const reader = await member(api, 'readonly')
    expect(names(await ask('birch', '', reader))).toEqual(['birch'])
    expect(names(await ask('created_by:me', '', reader))).toEqual([])
  })
})

describe('fields that only searches know', () => {
  test('are read where they are asked for', async () => {
    const { leads } = there
    const names_ = 'num_calls,num_contacts,last_call_duration,total_one_time_won_opportunity_value'
    const reply = await api.get(`/lead/?query=harbour&_fields=id,${names_}`)
    expect(rowsOf(reply)).toEqual([
      {
        id: leads.harbour,
        num_calls: 2,
        num_contacts: 2,
        last_call_duration: 90,
        total_one_time_won_opportunity_value: 80_000,
      },
    ])
    expect((await api.get(`/lead/${leads.birch}/?_fields=num_calls,last_call_created`)).body).toEqual({
      num_calls: 0,
      last_call_created: null,
    })
    expect((await api.get(`/lead/${leads.harbour}/`)).body).not.toHaveProperty('num_calls')
    const all = (await api.get(`/lead/${leads.harbour}/?_fields=_all`)).body
    expect(all).toMatchObject({ num_calls: 2, num_opportunities: 1, last_email_subject: 'Our offer' })
  })
})
