import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { type Client, rowsOf, useApi } from '../../support/api.ts'
import { expectShape } from '../../support/shape.ts'
import { examples } from './examples.fixture.ts'

const { client, member, database, app } = useApi()

const leadOf = async (api: Client) => {
  const lead = (await api.post('/lead/', { name: 'Harbor Looms', contacts: [{ name: 'Ida Brandt' }] })).body
  return { lead_id: lead.id, contact_id: lead.contacts?.[0]?.id, status_id: lead.status_id }
}

describe('each kind shows every key of today’s API', () => {
  test('Note', async () => {
    const api = await client()
    const { lead_id, contact_id } = await leadOf(api)
    const { body } = await api.post('/activity/note/', { lead_id, contact_id, note: 'Wants blue' })
    expectShape(body, examples.Note)
    const { id, date_created } = body
    const me = (await api.get('/me/')).body.id
    expect(body).toMatchObject({
      _type: 'Note',
      note: 'Wants blue',
      note_html: '<body><p>Wants blue</p></body>',
      contact_id,
      user_id: me,
      user_name: 'Owner',
      created_by: me,
      created_by_name: 'Owner',
      users: [],
      title: null,
      pinned: false,
      activity_at: date_created,
    })
    expect((await api.get(`/activity/note/${id}/`)).body).toEqual(body)
  })

  test('Call', async () => {
    const api = await client({ country: 'NO' })
    const { lead_id, contact_id } = await leadOf(api)
    const { body } = await api.post('/activity/call/', {
      lead_id,
      contact_id,
      direction: 'outbound',
      disposition: 'answered',
      duration: 153,
      phone: '55 90 12 34',
      note: 'Asked for a quote',
    })
    expectShape(body, examples.Call)
    const { direction, status, disposition, duration, source, call_method, phone } = examples.Call
    expect(body).toMatchObject({ direction, status, disposition, duration, source, call_method, phone })
    expect(body).toMatchObject({
      remote_phone: '+4755901234',
      remote_phone_formatted: '+47 55 90 12 34',
      remote_country_iso: 'NO',
      local_phone: null,
      local_country_iso: '',
      note_html: '<body><p>Asked for a quote</p></body>',
      voicemail_duration: 0,
    })
    expect((await api.get(`/activity/call/${body.id}/`)).body).toEqual(body)
  })

  test('Email', async () => {
    const api = await client()
    const { lead_id, contact_id } = await leadOf(api)
    const me = (await api.get('/me/')).body
    const { body } = await api.post('/activity/email/', {
      lead_id,
      contact_id,
      status: 'sent',
      subject: 'Samples',
      to: ['ida@harborlooms.example'],
      body_text: 'On the way.',
      body_html: 'On the way.',
      date_created: '2026-03-02T14:00:00Z',
    })
    expectShape(body, examples.Email)
    expect(body).toMatchObject({
      direction: 'outgoing',
      sender: `Owner <${me.email}>`,
      to: ['ida@harborlooms.example'],
      body_preview: 'On the way.',
      body_text_quoted: [{ text: 'On the way.', expand: true }],
      body_html_quoted: [{ html: 'On the way.', expand: true }],
      date_sent: '2026-03-02T14:00:00+00:00',
      envelope: {
        from: [{ name: 'Owner', email: me.email }],
        to: [{ name: '', email: 'ida@harborlooms.example' }],
        cc: [],
        subject: 'Samples',
        date: 'Mon, 02 Mar 2026 14:00:00 -0000',
      },
    })
    expect((await api.get(`/activity/email/${body.id}/`)).body).toEqual(body)
  })

  test('Created and the changes of status', async () => {
    const api = await client()
    const { lead_id } = await leadOf(api)
    await api.put(`/lead/${lead_id}/`, { status: 'Qualified' })
    const [created] = rowsOf(await api.get(`/activity/created/?lead_id=${lead_id}`))
    expectShape(created, examples.Created)
    expect(created).toMatchObject({ source: 'api', import_id: null })
    expect((await api.get(`/activity/created/${created?.id}/`)).body).toEqual(created)
    const [change] = rowsOf(await api.get(`/activity/status_change/lead/?lead_id=${lead_id}`))
    expectShape(change, examples.LeadStatusChange)
    expect((await api.get(`/activity/status_change/lead/${change?.id}/`)).body).toEqual(change)
  })
})

describe('rich text', () => {
  test('plain and rich are two views of one note; rich wins', async () => {
    const api = await client()
    const { lead_id } = await leadOf(api)
    const post = async (body: object) => (await api.post('/activity/note/', { lead_id, ...body })).body
    expect(await post({})).toMatchObject({ note: '', note_html: '<body><p></p></body>' })
    expect(await post({ note: 'a < b\nc' })).toMatchObject({
      note: 'a < b\nc',
      note_html: '<body><p>a &lt; b</p><p>c</p></body>',
    })
    const rich = await post({ note: 'loses', note_html: '<p>Wants <b>blue</b></p><p>soon</p>' })
    expect(rich).toMatchObject({ note: 'Wants blue\nsoon' })
    expect(rich.note_html).toBe('<body><p>Wants <b>blue</b></p><p>soon</p></body>')
    const put = async (body: object) => (await api.put(`/activity/note/${rich.id}/`, body)).body
    expect(await put({ note: 'plain' })).toMatchObject({ note: 'plain', note_html: '<body><p>plain</p></body>' })
    expect(await put({ note_html: '<body><p>rich</p></body>' })).toMatchObject({
      note: 'rich',
      note_html: '<body><p>rich</p></body>',
    })
    // A client that sends back all it has read, with the plain text changed.
    const read = (await api.get(`/activity/note/${rich.id}/`)).body as object
    expect(await put({ ...read, note: 'changed' })).toMatchObject({ note_html: '<body><p>changed</p></body>' })
  })

  test.each([
    '<script>alert(1)</script>x',
    '<img src=x onerror=alert(1)>x',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java\nscript:alert(1)">x</a>',
    '<iframe src="https://evil.example"></iframe>x',
    '<svg><script>alert(1)</script></svg>x',
    '<p style="background:url(javascript:alert(1))">x</p>',
    '<math><mi xlink:href="data:x,<script>alert(1)</script>">x</mi></math>',
    '<form action="https://evil.example"><input name=a></form>x',
    '<style>*{display:none}</style>x',
    '<<script>script>alert(1)<</script>/script>x',
    '</body><script>alert(1)</script><body>x',
  ])('nothing in %s can run', async (html) => {
    const api = await client()
    const { lead_id } = await leadOf(api)
    const note = (await api.post('/activity/note/', { lead_id, note_html: html })).body
    const call = (await api.post('/activity/call/', { lead_id, note_html: html })).body
    const email = (await api.post('/activity/email/', { lead_id, status: 'draft', body_html: html })).body
    for (const kept of [note.note_html, call.note_html, email.body_html]) {
      expect(kept).not.toMatch(/<(script|iframe|svg|math|style|form|input)|\son\w+\s*=|href="?\s*java|url\(/i)
      expect(kept).toContain('x')
    }
    expect(note.note_html).toMatch(/^<body>[^]*<\/body>$/)
    expect(String(note.note_html).match(/<\/?body/g)).toHaveLength(2)
  })
})

describe('the list of all activities', () => {
  test('shows each kind as its own list does, newest first', async () => {
    const api = await client()
    const { lead_id } = await leadOf(api)
    const note = (await api.post('/activity/note/', { lead_id, note: 'x' })).body
    const call = (await api.post('/activity/call/', { lead_id, duration: 5 })).body
    const rows = rowsOf(await api.get(`/activity/?lead_id=${lead_id}`))
    expect(rows.map((one) => one._type)).toEqual(['Call', 'Note', 'Created'])
    // Keys may come in another order; the objects are the same.
    expect(rows.slice(0, 2)).toEqual([call, note])
    expect(rowsOf(await api.get('/activity/'))).toEqual(rows)
    expect(rowsOf(await api.get(`/activity/?lead_id=${lead_id}&_fields=id,_type`))[0]).toEqual({
      id: call.id,
      _type: 'Call',
    })
  })

  test('is narrowed by kind with the words of the API', async () => {
    const api = await client()
    const { lead_id } = await leadOf(api)
    await api.post('/activity/note/', { lead_id, note: 'x' })
    await api.post('/activity/call/', { lead_id })
    await api.put(`/lead/${lead_id}/`, { status: 'Qualified' })
    const kinds = async (query: string) =>
      rowsOf(await api.get(`/activity/?lead_id=${lead_id}&${query}`)).map((one) => one._type)
    expect(await kinds('_type=Note')).toEqual(['Note'])
    expect(await kinds('_type__in=Note,LeadStatusChange')).toEqual(['LeadStatusChange', 'Note'])
    for (const unknown of ['Meeting', 'note', 'Custom', 'constructor', '%00']) {
      expect(await kinds(`_type=${unknown}`), unknown).toEqual([])
    }
  })

  test('asks for a lead where the API does', async () => {
    const api = await client()
    const { lead_id, contact_id } = await leadOf(api)
    const me = (await api.get('/me/')).body.id
    const needing = [
      `user_id=${me}`,
      `user_id__in=${me}`,
      `contact_id=${contact_id}`,
      `contact_id__in=${contact_id}`,
      '_type=Note',
      '_type__in=Note,Call',
      '_order_by=-activity_at',
    ]
    for (const query of needing) {
      const reply = await api.get(`/activity/?${query}`)
      expect(reply.status, query).toBe(400)
      expect(reply.body, query).toEqual({ error: expect.stringContaining('lead_id') })
      expect((await api.get(`/activity/?${query}&lead_id=${lead_id}`)).status, query).toBe(200)
    }
    expect((await api.get('/activity/?date_created__gte=2020-01-01&_limit=1')).status).toBe(200)
    expect((await api.get(`/activity/?lead_id__in=${lead_id}&_type=Note`)).status).toBe(200)
    expect((await api.get(`/activity/note/?user_id=${me}`)).status).toBe(200)
  })

  test('is narrowed by when it happened only when ordered by it', async () => {
    const api = await client()
    const { lead_id } = await leadOf(api)
    for (const day of ['2026-01-02', '2026-01-01', '2026-01-03']) {
      await api.post('/activity/note/', { lead_id, note: day, activity_at: `${day}T09:00:00Z` })
    }
    const path = `/activity/?lead_id=${lead_id}&_type=Note`
    expect(await api.get(`${path}&activity_at__gt=2026-01-02`)).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('_order_by=-activity_at') },
    })
    const rows = rowsOf(await api.get(`${path}&activity_at__gt=2026-01-02&_order_by=-activity_at`))
    expect(rows.map((one) => one.note)).toEqual(['2026-01-03', '2026-01-02'])
    expect(await api.get(`${path}&date_created__gt=2026-01-02&_order_by=-activity_at`)).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('date_created') },
    })
  })
})

describe('when', () => {
  test('an activity of the past is filed in the past', async () => {
    const api = await client()
    const { lead_id } = await leadOf(api)
    const at = '2020-02-29T23:30:00-05:00'
    for (const [path, body] of [
      ['/activity/note/', {}],
      ['/activity/call/', {}],
      ['/activity/email/', { status: 'inbox', sender: 'Ida <ida@x.example>' }],
      ['/activity/status_change/lead/', {}],
    ] as const) {
      const made = (await api.post(path, { lead_id, date_created: at, ...body })).body
      expect(made, path).toMatchObject({
        date_created: '2020-03-01T04:30:00+00:00',
        activity_at: '2020-03-01T04:30:00+00:00',
      })
    }
    expect(rowsOf(await api.get(`/activity/?lead_id=${lead_id}`))[0]).toMatchObject({ _type: 'Created' })
  })

  test('when it happened may be said apart from when it was logged', async () => {
    const api = await client()
    const { lead_id } = await leadOf(api)
    const made = (await api.post('/activity/call/', { lead_id, activity_at: '2026-01-01' })).body
    expect(made.activity_at).toBe('2026-01-01T00:00:00+00:00')
    expect(made.date_created).not.toBe(made.activity_at)
    const moved = (await api.put(`/activity/call/${made.id}/`, { activity_at: '2026-01-02T00:00:00.5Z' })).body
    expect(moved).toMatchObject({ activity_at: '2026-01-02T00:00:00.500000+00:00', date_created: made.date_created })
  })
})

describe('changes of status', () => {
  test('writing or deleting one edits the history, never the lead', async () => {
    const api = await client()
    const { lead_id, status_id } = await leadOf(api)
    const customer = rowsOf(await api.get('/status/lead/')).find((one) => String(one.label) === 'Customer')?.id
    const before = (await api.get(`/lead/${lead_id}/?_fields=status_id,date_updated`)).body
    const { status, body } = await api.post('/activity/status_change/lead/', {
      lead_id,
      old_status_id: status_id,
      new_status_id: customer,
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ old_status_label: 'Potential', new_status_label: 'Customer' })
    expect(await api.delete(`/activity/status_change/lead/${body.id}/`)).toMatchObject({ status: 200, text: '{}' })
    expect((await api.get(`/lead/${lead_id}/?_fields=status_id,date_updated`)).body).toEqual(before)
    expect((await api.put(`/activity/status_change/lead/${body.id}/`, {})).status).toBe(405)
  })

  test('of an opportunity too', async () => {
    const api = await client()
    const { lead_id, contact_id } = await leadOf(api)
    const opportunity = (
      await api.post('/opportunity/', { lead_id, contact_id, value: 120_000, date_won: '2026-05-31' })
    ).body
    const won = rowsOf(await api.get('/status/opportunity/')).find((one) => String(one.label) === 'Won')?.id
    const { status, body } = await api.post('/activity/status_change/opportunity/', {
      lead_id,
      opportunity_id: opportunity.id,
      old_status_id: opportunity.status_id,
      new_status_id: won,
      date_created: '2026-01-01T00:00:00Z',
    })
    expect(status).toBe(200)
    expectShape(body, examples.OpportunityStatusChange)
    expect(body).toMatchObject({ new_status_type: 'won', opportunity_value_formatted: '$1,200', lead_id })
    expect((await api.get(`/opportunity/${opportunity.id}/`)).body).toEqual(opportunity)
  })
})

describe('e-mails', () => {
  test('only drafts can be edited, but any may be filed under someone else', async () => {
    const api = await client()
    const { lead_id, contact_id } = await leadOf(api)
    const draft = (await api.post('/activity/email/', { lead_id, status: 'draft', subject: 'A' })).body
    const path = `/activity/email/${draft.id}/`
    expect((await api.put(path, { subject: 'B', to: ['Ida <ida@x.example>'] })).body).toMatchObject({
      subject: 'B',
      to: ['Ida <ida@x.example>'],
      envelope: { to: [{ name: 'Ida', email: 'ida@x.example' }] },
    })
    expect((await api.put(path, { status: 'sent' })).body.status).toBe('sent')
    expect(await api.put(path, { subject: 'C' })).toMatchObject({
      status: 400,
      body: { errors: ['Only drafts can be edited.'], 'field-errors': {} },
    })
    expect((await api.put(path, { contact_id })).body).toMatchObject({ contact_id, subject: 'B' })
  })

  test('what is needed depends on the status', async () => {
    const api = await client()
    const { lead_id } = await leadOf(api)
    const errors = async (body: object) =>
      (await api.post('/activity/email/', { lead_id, ...body })).body['field-errors']
    const required = 'This field is required.'
    for (const status of ['inbox', 'outbox', 'error']) expect(await errors({ status })).toEqual({ sender: required })
    expect(await errors({ status: 'scheduled' })).toEqual({ sender: required, date_scheduled: required })
    expect(await errors({})).toEqual({ status: required })
    const inbox = (await api.post('/activity/email/', { lead_id, status: 'inbox', sender: 'Ida <ida@x.example>' })).body
    expect(inbox).toMatchObject({ direction: 'incoming', sender: 'Ida <ida@x.example>' })
  })
})

test('an activity may be logged for a colleague', async () => {
  const api = await client()
  const colleague = await member(api, 'user')
  const { lead_id } = await leadOf(api)
  const call = (await api.post('/activity/call/', { lead_id, user_id: colleague.userId })).body
  const me = (await api.get('/me/')).body.id
  expect(call).toMatchObject({ user_id: colleague.userId, user_name: 'Ivo Lund', created_by: me })
})

test('a note can be pinned', async () => {
  const api = await client()
  const { lead_id } = await leadOf(api)
  const note = (await api.post('/activity/note/', { lead_id, note: 'x', pinned: true })).body
  expect(note.pinned_at).toMatch(/\+00:00$/)
  const put = async (body: object) => (await api.put(`/activity/note/${note.id}/`, body)).body
  expect((await put({ title: 'T' })).pinned_at).toBe(note.pinned_at)
  expect(await put({ pinned: false })).toMatchObject({ pinned: false, pinned_at: null })
})

test('what has left cannot be called back, what has not can', async () => {
  const api = await client()
  const lead_id = (await api.post('/lead/', { name: 'L' })).body.id
  const mail = { lead_id, sender: 'mara@northfold.example', to: ['ida@harborlooms.example'], subject: 'Hi' }
  const sent = (await api.post('/activity/email/', { ...mail, status: 'sent' })).body
  const refusedReply = await api.put(`/activity/email/${sent.id}/`, { status: 'draft' })
  expect(refusedReply).toMatchObject({
    status: 400,
    body: { errors: ['Only drafts can be edited.'], 'field-errors': {} },
  })
  const waiting = (await api.post('/activity/email/', { ...mail, status: 'outbox' })).body
  const draft = (await api.put(`/activity/email/${waiting.id}/`, { status: 'draft' })).body
  expect(draft.status).toBe('draft')
  expect((await api.put(`/activity/email/${waiting.id}/`, { subject: 'Hello' })).body.subject).toBe('Hello')
})

describe('calls', () => {
  test('a recording is at a safe address', async () => {
    const api = await client()
    const { lead_id } = await leadOf(api)
    const post = (body: object) => api.post('/activity/call/', { lead_id, ...body })
    for (const recording_url of ['http://x.example/a.mp3', 'ftp://x.example/a.mp3', 'nothing', 'https://']) {
      expect((await post({ recording_url })).body['field-errors'], recording_url).toEqual({
        recording_url: 'Invalid URL.',
      })
    }
    const recording_url = 'https://x.example/a.mp3'
    expect((await post({ recording_url, outcome_id: 'outcome_1' })).body).toMatchObject({
      recording_url,
      has_recording: true,
      outcome_id: 'outcome_1',
    })
    const bare = (await post({})).body
    expect(bare.has_recording).toBe(false)
    expect((await post({ outcome_id: 'good' })).body['field-errors']).toEqual({ outcome_id: 'Object does not exist.' })
    const asked = (await api.get(`/activity/call/${bare.id}/?_fields=recording_transcript,voicemail_transcript`)).body
    expect(asked).toEqual({ recording_transcript: null, voicemail_transcript: null })
  })

  test('how one went that was made here stays', async () => {
    const api = await client()
    const { lead_id } = await leadOf(api)
    const call = (await api.post('/activity/call/', { lead_id, direction: 'outbound', duration: 5 })).body
    await database().run(
      sql`update activities set details = details || '{"source": "Close.io"}' where id = ${call.id} and kind = 'call'`,
    )
    const put = (body: object) => api.put(`/activity/call/${call.id}/`, body)
    expect((await put({ direction: 'inbound', status: 'busy', duration: 6 })).body['field-errors']).toEqual({
      direction: 'Value cannot be changed.',
      status: 'Value cannot be changed.',
      duration: 'Value cannot be changed.',
    })
    expect((await put({ note: 'Nice talk', duration: 5 })).body).toMatchObject({ note: 'Nice talk', duration: 5 })
  })

  test('moves to another lead and to a colleague', async () => {
    const api = await client()
    const { lead_id, contact_id } = await leadOf(api)
    const other = await leadOf(api)
    const colleague = await member(api, 'user')
    const call = (await api.post('/activity/call/', { lead_id, contact_id })).body
    const put = async (body: object) => (await api.put(`/activity/call/${call.id}/`, body)).body
    expect(await put({ lead_id: other.lead_id, contact_id: other.contact_id })).toMatchObject({
      lead_id: other.lead_id,
      contact_id: other.contact_id,
    })
    expect(await put({ user_id: colleague.userId })).toMatchObject({ user_id: colleague.userId })
    expect((await put({ lead_id: null }))['field-errors']).toEqual({ lead: 'This field is required.' })
  })
})

test('a note knows whom it mentions', async () => {
  const api = await client()
  const colleague = await member(api, 'user')
  const { lead_id } = await leadOf(api)
  const mention = (id: string) => `<span data-type="mention" data-id="${id}">@Ivo</span>`
  const note_html = `<p>${mention(colleague.userId)} ${mention('user_nobody')}</p>`
  const note = (await api.post('/activity/note/', { lead_id, note_html })).body
  expect(note.note_mentions).toEqual([colleague.userId])
  const put = async (body: object) => (await api.put(`/activity/note/${note.id}/`, body)).body
  expect((await put({ title: 'T' })).note_mentions).toEqual([colleague.userId])
  expect((await put({ note: 'Nobody' })).note_mentions).toEqual([])
})

test('what was uploaded hangs on notes, e-mails and messages', async () => {
  const api = await client()
  const { lead_id } = await leadOf(api)
  const file = { filename: 'plan.txt', content_type: 'text/plain' }
  const { upload, download } = (await api.post('/files/upload/', file)).body as unknown as {
    upload: { url: string; fields: Record<string, string> }
    download: { url: string }
  }
  const form = [...Object.entries(upload.fields), ['file', 'Rolls']]
    .map(([name, value]) => {
      const more = name === 'file' ? '; filename="plan.txt"\r\nContent-Type: text/plain' : ''
      return `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`
    })
    .join('')
  const sent = await app().inject({
    method: 'POST',
    url: upload.url.replace('http://ajar.example', ''),
    payload: `${form}--b--\r\n`,
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  })
  expect(sent.statusCode, sent.body).toBe(201)
  const attachments = [{ ...file, url: download.url }]
  const shown = { ...attachments[0], size: 5 }
  for (const [path, more] of [
    ['/activity/note/', { note: 'x' }],
    ['/activity/email/', { status: 'draft', subject: 'x' }],
    ['/activity/sms/', { status: 'draft', text: 'x' }],
  ] as const) {
    const made = (await api.post(path, { lead_id, ...more, attachments })).body
    expect(made.attachments, path).toMatchObject([shown])
    expect(JSON.stringify(made.attachments)).not.toContain('upload_id')
    expect((await api.put(`${path}${made.id}/`, made)).body).toEqual(made)
    expect((await api.put(`${path}${made.id}/`, { attachments: [] })).body.attachments).toEqual([])
    const elsewhere = [{ ...file, url: 'https://elsewhere.example/plan.txt' }]
    expect((await api.post(path, { lead_id, ...more, attachments: elsewhere })).body['field-errors']).toHaveProperty(
      'attachments',
    )
  }
})

test('quick changes of a lead’s status by one user are one', async () => {
  const api = await client()
  const colleague = await member(api, 'admin')
  const { lead_id } = await leadOf(api)
  const history = async () =>
    rowsOf(await api.get(`/activity/status_change/lead/?lead_id=${lead_id}`)).map(
      (one) => `${one.old_status_label} > ${one.new_status_label}`,
    )
  await api.put(`/lead/${lead_id}/`, { status: 'Qualified' })
  await api.put(`/lead/${lead_id}/`, { status: 'Customer' })
  expect(await history()).toEqual(['Potential > Customer'])
  await colleague.put(`/lead/${lead_id}/`, { status: 'Qualified' })
  expect(await history()).toEqual(['Customer > Qualified', 'Potential > Customer'])
  await colleague.put(`/lead/${lead_id}/`, { status: 'Customer' })
  expect(await history()).toEqual(['Potential > Customer'])
  await database().run(
    sql`update activities set created_at = created_at - interval '2 minutes' where lead_id = ${lead_id}`,
  )
  await api.put(`/lead/${lead_id}/`, { status: 'Potential' })
  expect(await history()).toEqual(['Customer > Potential', 'Potential > Customer'])
})

describe('e-mails that wait', () => {
  test('leave the outbox in some seconds, and ask later whether they were answered', async () => {
    const api = await client()
    const { lead_id } = await leadOf(api)
    const mail = { lead_id, status: 'outbox', sender: 'mara@northfold.example', subject: 'Hi' }
    const post = (body: object) => api.post('/activity/email/', { ...mail, ...body })
    const email = (await post({ send_in: 30, followup_date: '2030-01-02T09:00:00Z' })).body
    // Counted from the request, which is written a moment later.
    const waits = Date.parse(String(email.date_scheduled)) - Date.parse(String(email.date_created))
    expect(waits).toBeGreaterThan(25_000)
    expect(waits).toBeLessThanOrEqual(30_000)
    expect(email).not.toHaveProperty('send_in')
    expect(rowsOf(await api.get('/task/?_type=email_followup'))).toMatchObject([
      { _type: 'email_followup', object_type: 'emailthread', date: '2030-01-02T09:00:00+00:00' },
    ])
    const errors = async (body: object) => (await post(body)).body['field-errors']
    expect(await errors({ send_in: 60 })).toEqual({ send_in: 'The value must be from 0 to 59.' })
    const missing = 'Object does not exist.'
    expect(await errors({ template_id: 'tmpl_1', followup_sequence_id: 'seq_1', in_reply_to_id: 'acti_1' })).toEqual({
      template_id: missing,
      followup_sequence_id: missing,
      in_reply_to_id: missing,
    })
  })

  test('have been opened also after they were sent', async () => {
    const api = await client()
    const { lead_id } = await leadOf(api)
    const email = (await api.post('/activity/email/', { lead_id, status: 'sent', subject: 'Hi' })).body
    const opens = [{ opened_at: '2026-03-02T12:00:00Z' }]
    expect((await api.put(`/activity/email/${email.id}/`, { opens })).body.opens).toEqual(opens)
  })
})
