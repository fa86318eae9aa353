import { audited, noun, type RecordOf } from './noun.ts'

/** A field that an organization adds to a noun. `objectType` says to which: so far `lead`. */
export const customField = noun({
  stored: {
    ...audited,
    objectType: 'text',
    name: 'text',
    description: 'text?',
    type: 'text',
    choices: 'json',
    acceptsMultipleValues: 'boolean',
    editableWithRoles: 'texts',
    position: 'integer',
  },
  computed: { number: 'integer' },
})
export type CustomField = RecordOf<typeof customField>
