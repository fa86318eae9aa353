import { type Codec, cleaned, isObject, text } from '../resource/codec.ts'
import { oneOf } from '../resource/filter.ts'
import { constant, field, readOnly, resource } from '../resource/resource.ts'
import { base, filters, listing } from './activityBase.ts'
import { id, stringOrNull } from './common.ts'

const MAX_ANSWERS = 1000
const isAnswer = (value: unknown) => value === null || typeof value === 'string' || typeof value === 'boolean'

/** What was written into the fields of a form, by their ids or names. */
const answers: Codec<'json'> = {
  types: ['json'],
  render: 'plain',
  decode(value, path, report) {
    if (!isObject(value)) return report(path, 'wrong_type', 'object')
    const given = Object.entries(value)
    if (given.length > MAX_ANSWERS) return report(path, 'list_too_long')
    for (const [key, one] of given) if (!isAnswer(one)) report([...path, key], 'wrong_type', 'string')
    return Object.fromEntries(given.map(([key, one]) => [cleaned(key), typeof one === 'string' ? cleaned(one) : one]))
  },
  empty: {},
  schema: { type: 'object', additionalProperties: { type: ['string', 'boolean', 'null'] } },
}

/** What came in through forms. The vendor's own pages make them; here whoever has a form of their own can. */
export const formSubmission = resource('formSubmission', {
  path: '/activity/form_submission/',
  title: 'FormSubmission',
  methods: ['list', 'create', 'fetch', 'delete'],
  ...listing,
  filters: { ...filters, form_id: oneOf('formId') },
  fields: {
    _type: constant('FormSubmission'),
    ...base,
    form_id: field('formId', id),
    form_configuration_id: field('formConfigurationId', id),
    form_name: field('formName', text),
    values: field('values', answers),
    values_by_name: field('valuesByName', answers),
    ip_address: field('ipAddress', text),
    origin: field('origin', text),
    source_url: field('sourceUrl', text),
    source_url_normalized: readOnly('sourceUrlNormalized', stringOrNull),
  },
})
