import sql, { raw } from 'sql-template-tag'
import type { Plan } from '../src/actions/people/setup.ts'
import { type Ids, idSource } from '../src/domain/id.ts'
import type { Database } from '../src/store/database/database.ts'
import { rebuildSearchDocuments } from '../src/store/documents/reindex.ts'
import { insertAll } from '../src/store/writing/setup.ts'
import { openOrganization } from './organization.ts'
import { fillForSearch, type Plot } from './searchData.ts'
import { INDUSTRIES } from './searchWords.ts'

/** Opens the data in a folder; makes it first where there is none. Without a folder it is made for this run alone. */
export const openBenchStore = (keep: string | undefined, leads: number) =>
  openOrganization({
    keep,
    plan: PLAN,
    async fill({ database, organizationId }) {
      const plot = await plotOf(database, organizationId, leads)
      await timed(`${leads} leads and what they have`, () => fillForSearch(database, plot))
      await timed('search documents', () => rebuildSearchDocuments(database))
      // Every table is seen as it is from the first question on.
      await timed('vacuum analyze', () => database.run(raw('vacuum analyze')))
    },
  })

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const began = performance.now()
  await work()
  console.log(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

const MEMBERS = ['Bench', 'Dana', 'Ike', 'Mara', 'Noor', 'Otto', 'Pia', 'Quinn', 'Rosa', 'Sven', 'Tala', 'Uma'] as const
const PLAN: Plan = {
  foundedAt: '2020-01-01T00:00:00Z',
  members: [member(MEMBERS[0]), ...MEMBERS.slice(1).map(member)],
  leadStatuses: [
    'Potential',
    'Contacted',
    'Qualified',
    'Customer',
    'Bad Fit',
    'Former',
    'Waiting',
    'Trial ended',
    'Court',
  ],
  pipelines: [
    {
      name: 'Sales',
      statuses: [
        ['Discovery', 'active'],
        ['Won', 'won'],
        ['Proposal', 'active'],
        ['Lost', 'lost'],
        ['Negotiation', 'active'],
      ],
    },
  ],
}

function member(firstName: string) {
  return { firstName, lastName: 'Seller', email: `${firstName.toLowerCase()}@ajar.example`, roleId: 'admin' }
}

async function plotOf(database: Database, organizationId: string, leads: number): Promise<Plot> {
  const ids = async (table: string, order: string) =>
    (await database.run<{ id: string }>(sql`select id from ${raw(table)} order by ${raw(order)}`)).map(({ id }) => id)
  return {
    organizationId,
    users: await ids('users', 'number'),
    leadStatuses: await ids('lead_statuses', 'position'),
    stages: await ids('opportunity_statuses', 'position'),
    fields: await addFields(database, organizationId, idSource()),
    leads,
  }
}

/** The custom fields of the organization, by what the data calls them. */
const FIELDS = {
  industry: ['Industry', 'choices', 'lead'],
  seats: ['Seats', 'number', 'lead'],
  renewal: ['Renewal', 'date', 'lead'],
  source: ['Deal Source', 'text', 'lead'],
  role: ['Role', 'choices', 'contact'],
  product: ['Product', 'text', 'opportunity'],
} as const
const CHOICES: Partial<Record<keyof typeof FIELDS, readonly string[]>> = {
  industry: INDUSTRIES,
  role: ['Decides', 'Uses', 'Pays'],
}

async function addFields(database: Database, organizationId: string, ids: Ids): Promise<Plot['fields']> {
  const now = PLAN.foundedAt
  const made = (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).map((key, position) => {
    const [name, type, noun] = FIELDS[key]
    return { key, id: ids('customField'), name, type, objectTypes: [noun], choices: CHOICES[key] ?? null, position }
  })
  await database.transaction((tx) =>
    insertAll(
      tx,
      'customField',
      made.map(({ key: _key, ...field }) => ({
        ...field,
        organizationId,
        description: null,
        isShared: false,
        acceptsMultipleValues: false,
        required: false,
        editableWithRoles: [],
        referencedTypeId: null,
        backReferenceVisible: null,
        placements: {},
        createdAt: now,
        updatedAt: now,
        createdById: null,
        updatedById: null,
      })),
    ),
  )
  return Object.fromEntries(made.map(({ key, id }) => [key, id])) as Plot['fields']
}
