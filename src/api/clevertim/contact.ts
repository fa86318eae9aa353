import { numbersOf, refers } from '../resource/references.ts'
import { constant, field, resource } from '../resource/resource.ts'
import { text } from './codecs.ts'
import { changedSince, customer, everyMethod, id } from './common.ts'
import { aCompany } from './targets.ts'

/** People, at a company or on their own. */
export const contact = resource('contact', {
  path: '/contact',
  title: 'contact',
  key: 'number',
  methods: everyMethod,
  needs: [['fn', 'ln']],
  fields: {
    id,
    is_company: constant(false),
    fn: field('firstName', text),
    ln: field('lastName', text),
    title: field('title', text),
    companyId: refers('companyNumber', 'companyId', aCompany),
    ...customer,
    notes: numbersOf('notes'),
    opportunities: numbersOf('opportunities'),
    tasks: numbersOf('tasks'),
    cases: numbersOf('cases'),
  },
  filters: changedSince,
})
