import {
  CALL_NOTE,
  CONTACT,
  CREATED_AT,
  CUSTOMER,
  LEAD,
  LEAD_STATUS,
  OPPORTUNITY,
  OPPORTUNITY_STATUS,
  PIPELINE,
  TASK,
  WON,
} from './story.ts'

type Values = Readonly<Record<string, unknown>>

/** Bodies that are worth more than a list of the fields. */
export const REQUESTS: Readonly<Record<string, { readonly create?: Values; readonly update?: Values }>> = {
  Lead: {
    create: {
      name: 'Harbor Bakery',
      url: 'https://harbor-bakery.example',
      contacts: [
        {
          name: 'Nadia Okafor',
          title: 'Owner',
          emails: [{ type: 'office', email: 'nadia@harbor-bakery.example' }],
          phones: [{ type: 'mobile', phone: '+1 503 555 0142' }],
        },
      ],
    },
    update: { description: 'Family bakery with two shops, opening a third.' },
  },
  Contact: {
    create: {
      lead_id: LEAD,
      name: 'Nadia Okafor',
      title: 'Owner',
      emails: [{ type: 'office', email: 'nadia@harbor-bakery.example' }],
    },
    update: { title: 'Founder' },
  },
  Opportunity: {
    create: {
      lead_id: LEAD,
      value: 480_000,
      value_period: 'monthly',
      confidence: 60,
      note: 'Ovens for the third shop.',
    },
    update: { confidence: 80 },
  },
  Note: {
    create: { lead_id: LEAD, note: 'Met at the trade fair. Third shop opens in June.' },
    update: { note: 'Met at the trade fair. Third shop opens in July.' },
  },
  Call: {
    create: {
      lead_id: LEAD,
      direction: 'outbound',
      status: 'completed',
      duration: 184,
      phone: '+1 503 555 0142',
      note: CALL_NOTE,
    },
    update: { note: CALL_NOTE },
  },
  Email: {
    create: {
      lead_id: LEAD,
      contact_id: CONTACT,
      direction: 'outgoing',
      status: 'sent',
      subject: 'Ovens for the third shop',
      sender: 'tomas@ajar.example',
      to: ['nadia@harbor-bakery.example'],
      body_text: 'Hello Nadia, the offer is attached.',
    },
    update: { subject: 'Your offer: ovens for the third shop' },
  },
  LeadStatus: { create: { label: 'On hold' }, update: { label: 'Paused' } },
  OpportunityStatus: {
    create: { label: 'Contract sent', type: 'active', pipeline_id: PIPELINE },
    update: { label: 'Contract signed', type: 'won' },
  },
  LeadStatusChange: {
    create: { lead_id: LEAD, old_status_id: LEAD_STATUS, new_status_id: CUSTOMER, date_created: CREATED_AT },
  },
  OpportunityStatusChange: {
    create: { lead_id: LEAD, opportunity_id: OPPORTUNITY, old_status_id: OPPORTUNITY_STATUS, new_status_id: WON },
  },
  Task: {
    create: { lead_id: LEAD, text: 'Send the floor plan back with the ovens drawn in.', date: '2026-03-06' },
    update: { is_complete: true },
  },
  Comment: { create: { object_id: TASK, body: '<body><p>The second oven needs a wider door.</p></body>' } },
  Case: {
    create: { name: 'Dented oven door', lead_id: LEAD, tags: ['warranty'] },
    update: { description: 'A new door is on its way.' },
  },
  Group: { create: { name: 'Field sales' }, update: { name: 'Sales in the field' } },
  Pipeline: {
    create: {
      name: 'Service contracts',
      statuses: [
        { label: 'Offered', type: 'active' },
        { label: 'Signed', type: 'won' },
      ],
    },
    update: { name: 'Service' },
  },
}
