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
  SMS: {
    create: {
      lead_id: LEAD,
      status: 'sent',
      text: 'The fitter is on his way.',
      local_phone: '+1 415 555 0100',
      remote_phone: '+1 503 555 0142',
    },
    update: { contact_id: CONTACT },
  },
  WhatsAppMessage: {
    create: {
      lead_id: LEAD,
      contact_id: CONTACT,
      direction: 'incoming',
      activity_at: CREATED_AT,
      external_whatsapp_message_id: 'wamid.42',
      local_phone: '+1 415 555 0100',
      remote_phone: '+1 503 555 0142',
      message_markdown: 'Does it come in *green*?',
    },
    update: { message_markdown: 'Does it come in *dark green*?' },
  },
  Meeting: {
    create: {
      lead_id: LEAD,
      title: 'Oven tasting',
      starts_at: '2026-03-04T09:15:00+00:00',
      ends_at: '2026-03-04T10:00:00+00:00',
      attendees: [{ name: 'Nadia Okafor', email: 'nadia@harbor-bakery.example', status: 'yes' }],
    },
    update: { user_note_html: '<body><p>Wants the tall one.</p></body>' },
  },
  FormSubmission: {
    create: {
      lead_id: LEAD,
      form_id: 'form_0VbgpC7eS9',
      form_name: 'Ask for a visit',
      values: { field_1: 'Third shop', field_2: true },
      source_url: 'https://ajar.example/visit?from=mail',
    },
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
  Comment: {
    create: { object_id: TASK, body: '<body><p>The second oven needs a wider door.</p></body>' },
    update: { body: '<body><p>The second oven needs a door of 120 cm.</p></body>' },
  },
  Case: {
    create: { name: 'Dented oven door', lead_id: LEAD, tags: ['warranty'] },
    update: { description: 'A new door is on its way.' },
  },
  IntegrationLink: {
    create: {
      name: 'Orders in the web shop',
      type: 'lead',
      url: 'https://shop.example/orders?customer={{ lead.custom.Customer no. }}',
    },
    update: { name: 'Web shop' },
  },
  BulkEditAction: {
    create: { query: 'bakery', type: 'set_lead_status', lead_status_id: LEAD_STATUS, send_done_email: false },
  },
  BulkDeleteAction: { create: { query: 'bakery', bulk_object_type: 'lead', send_done_email: false } },
  LeadExport: { create: { format: 'csv', type: 'leads', query: 'bakery', date_format: 'iso8601' } },
  OpportunityExport: { create: { format: 'json', params: { status_type: 'active' } } },
  Webhook: {
    create: {
      url: 'https://hooks.harbor-bakery.example/crm',
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
    },
    update: { status: 'paused' },
  },
  SavedSearch: {
    create: {
      name: 'Quiet bakeries',
      s_query: {
        query: {
          type: 'and',
          queries: [
            { type: 'object_type', object_type: 'lead' },
            { type: 'text', mode: 'full_words', value: 'bakery' },
          ],
        },
        results_limit: null,
        sort: [],
      },
      selected_fields: [{ type_id: 'lead', field_id: 'display_name' }],
    },
    update: { is_shared: true },
  },
  Membership: {
    create: { email: 'ines@ajar.example', role_id: 'user' },
    update: { role_id: 'superuser' },
  },
  Role: {
    create: { name: 'Caller', permissions: ['calling', 'view_all_leads'] },
    update: { permissions: ['calling', 'view_all_leads', 'export'] },
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
