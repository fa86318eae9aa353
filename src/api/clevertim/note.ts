import { numbersOf, refers, refersToMany } from '../resource/references.ts'
import { aliased, field, readOnly, resource } from '../resource/resource.ts'
import { boolean, isoTime, longText, text, word } from './codecs.ts'
import { changedSince, everyMethod, files, id, numberOrNull } from './common.ts'
import { mail } from './mail.ts'
import { aCase, aCustomer, anOpportunity, notes } from './targets.ts'

const type = word({ words: { note: 'N', received: 'E', sent: 'S', sms: 'M' }, notWritten: ['E'] })
// N stands for no delivery as well.
const delivery = word({ words: { waiting: 'N', failed: 'F', sent: 'S' }, otherwise: 'N' })

/** Notes, and e-mails that are filed as such. */
export const note = resource('activity', {
  path: '/note',
  title: 'note',
  key: 'number',
  methods: everyMethod,
  only: notes,
  binned: true,
  needs: [['desc']],
  fields: {
    id,
    desc: field('text', longText),
    type: field('noteType', type),
    fmt: field('format', text),
    cust: refersToMany('customerNumbers', 'customerIds', aCustomer),
    case: refers('case.number', 'caseId', aCase),
    opportunity: refers('opportunity.number', 'opportunityId', anOpportunity),
    comments: numbersOf('comments'),
    userId: readOnly('createdBy.number', numberOrNull),
    is_deleted: field('isDeleted', boolean),
    hl: aliased('headline', 'title', text),
    delvry: readOnly('delivery', delivery),
    email: field('mail', mail),
    ...files,
    ao: field('createdAt', isoTime, { once: true }),
    lm: readOnly('updatedAt', isoTime),
  },
  filters: changedSince,
})
