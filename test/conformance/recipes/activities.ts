import type { Cookbook, Workshop } from '../recipe.ts'

const LOCAL = '+14155550100'
const REMOTE = '+4755901234'

/** What happened: activities of every kind. */
export const activities: Cookbook = {
  resources: {
    '/activity/note/': {
      make: async ({ one }) => ({ lead_id: await one('/lead/'), note: 'Wants blue' }),
      change: () => ({ note: 'Wants green' }),
    },
    '/activity/call/': {
      make: async ({ one }) => ({ lead_id: await one('/lead/'), direction: 'outbound', duration: 153, phone: REMOTE }),
      change: () => ({ note: 'Asked for a quote' }),
    },
    '/activity/email/': {
      make: async ({ one }) => ({
        lead_id: await one('/lead/'),
        status: 'draft',
        subject: 'Samples',
        to: ['ida@harborlooms.example'],
        body_text: 'On the way.',
      }),
      change: () => ({ subject: 'Your samples' }),
    },
    '/activity/emailthread/': {
      // Deleting a thread deletes its e-mails, so it has one of its own.
      find: async ({ another, send }) => {
        const email = await another('/activity/email/')
        return (await send('GET', `/activity/email/${email}/`)).body?.thread_id
      },
    },
    '/activity/sms/': {
      make: async ({ one }) => ({
        lead_id: await one('/lead/'),
        status: 'draft',
        text: 'See you at 3',
        local_phone: LOCAL,
        remote_phone: REMOTE,
      }),
      change: () => ({ text: 'See you at 4' }),
    },
    '/activity/whatsapp_message/': {
      make: async ({ one, word }) => ({
        lead_id: await one('/lead/'),
        contact_id: await one('/contact/'),
        direction: 'incoming',
        activity_at: '2026-03-02T12:00:00+00:00',
        external_whatsapp_message_id: word(),
        local_phone: LOCAL,
        remote_phone: REMOTE,
        message_markdown: 'Is it *blue*?',
      }),
      change: () => ({ message_markdown: 'Is it *green*?' }),
    },
    // The public API has meetings from calendars and submissions from its own forms; Ajar lets anybody make them.
    '/activity/meeting/': {
      make: async ({ one }) => ({
        lead_id: await one('/lead/'),
        title: 'Fitting',
        starts_at: '2026-03-02T12:00:00+00:00',
        ends_at: '2026-03-02T12:45:00+00:00',
      }),
      change: () => ({ user_note_html: '<body><p>Went well</p></body>' }),
    },
    '/activity/form_submission/': {
      make: async ({ one }) => ({ lead_id: await one('/lead/'), form_id: 'form_1', values: { field_1: 'Blue' } }),
    },
    '/activity/custom/': {
      make: async ({ one }) => ({
        custom_activity_type_id: await one('/custom_activity/'),
        lead_id: await one('/lead/'),
        status: 'published',
      }),
      change: () => ({ pinned: true }),
    },
    '/activity/status_change/lead/': {
      make: async ({ one }) => {
        const status = await one('/status/lead/')
        return { lead_id: await one('/lead/'), old_status_id: status, new_status_id: status }
      },
    },
    '/activity/status_change/opportunity/': {
      make: async ({ one }) => {
        const status = await one('/status/opportunity/')
        const ids = { lead_id: await one('/lead/'), opportunity_id: await one('/opportunity/') }
        return { ...ids, old_status_id: status, new_status_id: status }
      },
    },
    '/activity/task_completed/': {
      find: async ({ another, send }) => {
        const task = await another('/task/')
        return (await send('PUT', `/task/${task}/`, { is_complete: true })).body?.object_id
      },
    },
    '/activity/lead_merge/': {
      find: async (workshop) => {
        const destination = await mergedLead(workshop)
        return firstOf(workshop, `/activity/lead_merge/?lead_id=${destination}`)
      },
    },
  },
  specials: {
    'POST /activity/meeting/{id}/integration/': async ({ one }) => ({
      path: `/activity/meeting/${await one('/activity/meeting/')}/integration/`,
      body: {},
    }),
  },
}

async function mergedLead({ another, send }: Workshop): Promise<string> {
  const destination = await another('/lead/')
  await send('POST', '/lead/merge/', { source: await another('/lead/'), destination })
  return destination
}

const firstOf = async ({ send }: Workshop, list: string) => (await send('GET', list)).body?.data?.[0]?.id
