import type { DemoCustomField, DemoLeadStatus, DemoPipeline, DemoUser } from './types.ts'

// Northfold weaves tent cloth, ripstop and waxed canvas in an old salmon cannery in Fernhaven, a town on the Oregon
// coast that no map shows. Nineteen people, twelve looms, four of them in sales.

export const users: readonly DemoUser[] = [
  { key: 'ingrid', firstName: 'Ingrid', lastName: 'Solheim', email: 'ingrid@northfold.example', role: 'admin' },
  { key: 'marcus', firstName: 'Marcus', lastName: 'Adeyemi', email: 'marcus@northfold.example', role: 'superuser' },
  { key: 'priya', firstName: 'Priya', lastName: 'Raghunathan', email: 'priya@northfold.example', role: 'user' },
  {
    key: 'tomas',
    firstName: 'Tomás',
    lastName: 'Villanueva',
    email: 'tomas@northfold.example',
    role: 'restricteduser',
  },
]

export const leadStatuses: readonly DemoLeadStatus[] = [
  { label: 'Potential' },
  { label: 'Sampling' },
  { label: 'Qualified' },
  { label: 'Customer' },
  { label: 'Former Customer' },
  { label: 'Bad Fit' },
]

export const pipelines: readonly DemoPipeline[] = [
  {
    name: 'Fabric Sales',
    statuses: [
      { label: 'Samples Out', type: 'active' },
      { label: 'Quoted', type: 'active' },
      { label: 'Trial Run', type: 'active' },
      { label: 'Negotiation', type: 'active' },
      { label: 'Won', type: 'won' },
      { label: 'Lost', type: 'lost' },
    ],
  },
  {
    name: 'Renewals',
    statuses: [
      { label: 'Coming Up', type: 'active' },
      { label: 'Terms Sent', type: 'active' },
      { label: 'At Risk', type: 'active' },
      { label: 'Renewed', type: 'won' },
      { label: 'Not Renewed', type: 'lost' },
    ],
  },
]

export const SEGMENTS = [
  'Tents & Shelters',
  'Bags & Packs',
  'Workwear',
  'Sails & Air Sports',
  'Distribution',
  'Retail',
  'Hospitality',
  'Institution',
] as const

export const FABRICS = ['Ripstop 40', 'Ripstop 70', 'Tarp 210', 'Waxed Canvas', 'Wool Felt'] as const

export const leadCustomFields: readonly DemoCustomField[] = [
  { name: 'Segment', description: 'What they make or do.', type: 'choices', choices: SEGMENTS },
  {
    name: 'Fabrics',
    description: 'What they buy, or have asked to sample.',
    type: 'choices',
    choices: FABRICS,
    acceptsMultipleValues: true,
  },
  { name: 'Yards per Year', description: 'Their own estimate, or last year’s orders.', type: 'number' },
  { name: 'Account Manager', description: 'Who answers when they call.', type: 'user' },
  { name: 'Samples Sent', description: 'The day the last swatch box left the mill.', type: 'date' },
  { name: 'Contract Ends', description: 'For customers on a yearly contract.', type: 'date' },
  { name: 'Referred By', description: 'The customer who sent them to us.', type: 'text' },
  { name: 'Shipping Notes', description: 'What the driver has to know.', type: 'text' },
]
