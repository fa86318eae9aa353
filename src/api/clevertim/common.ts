import { shown } from '../resource/codec.ts'
import { after } from '../resource/filter.ts'
import { numbersOf, refers, refersToMany } from '../resource/references.ts'
import { aliased, field, readOnly } from '../resource/resource.ts'
import { boolean, column, customByNumber, isoTime, longText, records, tags, text, word } from './codecs.ts'
import { aFile, aGroup, aLinkedFile, aUser } from './targets.ts'

export const everyMethod = ['list', 'fetch', 'create', 'update', 'delete'] as const
export const readMethods = ['list', 'fetch'] as const

export const id = readOnly('number', shown({ type: 'integer' }))
export const numberOrNull = shown({ type: ['integer', 'null'] })

/** Added on, last modified. */
export const stamps = { ao: readOnly('createdAt', isoTime), lm: readOnly('updatedAt', isoTime) } as const

/** What was changed since a moment. */
export const changedSince = { lm_gt: after('updatedAt') } as const

/** Who may see something: everyone, some groups, or one user. */
export const visibility = {
  is_private: field('isPrivate', boolean),
  gid: refersToMany('groupNumbers', 'groupIds', aGroup),
  puser: refers('privateUserNumber', 'privateUserId', aUser),
} as const

/** Stored and linked files that hang on something. */
export const files = {
  files: numbersOf('files', { draft: 'fileIds', refers: aFile }),
  lfiles: numbersOf('linkedFiles', { draft: 'linkedFileIds', refers: aLinkedFile }),
} as const

export const cf = aliased('customByNumber', 'custom', customByNumber, { merged: true })

const SERVICES = [
  'BitBucket',
  'Facebook',
  'Github',
  'Google+',
  'Instagram',
  'Kik',
  'LinkedIn',
  'MSN',
  'Pinterest',
  'Reddit',
  'Skype',
  'Snapchat',
  'Telegram',
  'Twitter',
  'Whatsapp',
  'YouTube',
]
const service = {
  ...word({ words: Object.fromEntries(SERVICES.map((name) => [name, name])) }),
  render: 'plain',
} as const

const phoneType = word({
  words: { office: 'Work', home: 'Home', mobile: 'Mobile', fax: 'Fax', pager: 'Pager' },
  otherwise: 'Work',
})

const customerType = word({
  words: {
    customer: 'C',
    prospect: 'P',
    supplier: 'S',
    reseller: 'R',
    employee: 'E',
    competitor: 'O',
    consultant: 'N',
    contractor: 'T',
    distributor: 'D',
    influencer: 'X',
    investor: 'I',
    manufacturer: 'M',
    retailer: 'A',
    vendor: 'V',
    wholesaler: 'W',
    lead: 'L',
    friend: 'F',
    other: 'H',
  },
})

/** What contacts and companies have in common. */
export const customer = {
  description: field('description', longText),
  email: field('emails', column('emails', 'email')),
  phones: field(
    'phones',
    records('phones', { type: { key: 'type', codec: phoneType }, no: { key: 'phone', codec: text, required: true } }),
  ),
  website: field('urls', column('urls', 'url')),
  address: field('street', text),
  city: field('city', text),
  postcode: field('zipcode', text),
  region: field('state', text),
  country: field('country', text),
  smids: field(
    'socialIds',
    records('socialIds', {
      type: { key: 'type', codec: service, required: true },
      smid: { key: 'id', codec: text, required: true },
    }),
  ),
  ctype: field('customerType', customerType),
  cf,
  tags: field('tags', tags),
  lc: readOnly('lastContactedAt', isoTime),
  cphoto: field('photoName', text),
  ...files,
  ...visibility,
  ...stamps,
} as const
