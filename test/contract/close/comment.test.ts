import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { type Client, contentOf, type Reply, rowsOf, useApi } from '../../support/api.ts'

const { client, member, clevertim, database } = useApi()

const say = (words: string) => `<body><p>${words}</p></body>`

async function aNote(api: Client) {
  const lead = (await api.post('/lead/', { name: 'Harbor Looms' })).body
  const note = (await api.post('/activity/note/', { lead_id: lead.id, note: 'Wants blue' })).body
  return { lead, note }
}

const comment = (api: Client, object_id: string | undefined, words = 'Nice'): Promise<Reply> =>
  api.post('/comment/', { object_id, body: say(words) })

async function events(api: Client, objectId: string | undefined) {
  const rows = await database().run<{ object_type: string; action: string }>(
    sql`select object_type, action from events where organization_id = ${api.organizationId} and object_id = ${objectId}
      order by id`,
  )
  return rows.map(({ object_type, action }) => `${object_type} ${action}`)
}

describe('a thread', () => {
  test('is opened by the first comment, and counts all of them', async () => {
    const api = await client()
    const { lead, note } = await aNote(api)
    const first = await comment(api, note.id)
    expect(first.status).toBe(201)
    expect(first.headers.location).toBe(`/api/v1/comment/${first.body.id}/`)
    expect(first.body).toMatchObject({
      lead_id: lead.id,
      organization_id: api.organizationId,
      body: say('Nice'),
      mentions: [],
      removed_at: null,
      removed_by: null,
    })
    expect(first.body.id).toMatch(/^comm_[0-9A-Za-z]+$/)
    expect(first.body.thread_id).toMatch(/^comthr_[0-9A-Za-z]+$/)
    const second = await comment(api, note.id, 'Very')
    expect(second.body.thread_id).toBe(first.body.thread_id)

    const thread = await api.get(`/comment_thread/${first.body.thread_id}/`)
    expect(thread.body).toEqual({
      id: first.body.thread_id,
      object_id: note.id,
      object_type: 'activity.note',
      lead_id: lead.id,
      organization_id: api.organizationId,
      num_comments: 2,
      participating: [first.body.created_by],
      created_at: first.body.created_at,
      updated_at: second.body.created_at,
    })
    expect(await events(api, first.body.thread_id)).toEqual(['comment_thread created', 'comment_thread updated'])
    expect(await events(api, first.body.id)).toEqual(['comment created'])
  })

  test('names what it is about as the event log does', async () => {
    const api = await client()
    const { lead } = await aNote(api)
    const made: readonly [string, object, string][] = [
      ['/activity/call/', { lead_id: lead.id, direction: 'inbound' }, 'activity.call'],
      ['/activity/email/', { lead_id: lead.id, status: 'draft' }, 'activity.email'],
      ['/task/', { lead_id: lead.id, text: 'Send samples' }, 'task.lead'],
      ['/opportunity/', { lead_id: lead.id }, 'opportunity'],
    ]
    for (const [path, body, object_type] of made) {
      const { id } = (await api.post(path, body)).body
      const { thread_id } = (await comment(api, id)).body
      expect((await api.get(`/comment_thread/${thread_id}/`)).body, path).toMatchObject({ object_id: id, object_type })
      await api.delete(`${path}${id}/`)
      expect((await api.get(`/comment_thread/${thread_id}/`)).status, `deleted ${path}`).toBe(404)
    }
  })

  test('is the same for those who comment at the same moment', async () => {
    const api = await client()
    const { note } = await aNote(api)
    const replies = await Promise.all(['a', 'b', 'c', 'd'].map((words) => comment(api, note.id, words)))
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(replies.map(({ body }) => body.thread_id)).size).toBe(1)
  })

  test('goes with the last of its comments, and a new one can be opened', async () => {
    const api = await client()
    const { note } = await aNote(api)
    const [first, second] = [(await comment(api, note.id)).body, (await comment(api, note.id, 'Very')).body]
    expect((await api.delete(`/comment/${first.id}/`)).status).toBe(204)
    const removed = (await api.get(`/comment/${first.id}/`)).body
    expect(removed).toMatchObject({ body: '', mentions: [], removed_by: first.created_by })
    expect(removed.removed_at).not.toBeNull()
    expect((await api.delete(`/comment/${first.id}/`)).status, 'again').toBe(204)
    expect(await events(api, first.id)).toEqual(['comment created', 'comment updated'])
    const thread = `/comment_thread/${first.thread_id}/`
    expect((await api.get(thread)).body).toMatchObject({ num_comments: 1 })

    expect((await api.delete(`/comment/${second.id}/`)).status).toBe(204)
    for (const path of [thread, `/comment/${first.id}/`, `/comment/${second.id}/`])
      expect((await api.get(path)).status, path).toBe(404)
    expect(await events(api, second.id)).toEqual(['comment created', 'comment deleted'])
    expect((await events(api, first.thread_id)).at(-1)).toBe('comment_thread deleted')
    expect((await comment(api, note.id, 'Anew')).body.thread_id).not.toBe(first.thread_id)
  })
})

describe('lists', () => {
  test('comments come by object or by thread, oldest first, the removed among them', async () => {
    const api = await client()
    const { note } = await aNote(api)
    const first = (await comment(api, note.id)).body
    const second = (await comment(api, note.id, 'Very')).body
    await api.delete(`/comment/${first.id}/`)
    for (const query of [`object_id=${note.id}`, `thread_id=${first.thread_id}&_limit=1`]) {
      const reply = await api.get(`/comment/?${query}`)
      expect(
        rowsOf(reply).map(({ id }) => id),
        query,
      ).toEqual([first.id, second.id])
      expect(reply.body.has_more).toBe(false)
    }
    expect(rowsOf(await api.get('/comment/?object_id=acti_none'))).toEqual([])
  })

  test.each(['', '?object_id=acti_1&thread_id=comthr_1', '?object_id='])('%s is refused', async (query) => {
    const reply = await (await client()).get(`/comment/${query}`)
    expect(reply.status).toBe(400)
    expect(reply.body).toEqual({ errors: ['Exactly one of object_id and thread_id is needed.'], 'field-errors': {} })
  })

  test('threads come by their ids and by objects', async () => {
    const api = await client()
    const [one, two] = [await aNote(api), await aNote(api)]
    const first = (await comment(api, one.note.id)).body.thread_id
    const second = (await comment(api, two.note.id)).body.thread_id
    const found = async (query: string) => rowsOf(await api.get(`/comment_thread/?${query}`)).map(({ id }) => id)
    expect(await found('')).toEqual([second, first])
    expect(await found('_limit=1')).toEqual([second])
    expect(await found(`ids=${first},${second}`)).toEqual([second, first])
    expect(await found(`ids=${first}&ids=${second}`)).toEqual([second, first])
    expect(await found(`object_ids=${one.note.id}`)).toEqual([first])
    expect(await found('object_ids=acti_none')).toEqual([])
  })
})

describe('who may', () => {
  test('change a comment: only who wrote it', async () => {
    const api = await client()
    const { note } = await aNote(api)
    const { id } = (await comment(api, note.id)).body
    const other = await member(api, 'admin')
    const refused = await other.put(`/comment/${id}/`, { body: say('Bad') })
    expect(refused.status).toBe(403)
    expect(refused.body).toEqual({ error: 'Only who wrote a comment may change it.' })
    const changed = await api.put(`/comment/${id}/`, { body: say('Better') })
    expect(changed.status).toBe(200)
    expect(changed.body.body).toBe(say('Better'))
    expect(await events(api, id)).toEqual(['comment created', 'comment updated'])
    expect((await api.put(`/comment/${id}/`, changed.body)).status).toBe(200)
    expect(await events(api, id), 'what was read, sent back').toHaveLength(2)
    expect((await api.put(`/comment/${id}/`, { body: '' })).body).toMatchObject({
      'field-errors': { body: 'This field is required.' },
    })
    expect((await api.put(`/comment/${id}/`, { colour: 'red' })).body).toMatchObject({
      'field-errors': { colour: 'Unknown field.' },
    })
    expect((await other.put('/comment/comm_none/', { colour: 'red' })).status, '404 comes first').toBe(404)
  })

  test('change one that was removed: nobody', async () => {
    const api = await client()
    const { note } = await aNote(api)
    const { id } = (await comment(api, note.id)).body
    await comment(api, note.id, 'Very')
    await api.delete(`/comment/${id}/`)
    const reply = await api.put(`/comment/${id}/`, { body: say('Back') })
    expect(reply.status).toBe(400)
    expect(reply.body.errors).toEqual(['This comment has been removed.'])
  })

  test('remove one: its author, and those who manage what others wrote', async () => {
    const api = await client()
    const { note } = await aNote(api)
    const user = await member(api, 'user')
    const theirs = (await comment(api, note.id)).body.id
    const own = (await comment(user, note.id, 'Mine')).body.id
    expect((await user.delete(`/comment/${theirs}/`)).status).toBe(403)
    expect((await user.delete(`/comment/${own}/`)).status).toBe(204)
    expect((await api.delete(`/comment/${theirs}/`)).status).toBe(204)
    expect((await api.get(`/comment/${own}/`)).status).toBe(404)
  })
})

test('who does not see all leads has to say which threads', async () => {
  const api = await client()
  const role = (await api.post('/role/', { name: 'Caller', permissions: ['calling', 'edit_records'] })).body
  const caller = await member(api, role.id ?? '')
  const refused = await caller.get('/comment_thread/')
  expect(refused.status).toBe(403)
  expect(refused.body).toEqual({ error: "Your role does not allow this: it lacks 'view_all_leads'." })
  for (const query of ['ids=comthr_1', 'object_ids=acti_1'])
    expect((await caller.get(`/comment_thread/?${query}`)).status, query).toBe(200)
})

test('members whom the words mention are listed', async () => {
  const api = await client()
  const { note } = await aNote(api)
  const { userId } = await member(api, 'user')
  const words = `Ask <span data-type="mention" data-id="${userId}">@Ivo</span>, not <span data-id="user_none">@Eva</span>`
  const made = (await comment(api, note.id, words)).body
  expect(made.mentions).toEqual([userId])
  expect(made.body).toContain(`data-id="${userId}"`)
  expect((await api.put(`/comment/${made.id}/`, { body: say('Nobody') })).body.mentions).toEqual([])
})

test('an unknown object, no words and unknown keys are all told at once', async () => {
  const reply = await (await client()).post('/comment/', { object_id: 'acti_none', body: '', colour: 'red' })
  expect(reply.status).toBe(400)
  expect(reply.body).toEqual({
    errors: [],
    'field-errors': {
      object_id: 'Object does not exist.',
      body: 'This field is required.',
      colour: 'Unknown field.',
    },
  })
})

test('what was removed is gone in the other dialect', async () => {
  const api = await client()
  const { note } = await aNote(api)
  const [first, second] = [(await comment(api, note.id)).body, (await comment(api, note.id, 'Very')).body]
  const other = clevertim(api)
  expect(contentOf(await other.get('/comment')).map(({ comment: words }) => words)).toEqual(['Nice', 'Very'])
  await api.delete(`/comment/${first.id}/`)
  const [left, ...more] = contentOf(await other.get('/comment'))
  expect(more).toEqual([])
  expect(left?.comment).toBe('Very')
  const [shown] = contentOf(await other.get('/note'))
  expect(shown?.comments).toEqual([left?.id])
  expect((await other.delete(`/comment/${left?.id}`)).status).toBe(200)
  expect((await api.get(`/comment/${second.id}/`)).status).toBe(404)
})

test('a thread is hidden with its lead', async () => {
  const api = await client()
  const user = await member(api, 'user')
  const { lead, note } = await aNote(api)
  const { id, thread_id } = (await comment(api, note.id)).body
  const { created_by } = lead
  expect((await user.get(`/comment_thread/${thread_id}/`)).status).toBe(200)
  await api.put(`/lead/${lead.id}/`, { visible_to: [created_by] })
  for (const path of [`/comment_thread/${thread_id}/`, `/comment/${id}/`])
    expect((await user.get(path)).status, path).toBe(404)
  expect(rowsOf(await user.get('/comment_thread/'))).toEqual([])
  expect(rowsOf(await user.get(`/comment/?object_id=${note.id}`))).toEqual([])
})

test('threads go with a person who leaves a company, and with a lead that is deleted', async () => {
  const api = await client()
  const { lead } = await aNote(api)
  const contact = (await api.post('/contact/', { lead_id: lead.id, name: 'Ida Brandt' })).body
  const opportunity = (await api.post('/opportunity/', { lead_id: lead.id, contact_id: contact.id })).body
  const { thread_id } = (await comment(api, opportunity.id)).body
  const person = contentOf(await clevertim(api).get('/contact')).find(({ fn }) => fn === 'Ida')
  await clevertim(api).put(`/contact/${person?.id}`, { companyId: null })
  const moved = (await api.get(`/opportunity/${opportunity.id}/`)).body.lead_id
  expect(moved).not.toBe(lead.id)
  expect((await api.get(`/comment_thread/${thread_id}/`)).body.lead_id).toBe(moved)
  await api.delete(`/lead/${moved}/`)
  expect((await api.get(`/comment_thread/${thread_id}/`)).status).toBe(404)
})
