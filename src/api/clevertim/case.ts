import { numbersOf, refers } from '../resource/references.ts'
import { field, resource } from '../resource/resource.ts'
import { longText, tags, text } from './codecs.ts'
import { cf, changedSince, everyMethod, files, id, stamps, visibility } from './common.ts'
import { aCustomer, aUser } from './targets.ts'

/** Cases. */
export const case_ = resource('case', {
  path: '/case',
  title: 'case',
  key: 'number',
  methods: everyMethod,
  needs: [['name']],
  fields: {
    id,
    name: field('name', text),
    description: field('description', longText),
    leadUser: refers('user.number', 'userId', aUser),
    cust: refers('customerNumber', 'customerId', aCustomer),
    cf,
    tags: field('tags', tags),
    tasks: numbersOf('tasks'),
    notes: numbersOf('notes'),
    ...files,
    ...visibility,
    ...stamps,
  },
  filters: changedSince,
})
