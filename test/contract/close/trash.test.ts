import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { type Client, type Json, rowsOf, useApi } from '../../support/api.ts'
import { oneOfEach } from '../../support/oneOfEach.ts'
import { conflictsIn, doneIn, lastEvent, shownAt } from '../../support/undoing.ts'

const { client, member, clevertim, database, files } = useApi()

const aLead = async (api: Client, name: string) =>
  `${(await api.post('/lead/', { name, contacts: [{ name: 'C' }] })).body.id}`
const idsIn = (rows: readonly Json[]) => rows.map(({ id }) => id)

describe('the trash', () => {
  test('says what was deleted, by whom, with how much, and when it goes for good', async () => {
    const api = await client()
    const colleague = await member(api, 'user')
    const lead = await aLead(api, 'Harbor Looms')
    await colleague.delete(`/lead/${lead}/`)
    const { body } = await api.get('/trash/')
    const deleted = rowsOf(await api.get('/trash/'))[0]
    expect(body).toEqual({
      has_more: false,
      cursor_next: null,
      data: [
        {
          id: lead,
          object_type: 'lead',
          lead_id: lead,
          title: 'Harbor Looms',
          date_deleted: expect.stringMatching(/\+00:00$/),
          deleted_by: colleague.userId,
          event_id: await lastEvent(api, lead, 'deleted'),
          // The contact, and that it was created.
          children: 2,
          date_purged: new Date(Date.parse(`${deleted?.date_deleted}`) + 30 * 86_400_000).toISOString(),
        },
      ],
    })
    expect((await api.get(`/trash/${lead}/?_fields=id,title`)).body).toEqual({ id: lead, title: 'Harbor Looms' })
    expect((await api.get('/trash/lead_nothing/')).status).toBe(404)
  })

  test('has every kind of thing, by type, person, date and title, page by page', async () => {
    const api = await client()
    const made = await oneOfEach(api)
    const colleague = await member(api, 'admin')
    for (const [path, { object }] of Object.entries(made).toReversed()) await colleague.delete(`${path}${object.id}/`)
    const own = await aLead(api, 'Tide 100%')
    await api.delete(`/lead/${own}/`)
    const all = rowsOf(await api.get('/trash/?_limit=200'))
    const types = new Set(all.map(({ object_type }) => object_type))
    for (const type of [
      'lead',
      'contact',
      'opportunity',
      'activity.note',
      'task.lead',
      'case',
      'comment_thread',
      'custom_object_type',
    ])
      expect(types).toContain(type)

    const list = async (query: string) => idsIn(rowsOf(await api.get(`/trash/?_limit=200&${query}`)))
    for (const type of types) {
      const expected = all.filter(({ object_type }) => object_type === type)
      expect(await list(`object_type=${type}`), `${type}`).toEqual(idsIn(expected))
    }
    expect(await list(`deleted_by=${colleague.userId}`)).toEqual(idsIn(all.filter(({ id }) => id !== own)))
    expect(await list('query=tide%20100%25')).toEqual([own])
    expect(await list('object_type=nothing')).toEqual([])
    const middle = `${all[5]?.date_deleted}`
    expect(await list(`date_deleted__gte=${encodeURIComponent(middle)}`)).toEqual(
      idsIn(all.filter(({ date_deleted }) => Date.parse(`${date_deleted}`) >= Date.parse(middle))),
    )
    const pages: Json[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const reply = await api.get(`/trash/?_limit=4&_cursor=${cursor}`)
      pages.push(...rowsOf(reply))
      cursor = reply.body.cursor_next as string | null
    }
    expect(pages).toEqual(all)
  })

  test('refuses what it does not understand', async () => {
    const api = await client()
    for (const query of ['_cursor=x', '_cursor=bnVsbA', '_limit=201', '_limit=-1', '_skip=5', 'date_deleted__gt=soon'])
      expect((await api.get(`/trash/?${query}`)).status, query).toBe(400)
    expect((await api.post('/trash/', {})).status).toBe(405)
    expect((await api.put('/trash/lead_x/', {})).status).toBe(405)
  })
})

describe('restoring', () => {
  test('brings back a thing with all that went with it', async () => {
    const api = await client()
    const lead = await aLead(api, 'Harbor Looms')
    const before = await shownAt(api, `/lead/${lead}/`)
    const total = (await api.get('/lead/?_limit=1')).body.total_results
    await api.delete(`/lead/${lead}/`)
    const rehearsed = await api.post(`/trash/${lead}/restore/?dry_run=true`)
    const reply = await api.post(`/trash/${lead}/restore/`)
    expect(reply.status).toBe(200)
    expect(doneIn(reply)).toEqual(doneIn(rehearsed))
    expect(await shownAt(api, `/lead/${lead}/`)).toEqual(before)
    expect((await api.get('/lead/?_limit=1')).body.total_results).toBe(total)
    expect(rowsOf(await api.get('/trash/'))).toEqual([])
    expect((await api.post(`/trash/${lead}/restore/`)).status).toBe(404)
  })

  test('names what has to come back first', async () => {
    const api = await client()
    const lead = await aLead(api, 'L')
    const note = (await api.post('/activity/note/', { lead_id: lead, note: 'x' })).body.id
    await api.delete(`/activity/note/${note}/`)
    await api.delete(`/lead/${lead}/`)
    const refused = await api.post(`/trash/${note}/restore/`)
    expect(refused.status).toBe(409)
    expect(conflictsIn(refused)).toMatchObject([{ object_id: note, root: { object_type: 'lead', object_id: lead } }])
    await api.post(`/trash/${lead}/restore/`)
    expect((await api.post(`/trash/${note}/restore/`)).status).toBe(200)
    expect(await shownAt(api, `/activity/note/${note}/`)).toMatchObject({ note: 'x' })
  })

  test('of a lead that was merged parts the two', async () => {
    const api = await client()
    const [a, b] = [await aLead(api, 'A'), await aLead(api, 'B')]
    const before = [await shownAt(api, `/lead/${a}/`), await shownAt(api, `/lead/${b}/`)]
    await api.post('/lead/merge/', { source: a, destination: b })
    const refused = await api.post(`/trash/${a}/restore/`)
    expect(refused.status).toBe(409)
    const because = conflictsIn(refused)[0]?.because?.[0]
    await api.post(`/event/${because}/undo/`)
    expect([await shownAt(api, `/lead/${a}/`), await shownAt(api, `/lead/${b}/`)]).toEqual(before)
  })

  test('of an e-mail brings back its thread and what asks for attention', async () => {
    const api = await client()
    const lead = await aLead(api, 'L')
    const email = (
      await api.post('/activity/email/', {
        lead_id: lead,
        status: 'inbox',
        direction: 'incoming',
        subject: 'Hi',
        sender: 'a@b.example',
        to: ['c@d.example'],
      })
    ).body.id
    const look = async () => [
      await shownAt(api, `/activity/?lead_id=${lead}&thread_emails=true`),
      await shownAt(api, `/task/?_type=all&lead_id=${lead}`),
    ]
    const before = await look()
    await api.delete(`/activity/email/${email}/`)
    expect(await look()).not.toEqual(before)
    expect((await api.post(`/trash/${email}/restore/`)).status).toBe(200)
    expect(await look()).toEqual(before)
  })
})

describe('purging by hand', () => {
  test('removes a thing for good, with all that hangs on it; events stay; for administrators', async () => {
    const api = await client()
    const user = await member(api, 'superuser')
    const made = await oneOfEach(api)
    const lead = `${made['/lead/']?.object.id}`
    await api.delete(`/activity/note/${made['/activity/note/']?.object.id}/`)
    await api.delete(`/lead/${lead}/`)
    expect((await user.delete(`/trash/${lead}/`)).status).toBe(403)
    expect((await api.delete(`/trash/${lead}/`)).status).toBe(200)
    expect(rowsOf(await api.get('/trash/'))).toEqual([])
    const left = await database().run(sql`select 1 from activities where lead_id = ${lead}
      union all select 1 from contacts where lead_id = ${lead} union all select 1 from tasks where lead_id = ${lead}
      union all select 1 from opportunities where lead_id = ${lead} union all select 1 from leads where id = ${lead}`)
    expect(left).toEqual([])
    const event = await lastEvent(api, lead, 'deleted')
    const refused = await api.post(`/event/${event}/undo/`)
    expect(conflictsIn(refused)).toMatchObject([{ reason: 'It is gone for good.' }])
  })

  test('waits for what is alive and names it', async () => {
    const api = await client()
    const lead = await aLead(api, 'L')
    const contact = `${(await api.post('/contact/', { lead_id: lead, name: 'D' })).body.id}`
    await api.post('/activity/note/', { lead_id: lead, contact_id: contact, note: 'x' })
    await api.delete(`/contact/${contact}/`)
    expect(await api.delete(`/trash/${contact}/`)).toMatchObject({
      status: 400,
      text: expect.stringContaining('one object'),
    })
    expect(rowsOf(await api.get('/trash/'))).toHaveLength(1)
  })

  test('takes the content of a file along', async () => {
    const api = await client()
    const other = clevertim(api)
    const number = (await other.post('/file', { name: 'plan.txt' })).body.content?.[0]?.id
    await other.send('PUT', `/file/${number}/content`, undefined, {
      raw: 'the plan',
      headers: { 'content-type': 'text/plain' },
    })
    expect(await contentsOf(api)).toHaveLength(1)
    await other.delete(`/file/${number}`)
    const [file] = rowsOf(await api.get('/trash/?object_type=file'))
    expect(file).toMatchObject({ title: 'plan.txt' })
    expect((await api.delete(`/trash/${file?.id}/`)).status).toBe(200)
    expect(await contentsOf(api)).toEqual([])
  })
})

async function contentsOf({ organizationId }: Client) {
  const entries = await readdir(join(files(), organizationId), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile())
}
