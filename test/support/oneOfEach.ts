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
  made['/custom_fields/lead/'] = { body: { name: 'Size', type: 'number' }, object: field }
  await make('/custom_field/contact/', { name: 'Speaks', type: 'text', accepts_multiple_values: true })
  await make('/custom_field/opportunity/', { name: 'Seats', type: 'number' })
  await make('/custom_field/case/', { name: 'Due', type: 'date' })
  const leadStatus = await make('/status/lead/', { label: 'Trial' })
  await make('/group/', { name: 'Field sales' })
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
  await make('/case/', { lead_id: lead.id, name: 'Torn parcel', description: 'Two of ten', tags: ['transport'] })
  await make('/comment/', { object_id: task.id, body: '<body><p>By post</p></body>' })
  return made
}
