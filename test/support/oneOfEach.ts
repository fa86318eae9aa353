import type { Client, Json } from './api.ts'

/** An object as it was made: what was sent, and what came back. */
export type Made = { readonly body: Readonly<Record<string, unknown>>; readonly object: Json }

/** One valid object of every resource that can be made, by the path of the resource. */
export async function oneOfEach(api: Client): Promise<Readonly<Record<string, Made>>> {
  const made: Record<string, Made> = {}
  const make = async (path: string, body: Record<string, unknown>) => {
    const { status, body: object, text } = await api.post(path, body)
    if (status >= 300) throw new Error(`POST ${path} answered ${status}: ${text}`)
    made[path] = { body, object }
    return object
  }
  const field = await make('/custom_field/lead/', { name: 'Industry', type: 'choices', choices: ['Retail', 'Energy'] })
  await make('/custom_field/contact/', { name: 'Speaks', type: 'text', accepts_multiple_values: true })
  await make('/custom_field/opportunity/', { name: 'Seats', type: 'number' })
  await make('/custom_field/case/', { name: 'Due', type: 'date' })
  const visit = await make('/custom_activity/', { name: 'Site visit', description: 'Somebody was there' })
  const outcome = await make('/custom_field/activity/', {
    custom_activity_type_id: visit.id,
    name: 'Outcome',
    type: 'text',
    required: true,
  })
  const loom = await make('/custom_object_type/', { name: 'Loom', name_plural: 'Looms' })
  const width = await make('/custom_field/custom_object_type/', {
    custom_object_type_id: loom.id,
    name: 'Width',
    type: 'number',
  })
  await make('/custom_field/shared/', { name: 'Region', type: 'text', associations: [{ object_type: 'lead' }] })
  made['/custom_field_schema/'] = {
    body: { fields: [{ id: outcome.id }] },
    object: { id: `activity/${visit.id}` } as unknown as Json,
  }
  const leadStatus = await make('/status/lead/', { label: 'Trial' })
  await make('/group/', { name: 'Field sales' })
  await make('/role/', { name: 'Caller', permissions: ['calling', 'view_all_leads'] })
  await make('/membership/', { email: `ida-${api.organizationId}@ajar.example`, role_id: 'user' })
  await make('/integration_link/', {
    name: 'Web search',
    type: 'lead',
    url: 'https://search.example/?q={{ lead.name }}',
  })
  await make('/saved_search/', {
    name: 'Quiet',
    s_query: { query: { type: 'and', queries: [{ type: 'object_type', object_type: 'lead' }] }, sort: [] },
    is_shared: true,
  })
  await make('/webhook/', {
    url: 'https://hooks.example/close',
    events: [
      {
        object_type: 'lead',
        action: 'updated',
        extra_filter: {
          type: 'field_accessor',
          field: 'changed_fields',
          filter: { type: 'contains', value: 'status_id' },
        },
      },
    ],
  })
  const nobody = { s_query: { type: 'id', value: 'lead_nobody' }, send_done_email: false }
  await make('/bulk_action/edit/', { ...nobody, type: 'set_lead_status', lead_status_id: leadStatus.id })
  await make('/bulk_action/delete/', { ...nobody, bulk_object_type: 'contact' })
  const stopped = await api.post('/bulk_action/delete/', nobody)
  await api.post(`/bulk_action/delete/${stopped.body.id}/cancel/`)
  made['/bulk_action/undo/'] = {
    body: {},
    object: (await api.post(`/bulk_action/delete/${stopped.body.id}/undo/`)).body,
  }
  const asked = await api.post('/export/lead/', { format: 'csv', type: 'contacts', results_limit: 10 })
  made['/export/'] = { body: {}, object: asked.body }
  const pipeline = await make('/pipeline/', { name: 'Renewals' })
  const status = await make('/status/opportunity/', { label: 'Demo done', type: 'active', pipeline_id: pipeline.id })
  const lead = await make('/lead/', {
    name: 'Harbor Looms',
    contacts: [{ name: 'Ida Brandt', emails: [{ email: 'ida@harborlooms.example', type: 'office' }] }],
    addresses: [{ label: 'business', city: 'Bergen', country: 'NO' }],
    [`custom.${field.id}`]: 'Retail',
  })
  const contact = await make('/contact/', {
    lead_id: lead.id,
    name: 'Leo Brandt',
    phones: [{ phone: '+14156236785', type: 'office' }],
  })
  const opportunity = await make('/opportunity/', {
    lead_id: lead.id,
    contact_id: contact.id,
    value: 120_000,
    value_period: 'monthly',
  })
  await make('/activity/note/', { lead_id: lead.id, contact_id: contact.id, note: 'Wants blue' })
  await make('/activity/call/', { lead_id: lead.id, direction: 'outbound', duration: 153, phone: '+4755901234' })
  await make('/activity/email/', {
    lead_id: lead.id,
    status: 'draft',
    subject: 'Samples',
    to: ['ida@harborlooms.example'],
    body_text: 'On the way.',
  })
  const phones = { local_phone: '+14155550100', remote_phone: '+4755901234' }
  await make('/activity/sms/', { lead_id: lead.id, status: 'draft', text: 'See you at 3', ...phones })
  await make('/activity/whatsapp_message/', {
    lead_id: lead.id,
    contact_id: contact.id,
    direction: 'incoming',
    activity_at: '2026-03-02T12:00:00+00:00',
    external_whatsapp_message_id: 'wamid.1',
    message_markdown: 'Is it *blue*?',
    ...phones,
  })
  await make('/activity/meeting/', {
    lead_id: lead.id,
    title: 'Fitting',
    starts_at: '2026-03-02T12:00:00+00:00',
    ends_at: '2026-03-02T12:45:00+00:00',
    attendees: [{ email: 'ida@harborlooms.example', status: 'yes' }],
  })
  await make('/activity/form_submission/', { lead_id: lead.id, form_id: 'form_1', values_by_name: { Color: 'Blue' } })
  await make('/activity/status_change/lead/', {
    lead_id: lead.id,
    old_status_id: lead.status_id,
    new_status_id: leadStatus.id,
  })
  await make('/activity/status_change/opportunity/', {
    lead_id: lead.id,
    opportunity_id: opportunity.id,
    old_status_id: opportunity.status_id,
    new_status_id: status.id,
  })
  const task = await make('/task/', {
    lead_id: lead.id,
    contact_id: contact.id,
    text: 'Send samples',
    date: '2026-03-05',
  })
  await make('/activity/custom/', {
    lead_id: lead.id,
    custom_activity_type_id: visit.id,
    [`custom.${outcome.id}`]: 'Wants two more',
  })
  await make('/custom_object/', {
    lead_id: lead.id,
    custom_object_type_id: loom.id,
    name: 'Loom 7',
    [`custom.${width.id}`]: 190,
  })
  await make('/case/', { lead_id: lead.id, name: 'Torn parcel', description: 'Two of ten', tags: ['transport'] })
  const { thread_id } = await make('/comment/', { object_id: task.id, body: '<body><p>By post</p></body>' })
  made['/comment_thread/'] = { body: {}, object: (await api.get(`/comment_thread/${thread_id}/`)).body }
  return made
}
