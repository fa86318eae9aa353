import { numbersOf, refers } from '../resource/references.ts'
import { aliased, field, readOnly, resource } from '../resource/resource.ts'
import { amount, longText, tags, text } from './codecs.ts'
import { cf, changedSince, everyMethod, files, id, numberOrNull, stamps, visibility } from './common.ts'
import { aCustomer, aUser } from './targets.ts'

/** Opportunities. The status goes by its label. */
export const opportunity = resource('opportunity', {
  path: '/opportunity',
  title: 'opportunity',
  key: 'number',
  methods: everyMethod,
  needs: [['name']],
  fields: {
    id,
    name: field('name', text),
    description: field('note', longText),
    status: aliased('status.label', 'statusLabel', text),
    leadUser: refers('user.number', 'userId', aUser),
    userId: readOnly('createdBy.number', numberOrNull),
    value: field('value', amount),
    currency: aliased('currency', 'currencyCode', text),
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
