import { audited, noun, type RecordOf } from './noun.ts'

/** A field that an organization adds to nouns. `objectTypes` says to which. */
export const customField = noun({
  stored: {
    ...audited,
    objectTypes: 'texts',
    name: 'text',
    description: 'text?',
    type: 'text',
    choices: 'json',
    acceptsMultipleValues: 'boolean',
    editableWithRoles: 'texts',
    position: 'integer',
  },
  computed: { number: 'integer', fullName: 'text', isShared: 'boolean' },
  refs: { createdBy: 'user', updatedBy: 'user' },
})
export type CustomField = RecordOf<typeof customField>

/** The nouns that custom fields can be added to. */
export const CUSTOM_OBJECT_TYPES = ['lead', 'contact', 'opportunity', 'case'] as const
export type CustomObjectType = (typeof CUSTOM_OBJECT_TYPES)[number]
