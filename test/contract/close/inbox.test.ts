import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { type Json, rowsOf, useApi } from '../../support/api.ts'

const { client, member, clevertim, database } = useApi()

const DAY_MS = 86_400_000
const NOW = Date.now()
const onDay = (days: number) => new Date(NOW + days * DAY_MS).toISOString().slice(0, 10)

/** An organization with a lead, and ways to look at what it is asked for. */
async function story() {
  const api = await client()
  const lead = (await api.post('/lead/', { name: 'Harbor Looms', contacts: [{ name: 'Ida' }] })).body
  const make = async (path: string, body: Record<string, unknown>): Promise<Json> => {
    const reply = await api.post(path, { lead_id: lead.id, ...body })
    expect(reply.status, reply.text).toBe(200)
    return reply.body
  }
  const inbox = async (query = '') => rowsOf(await api.get(`/task/?_type=all&_order_by=date_created&${query}`))
  const mail = (more: Record<string, unknown> = {}) =>
    make('/activity/email/', {
      status: 'inbox',
      subject: 'Samples',
      sender: 'Ida Brandt <ida@harborlooms.example>',
      to: ['mara@northfold.example'],
      body_text: 'Where are they?',
      ...more,
    })
  return { api, lead, make, mail, inbox }
}

const MISSED = { direction: 'inbound', status: 'no-answer', phone: '+4755901234', local_phone: '+14155550100' }

describe('an e-mail that comes in', () => {
  test('asks whose it is for a look', async () => {
    const { api, lead, mail, inbox } = await story()
    const contact_id = lead.contacts?.[0]?.id
    const email = await mail({ contact_id })
    const [task, ...more] = await inbox()
    expect(more).toEqual([])
    expect(task).toMatchObject({
      _type: 'incoming_email',
      view: 'inbox',
      lead_id: lead.id,
      lead_name: 'Harbor Looms',
      contact_id,
      contact_name: 'Ida',
      assigned_to: email.user_id,
      assigned_to_name: 'Owner',
      is_complete: false,
      object_type: 'emailthread',
      object_id: email.thread_id,
      emails: [email.id],
      subject: 'Samples',
      body_preview: 'Where are they?',
    })
    expect(task?.id).toMatch(/^noti_[0-9A-Za-z]{43}$/)
    expect(task).not.toHaveProperty('text')
    expect((await api.get(`/task/${task?.id}/`)).body).toEqual(task)
  })

  test('shares the task of its thread until somebody has looked', async () => {
    const { api, mail, inbox } = await story()
    const first = await mail()
    const second = await mail({ subject: 'Re: Samples', body_text: 'Still nothing.' })
    expect(second.thread_id).toBe(first.thread_id)
    const [task, ...more] = await inbox()
    expect(more).toEqual([])
    expect(task).toMatchObject({ emails: [first.id, second.id], body_preview: 'Still nothing.' })
    await api.put(`/task/${task?.id}/`, { is_complete: true })
    const third = await mail({ subject: 'Re: Samples' })
    const [done, open] = await inbox()
    expect(done).toMatchObject({ id: task?.id, view: 'archive', object_type: 'emailthread' })
    expect(open).toMatchObject({ emails: [third.id], view: 'inbox' })
  })

  test('asks no more when it is deleted', async () => {
    const { api, mail, inbox } = await story()
    const [first, second] = [await mail(), await mail({ subject: 'Re: Samples' })]
    await api.delete(`/activity/email/${second.id}/`)
    expect(await inbox()).toMatchObject([{ emails: [first.id] }])
    await api.delete(`/activity/email/${first.id}/`)
    expect(await inbox()).toEqual([])
  })

  test('asks for nothing when it is history, a draft or ours', async () => {
    const { mail, inbox } = await story()
    await mail({ date_created: '2024-05-01T09:00:00Z' })
    await mail({ status: 'draft' })
    await mail({ status: 'sent' })
    expect(await inbox()).toEqual([])
  })
})

describe('an e-mail that waits for an answer', () => {
  test('asks on the day that was said', async () => {
    const { mail, inbox } = await story()
    const email = await mail({ status: 'sent', followup_date: `${onDay(3)}T09:00:00Z` })
    expect(await inbox()).toMatchObject([
      {
        _type: 'email_followup',
        view: 'future',
        date: `${onDay(3)}T09:00:00+00:00`,
        object_type: 'emailthread',
        object_id: email.thread_id,
        email_id: email.id,
        subject: 'Samples',
      },
    ])
  })

  test('and no more when the answer has come', async () => {
    const { mail, inbox } = await story()
    await mail({ status: 'sent', followup_date: `${onDay(3)}T09:00:00Z` })
    const answer = await mail({ subject: 'Re: Samples' })
    expect(await inbox()).toMatchObject([{ _type: 'incoming_email', emails: [answer.id] }])
  })
})

describe('a call', () => {
  test.each([
    ['missed_call', MISSED, {}],
    ['missed_call', { ...MISSED, status: 'completed', disposition: 'no-answer' }, {}],
    [
      'voicemail',
      { ...MISSED, voicemail_duration: 12, voicemail_url: 'https://x.example/v' },
      { voicemail_duration: 12 },
    ],
  ])('that is logged as %s asks for another', async (_type, body, more) => {
    const { make, inbox } = await story()
    const call = await make('/activity/call/', body)
    expect(await inbox()).toMatchObject([
      {
        _type,
        object_type: 'call',
        object_id: call.id,
        phone: '+4755901234',
        phone_formatted: '+47 55 90 12 34',
        local_phone: '+14155550100',
        phone_number_description: null,
        ...more,
      },
    ])
  })

  test('that was answered or made asks for nothing', async () => {
    const { make, inbox } = await story()
    await make('/activity/call/', { ...MISSED, status: 'completed' })
    await make('/activity/call/', { ...MISSED, direction: 'outbound' })
    await make('/activity/call/', { ...MISSED, date_created: '2024-05-01T09:00:00Z' })
    expect(await inbox()).toEqual([])
  })

  test('asks no more when it is deleted', async () => {
    const { api, make, inbox } = await story()
    const call = await make('/activity/call/', MISSED)
    await api.delete(`/activity/call/${call.id}/`)
    expect(await inbox()).toEqual([])
  })
})

describe('an opportunity', () => {
  const expected = { value: 120_000, value_period: 'monthly', note: 'Spring', date_won: onDay(-1) }

  test('asks what became of it from the day on that it was expected to close', async () => {
    const { make, inbox } = await story()
    const opportunity = await make('/opportunity/', expected)
    expect(await inbox()).toMatchObject([
      {
        _type: 'opportunity_due',
        view: 'inbox',
        date: onDay(-1),
        assigned_to: opportunity.user_id,
        object_type: 'opportunity',
        object_id: opportunity.id,
        opportunity_value: 120_000,
        opportunity_value_currency: 'USD',
        opportunity_value_formatted: '$1,200 monthly',
        opportunity_value_period: 'monthly',
        opportunity_note: 'Spring',
      },
    ])
    await make('/opportunity/', { ...expected, date_won: onDay(5) })
    expect(await inbox('view=future')).toMatchObject([{ date: onDay(5) }])
  })

  test('asks on another day when that is expected, and not when it is decided', async () => {
    const { api, make, inbox } = await story()
    const { id } = await make('/opportunity/', { value: 1 })
    expect(await inbox()).toEqual([])
    const put = (body: object) => api.put(`/opportunity/${id}/`, body)
    await put({ date_won: onDay(-1) })
    const [task] = await inbox()
    await put({ date_won: onDay(9) })
    expect(await inbox()).toMatchObject([{ id: task?.id, date: onDay(9) }])
    await put({ value: 5 })
    await put({ status: 'Won' })
    expect(await inbox()).toEqual([])
    await put({ status: 'Active' })
    expect(await inbox()).toMatchObject([{ date: onDay(9), opportunity_value: 5 }])
    await put({ date_won: null })
    expect(await inbox()).toEqual([])
  })

  test('asks again only when another day is named', async () => {
    const { api, make, inbox } = await story()
    const { id } = await make('/opportunity/', expected)
    const [task] = await inbox()
    await api.put(`/task/${task?.id}/`, { is_complete: true })
    await api.put(`/opportunity/${id}/`, { user_id: null })
    expect(await inbox()).toHaveLength(1)
    await api.put(`/opportunity/${id}/`, { date_won: onDay(0) })
    expect(await inbox('is_complete=false')).toMatchObject([{ date: onDay(0), assigned_to: null }])
  })

  test('asks no more when it is deleted', async () => {
    const { api, make, inbox } = await story()
    const { id } = await make('/opportunity/', expected)
    await api.delete(`/opportunity/${id}/`)
    expect(await inbox()).toEqual([])
  })
})

describe('an outgoing call', () => {
  test('is made by people', async () => {
    const { api, lead, make, inbox } = await story()
    const task = await make('/task/', { _type: 'outgoing_call', text: 'Ask', date: '2026-03-05', priority: 'high' })
    expect(task.id).toMatch(/^noti_/)
    expect(task).toMatchObject({
      _type: 'outgoing_call',
      lead_id: lead.id,
      text: 'Ask',
      date: '2026-03-05',
      priority: 'high',
      resolution: null,
      sequence_id: null,
      object_type: null,
      object_id: null,
    })
    expect(task).not.toHaveProperty('is_dateless')
    const skipped = (await api.put(`/task/${task.id}/`, { is_complete: true, resolution: 'skipped' })).body
    expect(skipped).toMatchObject({ is_complete: true, resolution: 'skipped', object_type: null, object_id: null })
    expect(await inbox()).toEqual([skipped])
  })

  test('needs a lead, and a reason that there is', async () => {
    const { api, make } = await story()
    expect((await api.post('/task/', { _type: 'outgoing_call' })).body['field-errors']).toHaveProperty('lead')
    const { id } = await make('/task/', { _type: 'outgoing_call' })
    const reply = await api.put(`/task/${id}/`, { resolution: 'bored' })
    expect(Object.keys(reply.body['field-errors'] ?? {})).toEqual(['resolution'])
  })
})

describe('what asks by itself', () => {
  test.each(['incoming_email', 'missed_call', 'opportunity_due', 'nothing'])('is not made as %s', async (_type) => {
    const { api, lead } = await story()
    const reply = await api.post('/task/', { lead_id: lead.id, _type })
    expect(reply.status).toBe(400)
    expect(Object.keys(reply.body['field-errors'] ?? {})).toEqual(['_type'])
  })

  test('can be given away, put off and done, but says what it says', async () => {
    const { api, make, inbox } = await story()
    await make('/activity/call/', MISSED)
    const [task] = await inbox()
    const path = `/task/${task?.id}/`
    expect((await api.put(path, task)).body).toEqual(task)
    const { userId } = await member(api, 'user')
    const changed = (await api.put(path, { assigned_to: userId, date: '9999-01-01', text: 'x', lead_id: null })).body
    expect(changed).toMatchObject({ assigned_to: userId, date: '9999-01-01', view: 'future', lead_id: task?.lead_id })
    const done = (await api.put(path, { is_complete: true })).body
    expect(done).toMatchObject({ view: 'archive', object_type: 'call', object_id: task?.object_id })
    expect(await api.delete(path)).toMatchObject({ status: 200, text: '{}' })
    expect(await inbox()).toEqual([])
  })

  test('is listed only when its type is asked for, and is no task of the lead', async () => {
    const { api, lead, make } = await story()
    const call = await make('/activity/call/', MISSED)
    const task = await make('/task/', { text: 'Send samples' })
    const types = async (query: string) => rowsOf(await api.get(`/task/?${query}`)).map((one) => one._type)
    expect(await types('')).toEqual(['lead'])
    expect(await types('_type=missed_call')).toEqual(['missed_call'])
    expect(await types('_type__in=missed_call,lead&_order_by=date_created')).toEqual(['missed_call', 'lead'])
    expect(await types('_type=all&_order_by=-date_created')).toEqual(['lead', 'missed_call'])
    expect(await types('_type=hardly')).toEqual([])
    expect((await api.get(`/lead/${lead.id}/`)).body.tasks).toEqual([task])
    expect(rowsOf(await api.get(`/task/?_type=missed_call&_fields=id,object_id`))).toMatchObject([
      { object_id: call.id },
    ])
  })

  test('is not there for Clevertim', async () => {
    const { api, make } = await story()
    await make('/activity/call/', MISSED)
    expect((await clevertim(api).get('/task')).body.content).toEqual([])
  })

  test('is told in the event log by its type', async () => {
    const { api, make, inbox } = await story()
    await make('/activity/call/', MISSED)
    const [task] = await inbox()
    await api.put(`/task/${task?.id}/`, { is_complete: true })
    const rows = await database().run<{ action: string; data: unknown; changed_fields: string[] }>(sql`
      select action, data, changed_fields from events
      where organization_id = ${api.organizationId} and object_type = 'task.missed_call' order by id`)
    expect(rows).toMatchObject([
      { action: 'created', data: { id: task?.id, _type: 'missed_call', phone: '+4755901234' } },
      { action: 'updated', changed_fields: ['date_updated', 'is_complete', 'view'] },
      { action: 'completed', data: { id: task?.id } },
    ])
  })

  test('goes with its lead', async () => {
    const { api, lead, make, inbox } = await story()
    await make('/activity/call/', MISSED)
    await api.delete(`/lead/${lead.id}/`)
    expect(await inbox()).toEqual([])
  })
})
