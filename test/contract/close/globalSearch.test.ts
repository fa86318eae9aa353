import { expect, test } from 'vitest'
import { type Client, type Json, useApi } from '../../support/api.ts'

const { client, member } = useApi()

type Hit = Json & { readonly snippet_ranges: readonly (readonly [number, number])[] }
const hitsIn = (body: Json, type: string): readonly Hit[] => {
  const groups = body.data as unknown as readonly { type: string; hits: readonly Hit[] }[]
  return groups.find((group) => group.type === type)?.hits ?? []
}
const search = async (api: Client, q: string, more = '') => {
  const { status, body, text } = await api.get(`/search/?q=${encodeURIComponent(q)}${more}`)
  expect(status, text).toBe(200)
  return body
}
const titles = (body: Json, type = 'lead') => hitsIn(body, type).map(({ title }) => title)

/** Bluth and their banana stand. */
async function bluth(api: Client) {
  const { body: lead } = await api.post('/lead/', {
    name: 'Bluth Company',
    url: 'https://www.bluth-homes.example',
    description: 'Builds houses in Sudden Valley',
    contacts: [
      {
        name: 'Michael Bluth',
        title: 'President',
        emails: [{ type: 'office', email: 'michael@bluth-homes.example' }],
        phones: [{ type: 'office', phone: '+14155550132' }],
      },
    ],
  })
  const { body: note } = await api.post('/activity/note/', {
    lead_id: lead.id,
    note: 'There is always money in the banana stand, <b>said</b> his father.',
  })
  const { body: opportunity } = await api.post('/opportunity/', {
    lead_id: lead.id,
    note: 'Cornballer licence',
    value: 5000,
  })
  const { body: found } = await api.post('/case/', { lead_id: lead.id, name: 'Burnt stand' })
  return { lead, note, opportunity, case: found }
}

test('a name, as it is typed', async () => {
  const api = await client()
  const { lead } = await bluth(api)
  for (const q of ['b', 'bl', 'blu', 'BLUTH', 'bluth comp', 'company bluth', 'Blüth']) {
    const [hit] = hitsIn(await search(api, q), 'lead')
    expect(hit, q).toMatchObject({ type: 'lead', id: lead.id, lead_id: lead.id, title: 'Bluth Company', field: 'name' })
  }
  const [contact] = hitsIn(await search(api, 'mich'), 'contact')
  expect(contact).toMatchObject({
    type: 'contact',
    lead_id: lead.id,
    title: 'Michael Bluth',
    subtitle: 'President · Bluth Company',
  })
})

test('an e-mail address and a domain, whole or in part', async () => {
  const api = await client()
  await bluth(api)
  for (const q of ['michael@bluth-homes.example', 'michael@bluth', 'bluth-homes.example', 'bluth-homes.ex']) {
    expect(titles(await search(api, q), 'contact'), q).toEqual(['Michael Bluth'])
  }
  expect(titles(await search(api, 'www.bluth-homes.example'))).toEqual(['Bluth Company'])
})

test('a telephone number in any format', async () => {
  const api = await client()
  await bluth(api)
  for (const q of [
    '(415) 555-0132',
    '+1 415 555 0132',
    '+14155550132',
    '415.555.0132',
    '5550132',
    '555-01',
    '001 415 555 0132',
  ]) {
    const [hit] = hitsIn(await search(api, q), 'contact')
    expect(hit, q).toMatchObject({ title: 'Michael Bluth', field: 'phone', snippet: '+1 415-555-0132' })
  }
  expect(titles(await search(api, '415 555 0133'), 'contact')).toEqual([])
})

test('words of notes, opportunities and cases, with the place where they are', async () => {
  const api = await client()
  const { note, opportunity, case: found } = await bluth(api)
  const [hit] = hitsIn(await search(api, 'banana'), 'activity')
  expect(hit).toMatchObject({ type: 'note', id: note.id, field: 'text', subtitle: 'Bluth Company' })
  expect(hit?.snippet_ranges.map(([start, end]) => hit.snippet?.slice(start, end))).toEqual(['banana'])
  expect(hit?.snippet).toContain('said')
  expect(hitsIn(await search(api, 'cornb'), 'opportunity')).toMatchObject([
    { id: opportunity.id, title: 'Bluth Company' },
  ])
  expect(hitsIn(await search(api, 'burnt'), 'case')).toMatchObject([{ id: found.id, title: 'Burnt stand' }])
})

test('names that are mistyped', async () => {
  const api = await client()
  await bluth(api)
  for (const q of ['Blutth', 'Blueth Company', 'bluth compnay'])
    expect(titles(await search(api, q)), q).toContain('Bluth Company')
  const [hit] = hitsIn(await search(api, 'blutth'), 'lead')
  expect(hit).toMatchObject({ field: null, snippet: null, title_ranges: [] })
})

test('the best comes first', async () => {
  const api = await client()
  const make = (body: object) => api.post('/lead/', body)
  await make({ name: 'Harbor' })
  await make({ name: 'Old Harbor Mills' })
  await make({ name: 'Harbor Looms' })
  await make({ name: 'Zephyr', description: 'Next to the harbor' })
  await make({ name: 'Quiet', emails: [{ email: 'desk@harbor.example', type: 'office' }] })
  expect(titles(await search(api, 'harbor', '&_limit=10'))).toEqual([
    'Harbor',
    'Harbor Looms',
    'Old Harbor Mills',
    'Quiet',
    'Zephyr',
  ])
})

test('groups are cut to the limit and say that there is more', async () => {
  const api = await client()
  for (const name of ['Acme 1', 'Acme 2', 'Acme 3']) await api.post('/lead/', { name })
  const { data } = (await search(api, 'acme', '&_limit=2')) as unknown as { data: Json[] }
  expect(data[0]).toMatchObject({ type: 'lead', has_more: true })
  expect((data[0] as unknown as { hits: Json[] }).hits).toHaveLength(2)
  const { data: all } = (await search(api, 'acme', '&_limit=3')) as unknown as { data: Json[] }
  expect(all[0]).toMatchObject({ type: 'lead', has_more: false })
})

test('only the types that are asked for', async () => {
  const api = await client()
  const { lead, note } = await bluth(api)
  await api.post('/activity/call/', { lead_id: lead.id, direction: 'outbound', note: 'About the stand' })
  const { data } = (await search(api, 'stand', '&types=note,case')) as unknown as {
    data: { type: string; hits: Json[] }[]
  }
  expect(data.map(({ type, hits }) => [type, hits.length])).toEqual([
    ['note', 1],
    ['case', 1],
  ])
  expect(data[0]?.hits[0]?.id).toBe(note.id)
})

test('nothing typed yet shows the leads that were changed last', async () => {
  const api = await client()
  const { body: first } = await api.post('/lead/', { name: 'First' })
  await api.post('/lead/', { name: 'Second' })
  await api.put(`/lead/${first.id}/`, { description: 'Changed' })
  expect(titles(await search(api, ' '))).toEqual(['First', 'Second'])
  expect(titles((await api.get('/search/')).body)).toEqual(['First', 'Second'])
})

test('what is deleted or changed is not found as it was', async () => {
  const api = await client()
  const { lead, note } = await bluth(api)
  await api.put(`/activity/note/${note.id}/`, { note: 'Nothing to see' })
  expect(hitsIn(await search(api, 'banana'), 'activity')).toEqual([])
  await api.delete(`/lead/${lead.id}/`)
  for (const q of ['bluth', '5550132', 'nothing']) {
    const groups = (await search(api, q)).data as unknown as { hits: Json[]; has_more: boolean }[]
    expect(
      groups.flatMap(({ hits }) => hits),
      q,
    ).toEqual([])
  }
})

test('hidden leads are not found, nor what belongs to them, nor that there is more', async () => {
  const api = await client()
  const someone = await member(api, 'user')
  const { body: me } = await api.get('/me/')
  for (let i = 0; i < 8; i++) {
    await api.post('/lead/', {
      name: `Secret ${i}`,
      visible_to: [me.id],
      contacts: [{ name: `Secret Person ${i}`, phones: [{ phone: '+14155550177', type: 'office' }] }],
    })
  }
  expect(titles(await search(api, 'secret', '&_limit=3'))).toHaveLength(3)
  for (const q of ['secret', 'secrte', '555-0177', '']) {
    const groups = (await search(someone, q, '&_limit=3')).data as unknown as { hits: Json[]; has_more: boolean }[]
    expect(
      groups.map(({ hits, has_more }) => [hits.length, has_more]),
      q,
    ).toEqual(groups.map(() => [0, false]))
  }
})

test('nothing of other organizations', async () => {
  const [api, other] = await Promise.all([client(), client()])
  await bluth(other)
  for (const q of ['bluth', 'b', 'blutth', '4155550132', 'banana', 'michael@bluth-homes.example']) {
    const groups = (await search(api, q)).data as unknown as { hits: Json[] }[]
    expect(
      groups.flatMap(({ hits }) => hits),
      q,
    ).toEqual([])
  }
})

test('whatever is typed', async () => {
  const api = await client()
  await bluth(api)
  const typed = [
    '%',
    '_',
    '\\',
    '%%%%',
    '__',
    "'; drop table leads; --",
    "o'brien & | ! <-> :* ( )",
    ':*',
    '!',
    '&',
    '\0',
    'a\0b',
    '\u{10FFFF}',
    '👩‍👩‍👧',
    'ａｂｃ',
    'مرحبا',
    'नमस्ते',
    'ｆｉﬁ',
    '한국',
    '\u0301',
    '\ud800',
    '1'.repeat(300),
    '+',
    '(((',
    'x'.repeat(10_000),
    'x '.repeat(5_000),
    '%1'.repeat(3_000),
    '٠١٢٣٤٥',
  ]
  for (const q of typed) {
    const { status, text } = await api.get(`/search/?q=${encodeURIComponent(q.toWellFormed())}`)
    expect(status, `${q.slice(0, 40)}: ${text}`).toBe(200)
  }
  expect(titles(await search(api, '%'))).toEqual([])
})

test('parameters that are wrong', async () => {
  const api = await client()
  expect((await api.get('/search/?q=a&types=lead,planet')).body).toMatchObject({
    'field-errors': { types: expect.anything() },
  })
  expect((await api.get('/search/?q=a&_limit=0')).status).toBe(400)
  expect((await api.get('/search/?q=a&_limit=51')).status).toBe(400)
  expect((await api.get('/search/?q=a&_limit=x')).body).toMatchObject({ 'field-errors': { _limit: expect.anything() } })
  expect((await api.post('/search/', { q: 'a' })).status).toBe(405)
})
