import { shown } from '../resource/codec.ts'
import { field, readOnly, resource } from '../resource/resource.ts'
import { boolean, choices, text, word, wordList } from './codecs.ts'
import { changedSince, everyMethod, id, stamps } from './common.ts'

// What has no word here is shown as a text.
const elemType = word({
  words: {
    text: 'input',
    choices: 'select',
    date: 'date',
    user: 'user',
    state: 'state',
    country: 'country',
    region: 'region',
    contact: 'contact',
    company: 'company',
    case: 'case',
    opportunity: 'opportunity',
    currency: 'currency',
  },
  otherwise: 'input',
})

const MODELS = { contact: 'customers', lead: 'companies', case: 'cases', opportunity: 'opportunities' } as const

/** Custom fields. */
export const customField = resource('customField', {
  path: '/customfield',
  title: 'custom field',
  key: 'number',
  methods: everyMethod,
  // Fields of types that an organization made up have no model here.
  only: [{ path: 'objectTypes', op: 'in', value: Object.keys(MODELS) }],
  needs: [['name'], ['elemType'], ['modelType']],
  fields: {
    id,
    name: field('name', text),
    fullname: readOnly('fullName', shown({ type: 'string' })),
    elemType: field('type', elemType),
    modelType: field('objectTypes', wordList(MODELS)),
    values: field('choices', choices),
    multiple: field('acceptsMultipleValues', boolean),
    ...stamps,
  },
  filters: changedSince,
})
