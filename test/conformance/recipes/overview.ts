import type { Cookbook, Workshop } from '../recipe.ts'
import { organizationId } from './people.ts'

const ALL_LEADS = { type: 'and', queries: [{ type: 'object_type', object_type: 'lead' }] }
// A bulk action on no lead at all is still one, and spoils nothing for the operations that follow.
const NO_LEADS = { type: 'and', queries: [...ALL_LEADS.queries, { type: 'id', value: 'lead_thatisnotthere' }] }

/** Seeing and handling many objects at once: views, events, webhooks, bulk actions, exports, reports. */
export const overview: Cookbook = {
  resources: {
    '/saved_search/': {
      make: ({ word }) => ({
        name: `Quiet ${word()}`,
        s_query: { query: ALL_LEADS, results_limit: null, sort: [] },
      }),
      change: () => ({ description: 'Nobody has called them' }),
    },
    '/webhook/': {
      make: () => ({
        url: 'https://hooks.northfold.example/close',
        events: [{ object_type: 'lead', action: 'updated', extra_filter: null }],
      }),
      change: () => ({ status: 'paused' }),
    },
    '/bulk_action/email/': {
      make: async ({ one }) => ({
        s_query: NO_LEADS,
        template_id: await one('/email_template/'),
        contact_preference: 'lead',
        sender: 'Mara Quist <mara@northfold.example>',
        send_done_email: false,
      }),
    },
    '/bulk_action/edit/': {
      make: async ({ one }) => ({
        s_query: NO_LEADS,
        type: 'set_lead_status',
        lead_status_id: await one('/status/lead/'),
        send_done_email: false,
      }),
    },
    '/bulk_action/delete/': { make: () => ({ s_query: NO_LEADS, send_done_email: false }) },
    '/bulk_action/sequence_subscription/': {
      make: async ({ one }) => ({
        s_query: NO_LEADS,
        action_type: 'pause',
        sequence_id: await one('/sequence/'),
        send_done_email: false,
      }),
    },
    '/export/': {
      find: async ({ send }) => (await send('POST', '/export/lead/', LEAD_EXPORT)).body?.id,
    },
  },
  specials: {
    'POST /export/lead/': () => ({ path: '/export/lead/', body: LEAD_EXPORT }),
    'POST /export/opportunity/': () => ({
      path: '/export/opportunity/',
      body: { params: {}, format: 'csv', send_done_email: false },
    }),
    'POST /report/activity/': () => ({
      path: '/report/activity/',
      body: { type: 'overview', relative_range: 'this-month', metrics: ['calls.outbound.all.count'] },
    }),
    'GET /report/custom/{org_id}/': async (workshop) => ({ path: await report(workshop, 'custom') }),
    'GET /report/sent_emails/{org_id}/': async (workshop) => ({ path: await report(workshop, 'sent_emails') }),
    'GET /report/statuses/lead/{org_id}/': async (workshop) => ({ path: await report(workshop, 'statuses/lead') }),
    'GET /report/statuses/opportunity/{org_id}/': async (workshop) => ({
      path: await report(workshop, 'statuses/opportunity'),
    }),
    'POST /report/funnel/opportunity/stages/': async (workshop) => funnel(workshop, 'stages'),
    'POST /report/funnel/opportunity/totals/': async (workshop) => funnel(workshop, 'totals'),
    'POST /enrich_field/': async (workshop) => ({
      path: '/enrich_field/',
      body: {
        organization_id: await organizationId(workshop),
        object_type: 'lead',
        object_id: await workshop.one('/lead/'),
        field_id: await workshop.one('/custom_field/lead/'),
      },
    }),
  },
}

const LEAD_EXPORT = { s_query: ALL_LEADS, format: 'json', type: 'leads', send_done_email: false }

const report = async (workshop: Workshop, which: string) => `/report/${which}/${await organizationId(workshop)}/`

const funnel = async ({ one }: Workshop, which: string) => ({
  path: `/report/funnel/opportunity/${which}/`,
  body: {
    pipeline: await one('/pipeline/'),
    type: 'created-cohort',
    report_relative_range: 'this-month',
    cohort_relative_range: 'this-month',
  },
})
