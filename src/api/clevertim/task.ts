import { type Codec, isObject } from '../resource/codec.ts'
import { numbersOf, refers } from '../resource/references.ts'
import { aliased, field, readOnly, resource } from '../resource/resource.ts'
import { boolean, integer, text, word } from './codecs.ts'
import { changedSince, everyMethod, id, numberOrNull, stamps, visibility } from './common.ts'
import { aCase, aCustomer, anOpportunity, aUser } from './targets.ts'
import { when } from './when.ts'

const category = word({
  words: {
    email: 'Email',
    'to-do': 'TO DO',
    meeting: 'Meeting',
    call: 'Call',
    'follow-up': 'Follow up',
    appointment: 'Appointment',
  },
  otherwise: 'Not set',
})

const repeats = word({ words: { none: 'N', daily: 'D', weekly: 'W', monthly: 'M', yearly: 'Y' } })

/** `{"type": "weekday"}` or nothing. */
const repeatOptions: Codec<'json'> = {
  types: ['json'],
  render: 'plain',
  decode(value, path, report) {
    if (value === '') return null
    if (!isObject(value)) return report(path, 'wrong_type', 'object')
    const { type } = value
    if (type === undefined || type === null || type === '') return null
    return type === 'weekday' ? { type } : report([...path, 'type'], 'not_a_choice', JSON.stringify(type), ['weekday'])
  },
  empty: null,
  schema: { type: ['object', 'null'] },
}

/** Tasks. A date without a time is a day. */
export const task = resource('task', {
  path: '/task',
  title: 'task',
  key: 'number',
  methods: everyMethod,
  binned: true,
  // What asks for attention by itself is no task here.
  only: [{ path: 'kind', op: 'eq', value: 'lead' }],
  needs: [['name']],
  fields: {
    id,
    name: field('text', text),
    atype: field('category', category),
    atypet: readOnly('category', category),
    location: field('location', text),
    startDate: aliased('dueParts', 'due', when),
    endDate: aliased('endsParts', 'ends', when),
    cust: refers('customerNumber', 'customerId', aCustomer),
    case: refers('case.number', 'caseId', aCase),
    opp: refers('opportunity.number', 'opportunityId', anOpportunity),
    aUserId: refers('assignee.number', 'assigneeId', aUser),
    userId: readOnly('createdBy.number', numberOrNull),
    is_completed: field('isComplete', boolean),
    is_deleted: field('isDeleted', boolean),
    comments: numbersOf('comments'),
    rec: field('repeats', repeats),
    recevery: field('repeatEvery', integer(1, 1000)),
    recopts: field('repeatOptions', repeatOptions),
    ...visibility,
    ...stamps,
  },
  filters: changedSince,
})
