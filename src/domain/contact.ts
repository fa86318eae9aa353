import { audited, deletable, firstAddress, noun, type RecordOf, restrictable, visibility } from './noun.ts'

/** A person at a lead. `name` is the full name as it was given, or the first and last name together. */
export const contact = noun({
  stored: {
    ...audited,
    ...deletable,
    ...restrictable,
    leadId: 'id',
    name: 'text?',
    firstName: 'text?',
    lastName: 'text?',
    title: 'text?',
    emails: 'emails',
    phones: 'phones',
    urls: 'urls',
    tags: 'texts',
    custom: 'custom',
  },
  details: {
    description: 'text?',
    addresses: 'addresses',
    socialIds: 'socialIds',
    customerType: 'text?',
    photo: 'text?',
    fileIds: 'texts',
    linkedFileIds: 'texts',
  },
  computed: {
    number: 'integer',
    ...visibility,
    ...firstAddress,
    displayName: 'text',
    timezone: 'text?',
    timezoneSource: 'text?',
    recentCalls: 'json',
    integrationLinks: 'json',
    companyNumber: 'integer?',
    customByNumber: 'json',
    photoName: 'text?',
    lastContactedAt: 'instant?',
  },
  refs: { lead: 'lead', createdBy: 'user', updatedBy: 'user' },
  lists: {
    notes: 'activity',
    opportunities: 'opportunity',
    tasks: 'task',
    cases: 'case',
    files: 'file',
    linkedFiles: 'linkedFile',
  },
})
export type Contact = RecordOf<typeof contact>

type Names = Pick<Contact, 'name' | 'firstName' | 'lastName'>

/**
 * The names of a person of whom some were given: the full name is made of the parts, or taken apart at its last
 * space. Given together they are kept as they are.
 */
export function namesOf(given: Partial<Names>, present: Names): Names {
  const name = given.name === undefined ? present.name : given.name
  const parts = given.firstName !== undefined || given.lastName !== undefined
  if (!parts) return name === present.name ? present : { name, ...takenApart(name) }
  const firstName = given.firstName === undefined ? present.firstName : given.firstName
  const lastName = given.lastName === undefined ? present.lastName : given.lastName
  if (given.name !== undefined) return { name, firstName, lastName }
  if (firstName === present.firstName && lastName === present.lastName) return present
  return {
    name: [firstName, lastName].filter((part) => part !== null && part !== '').join(' ') || null,
    firstName,
    lastName,
  }
}

function takenApart(name: string | null): Omit<Names, 'name'> {
  const words = (name ?? '').trim().split(/\s+/)
  if (words.length < 2) return { firstName: words[0] === '' ? null : (words[0] ?? null), lastName: null }
  return { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? null }
}
