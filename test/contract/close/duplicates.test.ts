import { describe, expect, test } from 'vitest'
import { type Client, type Json, rowsOf, useApi } from '../../support/api.ts'

const { client, member } = useApi()

type Found = Json & {
  readonly score: number
  readonly reasons: readonly { type: string; value: string; on: string | null }[]
}
const found = (reply: Parameters<typeof rowsOf>[0]) => {
  expect(reply.status, reply.text).toBe(200)
  return rowsOf(reply) as readonly Found[]
}
const ids = (rows: readonly Json[]) => rows.map(({ id }) => id)
const aLead = async (api: Client, body: object) => {
  const { status, body: lead, text } = await api.post('/lead/', body)
  expect(status, text).toBe(200)
  return lead
}
const mail = (email: string) => ({ emails: [{ email, type: 'office' }] })
const call = (phone: string) => ({ phones: [{ phone, type: 'office' }] })

describe('of one lead', () => {
  test('by name, address, number and domain, with reasons and the likeliest first', async () => {
    const api = await client()
    const one = await aLead(api, {
      name: 'Harbor Looms',
      url: 'https://www.harborlooms.example',
      contacts: [{ name: 'Ida Brandt', ...mail('ida@harborlooms.example'), ...call('+14155550132') }],
    })
    const named = await aLead(api, { name: 'HARBOR-LOOMS, Inc.' })
    const mistyped = await aLead(api, { name: 'Habror Looms' })
    const turned = await aLead(api, { name: 'Looms Harbor GmbH' })
    const written = await aLead(api, {
      name: 'Brandt Weaving',
      contacts: [{ ...mail('IDA+news@harborlooms.example') }],
    })
    const called = await aLead(api, { name: 'The Weavers', contacts: [call('(415) 555-0132')] })
    const housed = await aLead(api, { name: 'Fabrics of Bergen', contacts: [mail('leo@harborlooms.example')] })
    await aLead(api, { name: 'Harbor Foods' })
    await aLead(api, { name: 'Quiet River', contacts: [mail('ida@quietriver.example')] })

    const rows = found(await api.get(`/lead/duplicates/?lead_id=${one.id}`))

    expect(new Set(ids(rows))).toEqual(new Set([named, mistyped, turned, written, called, housed].map(({ id }) => id)))
    expect(rows.map(({ score }) => score)).toEqual(rows.map(({ score }) => score).toSorted((a, b) => b - a))
    const reasons = (lead: Json) => rows.find(({ id }) => id === lead.id)?.reasons
    expect(reasons(named)).toEqual([{ type: 'name', value: 'HARBOR-LOOMS, Inc.', on: named.id }])
    expect(reasons(called)).toEqual([{ type: 'phone', value: '+14155550132', on: expect.stringMatching(/^cont_/) }])
    expect(reasons(housed)).toEqual([
      { type: 'domain', value: 'harborlooms.example', on: expect.stringMatching(/^cont_/) },
    ])
    expect(reasons(written)?.[0]).toMatchObject({ type: 'email', value: 'IDA+news@harborlooms.example' })
  })

  test('a lead that is not there', async () => {
    const api = await client()
    expect((await api.get('/lead/duplicates/?lead_id=lead_none')).status).toBe(404)
  })

  test('merged and deleted leads are none', async () => {
    const api = await client()
    const one = await aLead(api, { name: 'Harbor Looms' })
    const merged = await aLead(api, { name: 'Harbor Looms Inc' })
    const deleted = await aLead(api, { name: 'Harbor Looms Ltd' })
    expect(found(await api.get(`/lead/duplicates/?lead_id=${one.id}`))).toHaveLength(2)
    await api.post('/lead/merge/', { source: merged.id, destination: one.id })
    await api.delete(`/lead/${deleted.id}/`)
    expect(found(await api.get(`/lead/duplicates/?lead_id=${one.id}`))).toEqual([])
  })
})

test('while a new lead is typed', async () => {
  const api = await client()
  const known = await aLead(api, {
    name: 'Bluth Company',
    contacts: [{ name: 'Michael Bluth', ...call('+14155550132') }],
  })
  const draft = { name: 'Blutth Company', contacts: [{ name: 'M. Bluth', ...call('415 555 0132') }] }
  const [row] = found(await api.post('/lead/duplicates/', draft))
  expect(row).toMatchObject({ id: known.id, display_name: 'Bluth Company' })
  expect(row?.reasons.map(({ type }) => type).toSorted()).toEqual(['name', 'phone'])
  expect(row?.score).toBeGreaterThan(0.8)
  expect(found(await api.post('/lead/duplicates/', { contacts: [call('415 555 0132')] }))).toHaveLength(1)
  for (const body of [{}, { name: '' }, { name: 'Somebody Else' }, { name: null, contacts: null, url: 'gmail.com' }])
    expect(found(await api.post('/lead/duplicates/', body))).toEqual([])
  // Nothing was made.
  expect((await api.get('/lead/')).body.total_results).toBe(1)
})

test('contacts, of one and while typing', async () => {
  const api = await client()
  const lead = await aLead(api, {
    name: 'Bluth Company',
    contacts: [{ name: 'Michael Bluth', ...mail('michael@bluth.example') }],
  })
  const { body: other } = await api.post('/contact/', { lead_id: lead.id, name: 'Bluth, Micheal' })
  await api.post('/contact/', { lead_id: lead.id, name: 'Lindsay Bluth', ...mail('lindsay@bluth.example') })
  const [row, ...rest] = found(await api.get(`/contact/duplicates/?contact_id=${other.id}`))
  expect(rest).toEqual([])
  expect(row).toMatchObject({ display_name: 'Michael Bluth', lead_id: lead.id })
  expect(row?.reasons.map(({ type }) => type)).toEqual(['name', 'lead'])
  const draft = { name: 'Mike B.', ...mail('michael+x@bluth.example') }
  expect(found(await api.post('/contact/duplicates/', draft))[0]).toMatchObject({ display_name: 'Michael Bluth' })
})

test('among all, each pair once, a page at a time', async () => {
  const api = await client()
  const pairs: [Json, Json][] = []
  for (const name of ['Harbor Looms', 'Northfold Textiles', 'Kestrel Freight']) {
    pairs.push([await aLead(api, { name }), await aLead(api, { name: `${name} Ltd` })])
    await aLead(api, { name: `Only one ${name.length}` })
  }
  const seen: [string, string][] = []
  let cursor = ''
  for (let pages = 0; pages < 10; pages++) {
    const { status, body, text } = await api.get(`/lead/duplicates/?_limit=2&_cursor=${cursor}`)
    expect(status, text).toBe(200)
    for (const group of body.data as unknown as { id: string; duplicates: { id: string }[] }[])
      seen.push(...group.duplicates.map(({ id }): [string, string] => [id, group.id]))
    if (!(body.has_more as unknown as boolean)) break
    cursor = body.cursor ?? ''
  }
  expect(new Set(seen.map(String))).toEqual(new Set(pairs.map(([a, b]) => `${a.id},${b.id}`)))
  expect(seen).toHaveLength(3)
})

test('hidden leads and contacts are neither shown nor a reason', async () => {
  const api = await client()
  const someone = await member(api, 'user')
  const { body: me } = await api.get('/me/')
  const one = await aLead(api, { name: 'Harbor Looms', contacts: [mail('ida@looms.example')] })
  await aLead(api, { name: 'Harbor Looms Inc', visible_to: [me.id] })
  const half = await aLead(api, { name: 'Weavers' })
  await api.post('/contact/', { lead_id: half.id, ...mail('ida@looms.example'), visible_to: [me.id] })
  expect(found(await api.get(`/lead/duplicates/?lead_id=${one.id}`))).toHaveLength(2)
  expect(found(await someone.get(`/lead/duplicates/?lead_id=${one.id}`))).toEqual([])
  expect(found(await someone.post('/lead/duplicates/', { name: 'Harbor Looms' })).map(({ id }) => id)).toEqual([one.id])
  expect((await someone.get('/lead/duplicates/')).body.data).toEqual([])
  expect(found(await someone.post('/contact/duplicates/', mail('ida@looms.example')))).toHaveLength(1)
})

test('nothing of other organizations', async () => {
  const [api, other] = await Promise.all([client(), client()])
  const body = { name: 'Harbor Looms', contacts: [{ name: 'Ida Brandt', ...mail('ida@looms.example') }] }
  const theirs = await aLead(other, body)
  await aLead(other, body)
  expect(found(await api.post('/lead/duplicates/', body))).toEqual([])
  expect((await api.get('/lead/duplicates/')).body.data).toEqual([])
  expect((await api.get(`/lead/duplicates/?lead_id=${theirs.id}`)).status).toBe(404)
  const mine = await aLead(api, body)
  expect(found(await api.get(`/lead/duplicates/?lead_id=${mine.id}`))).toEqual([])
  expect(rowsOf(await api.get(`/lead/duplicates/?_cursor=${theirs.id}`))).toEqual([])
})

test('what is wrong is said under its name', async () => {
  const api = await client()
  expect(
    (await api.post('/lead/duplicates/', { name: 7, contacts: [{ emails: [{ type: 'x' }] }] })).body,
  ).toMatchObject({
    'field-errors': { name: expect.anything(), contacts: expect.anything() },
  })
  expect((await api.get('/lead/duplicates/?_limit=101')).status).toBe(400)
  expect((await api.put('/lead/duplicates/', {})).status).toBe(405)
  const hostile = ['%', '_', '\\', "' & | ! <->", '\0', '\ud800', 'x'.repeat(9_000), '💥', '+1', '1'.repeat(400)]
  for (const text of hostile) {
    const body = {
      name: text,
      url: text,
      contacts: [{ name: text, ...mail(`${text}@${text}.example`), ...call(text) }],
    }
    const reply = await api.post('/lead/duplicates/', body)
    expect([200, 400], `${text.slice(0, 20)}: ${reply.text}`).toContain(reply.status)
  }
  for (const cursor of ['%00', '%', 'zzz', 'x'.repeat(5000)])
    expect((await api.get(`/lead/duplicates/?_cursor=${encodeURIComponent(cursor)}`)).status).toBe(200)
})
