// Numbers for ids, which is what Directus itself would give them.
const number = (id: string) => `substr(${id}, 6)::bigint`
const custom = (name: string) => `(t.custom->>(select id from source.custom_fields where name = '${name}'))`

/** Tables, in the order in which they refer to each other, and what they are filled from. */
export const TABLES: Readonly<Record<string, { columns: string; from: string }>> = {
  leads: {
    columns:
      'id bigint primary key, name text, description text, status text, city text, industry text, seats integer, renewal date, source text, created_at timestamptz',
    from: `select ${number('t.id')}, t.name, t.description, s.label, t.addresses->0->>'city', ${custom('Industry')},
      ${custom('Seats')}::numeric::integer, ${custom('Renewal')}::date, ${custom('Deal Source')}, t.created_at
      from source.leads t join source.lead_statuses s on s.id = t.status_id where t.deleted_at is null`,
  },
  contacts: {
    columns: 'id bigint primary key, lead_id bigint references leads, name text, title text, email text, phone text',
    from: `select ${number('t.id')}, ${number('t.lead_id')}, t.name, t.title, t.emails->0->>'email', t.phones->0->>'phone'
      from source.contacts t where t.deleted_at is null`,
  },
  opportunities: {
    columns:
      'id bigint primary key, lead_id bigint references leads, name text, status text, value bigint, created_at timestamptz',
    from: `select ${number('t.id')}, ${number('t.lead_id')}, t.name, s.label, t.value, t.created_at
      from source.opportunities t join source.opportunity_statuses s on s.id = t.status_id where t.deleted_at is null`,
  },
  activities: {
    columns:
      'id bigint primary key, lead_id bigint references leads, kind text, at timestamptz, text text, direction text, duration integer',
    from: `select ${number('t.id')}, ${number('t.lead_id')}, t.kind, t.at, t.text, t.details->>'direction', (t.details->>'duration')::integer
      from source.activities t where t.deleted_at is null`,
  },
}

/** What somebody who knows PostgreSQL would add; Directus itself can make no index for text inside. */
export const INDEXES: readonly string[] = [
  'create index on leads (status, created_at)',
  'create index on leads (name)',
  'create index on leads (city)',
  'create index on leads (industry)',
  'create index on leads (seats)',
  'create index on leads (renewal)',
  'create index on leads (created_at)',
  'create index on leads using gin (name gin_trgm_ops)',
  'create index on contacts (lead_id)',
  'create index on contacts (email)',
  'create index on contacts (phone)',
  'create index on contacts using gin (phone gin_trgm_ops)',
  'create index on opportunities (lead_id)',
  'create index on opportunities (status, value)',
  'create index on opportunities (value)',
  'create index on activities (lead_id, kind, at)',
  'create index on activities (kind, at)',
]

const DAY = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString()

/** A page of 50 with the number of all that match, as Ajar's are asked. */
function ask(name: string, filter: object, more = '') {
  const query = `limit=50&fields=id,name,status&meta=filter_count&filter=${encodeURIComponent(JSON.stringify(filter))}${more}`
  return { name, path: `/items/leads?${query}` }
}

const oneOf = (relation: string, filter: object) => ({ [relation]: { _some: filter } })
const noneOf = (relation: string, filter: object) => ({ [relation]: { _none: filter } })

/** The questions that Directus has words for. */
export const questions: readonly { name: string; path: string }[] = [
  ask('a word in the name (_icontains)', { name: { _icontains: 'zugzwang' } }),
  ask('a common word in the name (_icontains)', { name: { _icontains: 'blight' } }),
  ask('a word in a note (_icontains)', oneOf('activities', { text: { _icontains: 'heron at the gate' } })),
  ask('a word in the name or a note', {
    _or: [{ name: { _icontains: 'zugzwang' } }, oneOf('activities', { text: { _icontains: 'zugzwang' } })],
  }),
  ask('seven digits of a phone (_contains)', oneOf('contacts', { phone: { _contains: '1351930' } })),
  ask('an e-mail address', oneOf('contacts', { email: { _eq: 'evangeline.gerhold@conservative0.test' } })),
  ask('a status that few have', { status: { _eq: 'Court' } }),
  ask('a status that half of all have', { status: { _eq: 'Potential' } }),
  ask('a choice that few have', { industry: { _eq: 'Falconry' } }),
  ask('a custom number over X', { seats: { _gt: 2900 } }),
  ask('no calls, in a status', {
    _and: [{ status: { _eq: 'Trial ended' } }, noneOf('activities', { kind: { _eq: 'call' } })],
  }),
  ask('an opportunity over X and no call in 30 days', {
    _and: [
      oneOf('opportunities', { value: { _gt: 7_500_000 } }),
      noneOf('activities', { _and: [{ kind: { _eq: 'call' } }, { at: { _gt: daysAgo(30) } }] }),
    ],
  }),
  ask('sorted by when they were made', { status: { _eq: 'Qualified' } }, '&sort=-created_at'),
  { name: 'all leads, at depth 900,000', path: '/items/leads?limit=200&fields=id,name&sort=created_at&offset=900000' },
]
