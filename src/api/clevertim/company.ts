import { numbersOf } from '../resource/references.ts'
import { constant, field, resource } from '../resource/resource.ts'
import { text } from './codecs.ts'
import { changedSince, customer, everyMethod, id } from './common.ts'
import { companies } from './targets.ts'

/** Companies. What is filed under a company's people is theirs; deleting the company leaves them. */
export const company = resource('lead', {
  path: '/company',
  title: 'company',
  key: 'number',
  methods: everyMethod,
  only: companies,
  sets: { isCompany: true },
  removes: 'detach',
  needs: [['cn']],
  fields: {
    id,
    is_company: constant(true),
    cn: field('name', text),
    ...customer,
    notes: numbersOf('ownNotes'),
    opportunities: numbersOf('ownOpportunities'),
    tasks: numbersOf('ownTasks'),
    cases: numbersOf('ownCases'),
  },
  filters: changedSince,
})
