import { describe, expect, test } from 'vitest'
import { type Client, rowsOf, useApi } from '../../support/api.ts'
import { eventsAbout } from '../../support/events.ts'

const { client, clevertim, member, database } = useApi()
const PATH = '/activity/emailthread/'

const mailer = async (api: Client) => {
  const lead_id = (await api.post('/lead/', { name: 'Harbor Looms' })).body.id
  const send = async (body: object) =>
    (await api.post('/activity/email/', { lead_id, status: 'sent', to: ['Ida <ida@x.example>'], ...body })).body
  const receive = (body: object) => send({ status: 'inbox', sender: 'Ida <ida@x.example>', to: [], ...body })
  return { lead_id, send, receive }
}

test('e-mails that answer each other are a thread', async () => {
  const api = await client()
  const { lead_id, send, receive } = await mailer(api)
  const first = await send({ subject: 'Samples', date_created: '2026-03-01T10:00:00Z' })
  const second = await receive({ subject: 'RE: samples  of blue', in_reply_to_id: first.id })
  const third = await send({ subject: 'Fwd: Re: Samples of blue', cc: ['leo@x.example'], in_reply_to_id: second.id })
  expect([second.thread_id, third.thread_id]).toEqual([first.thread_id, first.thread_id])
  expect(second.in_reply_to_id).toBe(first.id)
  const thread = (await api.get(`${PATH}${first.thread_id}/`)).body
  const me = (await api.get('/me/')).body
  expect(thread).toMatchObject({
    _type: 'EmailThread',
    lead_id,
    latest_normalized_subject: 'Samples of blue',
    n_emails: 3,
    activity_at: third.activity_at,
    date_created: first.date_created,
    participants: expect.arrayContaining([
      { name: 'Ida', email: 'ida@x.example' },
      { name: '', email: 'leo@x.example' },
      { name: 'Owner', email: me.email },
    ]),
  })
  const latest = thread.latest_emails as unknown as Record<string, unknown>[]
  expect(latest.map(({ id }) => id)).toEqual([third.id, second.id, first.id])
  expect(latest[0]).toMatchObject({ _type: 'Email', subject: 'Fwd: Re: Samples of blue', body_preview: '' })
  expect(latest[0]).not.toHaveProperty('body_text')
  expect(rowsOf(await api.get(`${PATH}?lead_id=${lead_id}`))).toEqual([thread])
  expect((await api.get(`/activity/email/${first.id}/`)).body.has_reply).toBe(true)
  expect((await api.get(`/activity/email/${third.id}/`)).body.has_reply).toBe(false)
})

describe('what belongs together', () => {
  test('by what mail programs write into it, in either order', async () => {
    const api = await client()
    const { send, receive } = await mailer(api)
    const answer = await receive({ subject: 'x', message_ids: ['<2@x>'], references: ['<1@y>'] })
    const first = await send({ subject: 'y', message_ids: ['<1@y>'] })
    const later = await receive({ subject: 'z', references: ['<0@y>', '<2@x>'] })
    expect([first.thread_id, later.thread_id]).toEqual([answer.thread_id, answer.thread_id])
    expect((await send({ subject: 'y', references: ['<3@y>'] })).thread_id).not.toBe(answer.thread_id)
  })

  test('by the subject, when it says that it answers', async () => {
    const api = await client()
    const { send, receive } = await mailer(api)
    const first = await send({ subject: 'Samples' })
    expect((await receive({ subject: 'AW: Re[2]: Samples' })).thread_id).toBe(first.thread_id)
    expect((await send({ subject: 'Samples' })).thread_id).not.toBe(first.thread_id)
    const other = await mailer(api)
    expect((await other.receive({ subject: 'Re: Samples' })).thread_id).not.toBe(first.thread_id)
  })
})

test('a thread goes with its last e-mail, and takes its e-mails along', async () => {
  const api = await client()
  const { send } = await mailer(api)
  const first = await send({ subject: 'Old' })
  const second = await send({ subject: 'Re: New', in_reply_to_id: first.id })
  const path = `${PATH}${first.thread_id}/`
  await api.delete(`/activity/email/${second.id}/`)
  expect((await api.get(path)).body).toMatchObject({ n_emails: 1, latest_normalized_subject: 'Old' })
  await api.delete(`/activity/email/${first.id}/`)
  expect((await api.get(path)).status).toBe(404)

  const third = await send({ subject: 'Third' })
  const comment = (await api.post('/comment/', { object_id: third.id, body: 'Nice' })).body
  expect(await api.delete(`${PATH}${third.thread_id}/`)).toMatchObject({ status: 200, text: '{}' })
  expect((await api.get(`/activity/email/${third.id}/`)).status).toBe(404)
  expect((await api.get(`/comment/${comment.id}/`)).status).toBe(404)
  expect(rowsOf(await api.get(PATH))).toEqual([])
})

test('an e-mail that is deleted by a flag takes its thread along, and brings it back', async () => {
  const api = await client()
  const { send } = await mailer(api)
  const email = await send({ subject: 'Flagged' })
  const other = clevertim(api)
  const [note] = (await other.get('/note')).body.content as unknown as { id: number }[]
  const flag = (is_deleted: boolean) => other.put(`/note/${note?.id}`, { is_deleted })
  const paths = [`/activity/email/${email.id}/`, `${PATH}${email.thread_id}/`]
  const statuses = async () => Promise.all(paths.map(async (path) => (await api.get(path)).status))
  await flag(true)
  expect(await statuses()).toEqual([404, 404])
  await flag(false)
  expect(await statuses()).toEqual([200, 200])
  expect((await other.delete(`/note/${note?.id}`)).status).toBe(200)
  expect(await statuses()).toEqual([404, 404])
})

test('each e-mail that comes or goes is told as a change of its thread, and a change of nothing is not', async () => {
  const api = await client()
  const { send } = await mailer(api)
  const first = await send({ subject: 'Told' })
  const second = await send({ subject: 'Re: Told', in_reply_to_id: first.id })
  await api.put(`/activity/email/${second.id}/`, second)
  await api.delete(`/activity/email/${second.id}/`)
  await api.delete(`/activity/email/${first.id}/`)
  const events = await eventsAbout(database(), api, first.thread_id)
  expect(events.map(({ object_type, action, data }) => [object_type, action, data?.n_emails])).toEqual([
    ['activity.email_thread', 'created', 1],
    ['activity.email_thread', 'updated', 2],
    ['activity.email_thread', 'updated', 1],
    ['activity.email_thread', 'deleted', undefined],
  ])
  const [made] = await eventsAbout(database(), api, first.id)
  expect(made?.data).not.toHaveProperty('body_text_quoted')
})

test('the subject of a draft is that of its thread', async () => {
  const api = await client()
  const { send } = await mailer(api)
  const draft = await send({ subject: 'Offer', status: 'draft', to: [] })
  await api.put(`/activity/email/${draft.id}/`, { subject: 'Better offer', to: ['ida@x.example'] })
  expect((await api.get(`${PATH}${draft.thread_id}/`)).body).toMatchObject({
    latest_normalized_subject: 'Better offer',
    participants: [{ name: '', email: 'ida@x.example' }],
  })
})

test('whose e-mails are somebody else’s may not be deleted with a thread', async () => {
  const api = await client()
  const { send, lead_id } = await mailer(api)
  const user = await member(api, 'user')
  const own = (await user.post('/activity/email/', { lead_id, status: 'draft', subject: 'A' })).body
  await send({ subject: 'Re: A', in_reply_to_id: own.id })
  expect((await user.delete(`${PATH}${own.thread_id}/`)).status).toBe(403)
  expect((await user.delete(`${PATH}none/`)).status).toBe(404)
  expect((await api.get(`${PATH}${own.thread_id}/`)).body.n_emails).toBe(2)
})

test('in the timeline, threads stand beside or in the place of their e-mails', async () => {
  const api = await client()
  const { lead_id, send } = await mailer(api)
  const email = await send({ subject: 'Samples', body_text: 'Long text' })
  await api.post('/activity/note/', { lead_id, note: 'x' })
  const rows = async (query: string) => rowsOf(await api.get(`/activity/?lead_id=${lead_id}${query}`))
  const types = async (query: string) => (await rows(query)).map((one) => String(one._type)).sort()
  expect(await types('')).toEqual(['Created', 'Email', 'Note'])
  expect(await types('&thread_emails=true')).toEqual(['Created', 'Email', 'EmailThread', 'Note'])
  expect(await types('&thread_emails=only')).toEqual(['Created', 'EmailThread', 'Note'])
  expect(await types('&_type=EmailThread')).toEqual(['EmailThread'])
  expect(await types('&_type=Email&thread_emails=only')).toEqual(['EmailThread'])
  expect(await types('&_type__in=Email,Note&thread_emails=true')).toEqual(['Email', 'EmailThread', 'Note'])
  expect((await rows('&_type=Email'))[0]).toEqual(email)
  const slim = (await rows('&_type=Email&thread_emails=true')).find((one) => String(one._type) === 'Email')
  expect(slim).toMatchObject({ id: email.id, body_preview: 'Long text', envelope: email.envelope })
  expect(slim).not.toHaveProperty('body_html')
})
