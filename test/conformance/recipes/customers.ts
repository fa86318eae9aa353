import type { Cookbook } from '../recipe.ts'

/** Leads and what hangs on them. */
export const customers: Cookbook = {
  resources: {
    '/lead/': {
      make: () => ({
        name: 'Harbor Looms',
        url: 'https://harborlooms.example',
        addresses: [{ label: 'business', address_1: '4 Quay Rd', city: 'Bergen', zipcode: '5003', country: 'NO' }],
        contacts: [
          {
            name: 'Ida Brandt',
            emails: [{ type: 'office', email: 'ida@harborlooms.example' }],
            phones: [{ type: 'office', phone: '+4755901234' }],
          },
        ],
      }),
      change: () => ({ description: 'Textile importer' }),
    },
    '/contact/': {
      make: async ({ one }) => ({
        lead_id: await one('/lead/'),
        name: 'Leo Brandt',
        title: 'Buyer',
        emails: [{ type: 'office', email: 'leo@harborlooms.example' }],
        phones: [{ type: 'mobile', phone: '+14156236785' }],
        urls: [{ type: 'url', url: 'https://leo.example' }],
      }),
      change: () => ({ title: 'Head of purchasing' }),
    },
    '/opportunity/': {
      make: async ({ one }) => ({
        lead_id: await one('/lead/'),
        contact_id: await one('/contact/'),
        value: 120_000,
        value_period: 'monthly',
        confidence: 60,
        note: 'Spring collection',
      }),
      change: () => ({ confidence: 80 }),
    },
    '/task/': {
      make: async ({ one }) => ({
        _type: 'lead',
        lead_id: await one('/lead/'),
        text: 'Send samples',
        date: '2026-03-05',
      }),
      change: () => ({ text: 'Send more samples' }),
    },
    '/integration_link/': {
      make: () => ({ type: 'lead', name: 'Web search', url: 'https://search.example/?q={{ lead.display_name }}' }),
      change: () => ({ name: 'Search' }),
    },
    '/comment/': {
      make: async ({ one }) => ({ object_id: await one('/activity/note/'), body: '<body><p>Nice</p></body>' }),
      change: () => ({ body: '<body><p>Very nice</p></body>' }),
      list: async ({ one }) => ({ object_id: await one('/activity/note/') }),
    },
    '/comment_thread/': {
      list: async ({ one }) => ({ object_ids: await one('/activity/note/') }),
      find: async ({ one, send }) => (await send('GET', `/comment/${await one('/comment/')}/`)).body?.thread_id,
    },
    '/custom_object/': {
      make: async ({ one }) => ({
        custom_object_type_id: await one('/custom_object_type/'),
        lead_id: await one('/lead/'),
        name: 'Warehouse 2',
      }),
      change: () => ({ name: 'Warehouse 3' }),
      list: async ({ one }) => ({ lead_id: await one('/lead/') }),
    },
  },
  specials: {
    'POST /lead/merge/': async ({ another }) => ({
      path: '/lead/merge/',
      body: { source: await another('/lead/'), destination: await another('/lead/') },
    }),
    'PUT /task/': async ({ another }) => ({
      path: '/task/',
      body: { _params: { id__in: await another('/task/') }, is_complete: true },
    }),
    'POST /files/upload/': () => ({
      path: '/files/upload/',
      body: { filename: 'quote.pdf', content_type: 'application/pdf' },
    }),
  },
}
