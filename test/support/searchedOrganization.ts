import { type Client, type Json, rowsOf } from './api.ts'

export const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

/** Whom and what a searched organization has, by name. */
export type Searched = {
  readonly leads: Readonly<Record<string, string>>
  readonly fields: Readonly<Record<string, string>>
  readonly statuses: Readonly<Record<string, string>>
  readonly me: string
}

/**
 * Five leads who differ in everything that can be asked for: Birch & Co, Harbour Tools, Annika Steel, Quiet Mill and Zeta
 * Works. The user of the client has made all of it.
 */
export async function searchedOrganization(api: Client): Promise<Searched> {
  const make = async (path: string, body: object): Promise<Json> => {
    const reply = await api.post(path, body)
    if (reply.status >= 300) throw new Error(`POST ${path} answered ${reply.status}: ${reply.text}`)
    return reply.body
  }
  const field = async (noun: string, body: object) => idOf(await make(`/custom_field/${noun}/`, body))
  const fields = {
    source: await field('lead', { name: 'Deal Source', type: 'text' }),
    industry: await field('lead', { name: 'industry', type: 'choices', choices: ['Retail', 'Real Estate', 'Steel'] }),
    seats: await field('lead', { name: 'Seats', type: 'number' }),
    renewal: await field('lead', { name: 'Renewal', type: 'date' }),
    owner: await field('lead', { name: 'Owner', type: 'user' }),
    role: await field('contact', { name: 'Role', type: 'text' }),
  }
  await make('/status/lead/', { label: 'Trial ended' })
  await make('/status/opportunity/', { label: 'Proposal', type: 'active' })
  const statuses = Object.fromEntries(
    [...rowsOf(await api.get('/status/lead/')), ...rowsOf(await api.get('/status/opportunity/'))].map((one) => [
      one.label ?? '',
      idOf(one),
    ]),
  )
  const me = idOf((await api.get('/me/')).body)

  const birch = await make('/lead/', {
    name: 'Birch & Co',
    description: 'Maker of chairs, once the "old" mill',
    url: 'https://birch.example',
    status: 'Trial ended',
    date_created: daysAgo(100),
    contacts: [
      {
        name: 'Kim Roe',
        title: 'CEO',
        emails: [{ email: 'kim@birch.example' }],
        phones: [{ phone: '+14155550132' }],
        [`custom.${fields.role}`]: 'Decides',
      },
    ],
    addresses: [
      { label: 'business', address_1: '1 Dock St', city: 'New York', state: 'NY', zipcode: '10001', country: 'US' },
    ],
    [`custom.${fields.source}`]: 'Fair',
    [`custom.${fields.industry}`]: 'Retail',
    [`custom.${fields.seats}`]: 25,
    [`custom.${fields.renewal}`]: '2026-06-01',
    [`custom.${fields.owner}`]: me,
  })
  await make('/opportunity/', {
    lead_id: birch.id,
    status: 'Proposal',
    value: 500_000,
    confidence: 60,
    note: 'Renewal of chairs',
  })

  const harbour = await make('/lead/', {
    name: 'Harbour Tools',
    status: 'Qualified',
    date_created: daysAgo(40),
    contacts: [{ name: 'Ann Lee', title: 'Buyer' }, { name: 'Bo Vik' }],
    addresses: [{ city: 'Bergen', country: 'NO' }],
    [`custom.${fields.industry}`]: 'Real Estate',
    [`custom.${fields.seats}`]: 7,
  })
  const inbound = { lead_id: harbour.id, direction: 'inbound', status: 'completed', duration: 90 }
  await make('/activity/call/', { ...inbound, phone: '+4755901234', date_created: daysAgo(10) })
  await make('/activity/call/', { ...inbound, direction: 'outbound', duration: 5, date_created: daysAgo(20) })
  await make('/activity/note/', { lead_id: harbour.id, note: 'Wants the new price list', date_created: daysAgo(9) })
  const mail = { lead_id: harbour.id, direction: 'outgoing', status: 'sent', sender: 'me@ajar.example' }
  await make('/activity/email/', {
    ...mail,
    subject: 'Our offer',
    to: ['ann@harbour.example'],
    body_text: 'Here it is.',
    date_created: daysAgo(5),
  })
  await make('/opportunity/', {
    lead_id: harbour.id,
    status: 'Won',
    value: 80_000,
    confidence: 100,
    date_won: '2026-02-10',
  })

  const annika = await make('/lead/', {
    name: 'Annika Steel',
    status: 'Potential',
    date_created: daysAgo(60),
    [`custom.${fields.industry}`]: 'Steel',
  })
  await make('/activity/sms/', {
    lead_id: annika.id,
    status: 'inbox',
    direction: 'inbound',
    text: 'Ring me',
    local_phone: '+14155550100',
    remote_phone: '+4755901299',
    date_created: daysAgo(3),
  })

  const quiet = await make('/lead/', { name: 'Quiet Mill', status: 'Bad Fit', date_created: daysAgo(3) })

  const zeta = await make('/lead/', { name: 'Zeta Works', status: 'Potential', date_created: daysAgo(1) })
  const moved = await api.put(`/lead/${zeta.id}/`, { status: 'Customer' })
  if (moved.status !== 200) throw new Error(moved.text)
  await make('/task/', { lead_id: zeta.id, text: 'Send samples', date: '2026-03-05' })
  await make('/activity/meeting/', {
    lead_id: zeta.id,
    title: 'Fitting',
    starts_at: daysAgo(2),
    ends_at: daysAgo(1.9),
  })
  const leads = Object.fromEntries(
    Object.entries({ birch, harbour, annika, quiet, zeta }).map(([name, lead]) => [name, idOf(lead)]),
  )
  return { leads, fields, statuses, me }
}

const idOf = ({ id }: Json) => id ?? ''
