import type { Asked, Condition, Search, WrittenNode } from './tree.ts'
import type { Vocabulary } from './vocabulary.ts'

const field = (id: string, name: string, type: string, objectType: string, choices?: readonly string[]) => ({
  id,
  name,
  type,
  objectTypes: [objectType],
  choices: choices ?? null,
})

/** The words of an organization that has none of its own. */
export const noWords: Vocabulary = {
  customFields: [],
  users: [],
  groups: [],
  leadStatuses: [],
  opportunityStatuses: [],
  pipelines: [],
}

/** The words of a small organization. */
export const words: Vocabulary = {
  customFields: [
    field('cf_Source', 'Deal Source', 'text', 'lead'),
    field('cf_Industry', 'industry', 'choices', 'lead', ['Retail', 'Real Estate', 'Steel']),
    field('cf_Seats', 'Seats', 'number', 'lead'),
    field('cf_Renewal', 'Renewal', 'date', 'lead'),
    field('cf_Owner', 'Owner', 'user', 'lead'),
    field('cf_Role', 'Role', 'text', 'contact'),
    field('cf_Visit', 'Visited by', 'text', 'actitype_Visit'),
  ],
  users: [
    { id: 'user_Dana', name: 'Dana Roe', email: 'dana@birch.test' },
    { id: 'user_Ike', name: 'Ike Danvers' },
  ],
  groups: [{ id: 'group_Sales', name: 'Sales' }],
  leadStatuses: [
    { id: 'stat_Potential', label: 'Potential' },
    { id: 'stat_Qualified', label: 'Qualified' },
    { id: 'stat_Trial', label: 'Trial ended' },
  ],
  opportunityStatuses: [
    { id: 'stat_Proposal', label: 'Proposal' },
    { id: 'stat_Won', label: 'Won' },
  ],
  pipelines: [{ id: 'pipe_Sales', name: 'Sales' }],
}

/** A tree or a part of it without the places where things were written. */
export function withoutPlaces<T extends Search<Condition | Asked> | WrittenNode>(tree: T): T {
  return JSON.parse(
    JSON.stringify(tree, (key, value: unknown) => (key === 'at' && typeof value !== 'string' ? undefined : value)),
  ) as T
}
