import { type Cookbook, Unprepared, type Workshop } from '../recipe.ts'

/** Reaching people: templates, sequences, accounts, numbers, appointments. */
export const outreach: Cookbook = {
  resources: {
    '/email_template/': {
      make: ({ word }) => ({
        name: `Hello ${word()}`,
        subject: 'Hello',
        body: 'Hi {{ contact.first_name }}',
        is_shared: true,
      }),
      change: () => ({ subject: 'Hello again' }),
    },
    '/sms_template/': {
      make: ({ word }) => ({ name: `Reminder ${word()}`, text: 'See you at 3', is_shared: true }),
      change: () => ({ text: 'See you at 4' }),
    },
    '/sequence/': {
      make: async ({ one, word }) => ({
        name: `Trial nudge ${word()}`,
        timezone: 'Europe/Berlin',
        steps: [{ step_type: 'email', delay: 0, email_template_id: await one('/email_template/') }],
      }),
      change: ({ word }) => ({ name: `Trial reminder ${word()}` }),
    },
    '/sequence_subscription/': {
      make: async ({ one, another }) => ({
        sequence_id: await one('/sequence/'),
        contact_id: await another('/contact/'),
        contact_email: 'leo@harborlooms.example',
        sender_name: 'Mara Quist',
        sender_email: 'mara@northfold.example',
      }),
      change: () => ({ status: 'paused' }),
      list: async ({ one }) => ({ sequence_id: await one('/sequence/') }),
    },
    '/outcome/': {
      make: ({ word }) => ({ name: `Interested ${word()}`, description: 'Call again soon', applies_to: ['calls'] }),
      change: () => ({ description: 'Call again' }),
    },
    '/playbook/': {
      make: ({ word }) => ({ name: `Discovery ${word()}`, description: 'What to ask first' }),
      change: () => ({ description: 'What to ask' }),
    },
    '/scheduling_link/': {
      make: ({ word }) => ({
        name: 'Intro call',
        url: `https://cal.example/mara/${word()}`,
        description: '30 minutes',
      }),
      change: () => ({ description: '20 minutes' }),
    },
    '/shared_scheduling_link/': {
      make: ({ word }) => ({ name: `Demo ${word()}`, description: '30 minutes' }),
      change: () => ({ description: '20 minutes' }),
    },
    '/send_as/': {
      make: async (workshop) => ({ allowing_user_id: await mine(workshop), allowed_user_id: await other(workshop) }),
    },
    '/unsubscribe/email/': { make: ({ word }) => ({ email: `${word()}@harborlooms.example` }) },
    '/blocked_phone_number/': {
      make: () => ({ phone: '+14155550177', reason: 'Sells insurance' }),
      change: () => ({ reason: 'Sells insurance loudly' }),
    },
    '/phone_number/': {
      find: async ({ send }) => (await send('POST', NEW_NUMBER, { country: 'US', sharing: 'personal' })).body?.id,
      change: () => ({ label: 'Front desk' }),
    },
  },
  specials: {
    'GET /email_template/{id}/render/': async ({ one }) => ({
      path: `/email_template/${await one('/email_template/')}/render/?lead_id=${await one('/lead/')}&contact_id=${await one('/contact/')}`,
    }),
    'POST /playbook/{id}/archive/': async ({ another }) => ({
      path: `/playbook/${await another('/playbook/')}/archive/`,
    }),
    'POST /playbook/{id}/unarchive/': async ({ another, send }) => {
      const path = `/playbook/${await another('/playbook/')}`
      await send('POST', `${path}/archive/`)
      return { path: `${path}/unarchive/` }
    },
    'POST /scheduling_link/integration/': ({ word }) => integration(word()),
    'DELETE /scheduling_link/integration/{source_id}/': async ({ send, word }) => {
      const { path, body } = integration(word())
      await send('POST', path, body)
      return { path: `${path}${body.source_id}/` }
    },
    'POST /shared_scheduling_link_association/': async (workshop) => ({
      path: '/shared_scheduling_link_association/',
      body: await sharedLink(workshop),
    }),
    'POST /shared_scheduling_link_association/unmap/': async (workshop) => {
      const body = await sharedLink(workshop)
      await workshop.send('POST', '/shared_scheduling_link_association/', body)
      return { path: '/shared_scheduling_link_association/unmap/', body }
    },
    'POST /send_as/bulk/': async (workshop) => ({
      path: '/send_as/bulk/',
      body: { allowed_user_ids: [await other(workshop)], disallowed_user_ids: [] },
    }),
    'DELETE /send_as/': async (workshop) => ({
      path: `/send_as/?allowing_user_id=${await mine(workshop)}&allowed_user_id=${await other(workshop)}`,
    }),
    'DELETE /unsubscribe/email/{email_address}/': async ({ send, word }) => {
      const email = `${word()}@harborlooms.example`
      await send('POST', '/unsubscribe/email/', { email })
      return { path: `/unsubscribe/email/${email}/` }
    },
    'POST /phone_number/request/internal/': () => ({ path: NEW_NUMBER, body: { country: 'US', sharing: 'personal' } }),
    'PUT /blocked_phone_number/settings/': () => ({
      path: '/blocked_phone_number/settings/',
      body: { reject_anonymous_inbound_calls: true },
    }),
  },
}

const NEW_NUMBER = '/phone_number/request/internal/'

const mine = async ({ one }: Workshop) => one('/user/')

async function other(workshop: Workshop): Promise<string> {
  const me = await mine(workshop)
  const { body } = await workshop.send('GET', '/user/')
  const users = (body?.data ?? []) as unknown as readonly { id: string }[]
  const found = users.find(({ id }) => id !== me)
  if (found === undefined) throw new Unprepared('there is no other user')
  return found.id
}

const integration = (sourceId: string) => ({
  path: '/scheduling_link/integration/',
  body: { source_id: sourceId, name: 'Intro call', url: 'https://cal.example/mara/intro', duration_in_minutes: 30 },
})

const sharedLink = async ({ another, one }: Workshop) => ({
  shared_scheduling_link_id: await another('/shared_scheduling_link/'),
  user_scheduling_link_id: await one('/scheduling_link/'),
})
