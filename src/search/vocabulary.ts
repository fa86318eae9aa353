import { type CustomField, nounOfObjectType } from '../domain/customField.ts'
import { OBJECTS } from './objects.ts'
import { CURRENT_USER, type ObjectType, type ValueKind } from './tree.ts'

/** What an organization has its own words for, as plain data. */
export type Vocabulary = {
  readonly customFields: readonly KnownField[]
  readonly users: readonly { readonly id: string; readonly name: string; readonly email?: string }[]
  readonly groups: readonly { readonly id: string; readonly name: string }[]
  readonly leadStatuses: readonly Labeled[]
  readonly opportunityStatuses: readonly Labeled[]
  readonly pipelines: readonly { readonly id: string; readonly name: string }[]
}
export type KnownField = Pick<CustomField, 'id' | 'name' | 'type' | 'objectTypes' | 'choices'>
type Labeled = { readonly id: string; readonly label: string }

/** Somebody or something that a condition may name, with all its names. */
type Named = { readonly id: string; readonly names: readonly string[] }

const ME = ['me', 'current_user']
const ID = /^(user|group|stat|pipe)_[\dA-Za-z]+$/

/**
 * The ids of those whom a word or a name means: by id, by whole name, or, for a word, by the beginning of one.
 * @returns an empty list when there is nobody and nothing of that name
 */
export function idsOf(vocabulary: Vocabulary, type: ValueKind, text: string, quoted: boolean): readonly string[] {
  if (type === 'user' && (text === CURRENT_USER || (!quoted && ME.includes(text.toLowerCase())))) return [CURRENT_USER]
  const all = namedOf(vocabulary, type)
  if (ID.test(text)) return [text]
  const wanted = text.toLowerCase()
  const exact = all.filter(({ id, names }) => id === text || names.some((name) => name.toLowerCase() === wanted))
  if (exact.length > 0 || quoted) return exact.map(({ id }) => id)
  return all.filter(({ names }) => names.some((name) => hasWord(name, wanted))).map(({ id }) => id)
}

/** Whether one of the words of a name begins so. */
const hasWord = (name: string, beginning: string) =>
  beginning !== '' &&
  name
    .toLowerCase()
    .split(/\s+/)
    .some((word) => word.startsWith(beginning))

function namedOf(vocabulary: Vocabulary, type: ValueKind): readonly Named[] {
  const labeled = (list: readonly Labeled[]) => list.map(({ id, label }) => ({ id, names: [label] }))
  const plain = (list: readonly { id: string; name: string }[]) => list.map(({ id, name }) => ({ id, names: [name] }))
  const users = vocabulary.users.map(({ id, name, email }) => ({
    id,
    names: [name, ...(email === undefined ? [] : [email])],
  }))
  const byType: Partial<Record<ValueKind, readonly Named[]>> = {
    user: [...users, ...plain(vocabulary.groups)],
    leadStatus: labeled(vocabulary.leadStatuses),
    opportunityStatus: labeled(vocabulary.opportunityStatuses),
    pipeline: plain(vocabulary.pipelines),
  }
  return byType[type] ?? []
}

/** The custom field of an object by id, or by name in upper or lower case. */
export function customFieldOf({ customFields }: Vocabulary, object: ObjectType, key: string): KnownField | undefined {
  const owner = OBJECTS[object].custom
  const own = customFields.filter((one) => one.objectTypes.some((type) => nounOfObjectType(type) === owner))
  const name = key.toLowerCase()
  if (owner === undefined) return undefined
  return own.find(({ id }) => id === key) ?? own.find((one) => one.name.toLowerCase() === name)
}

const KINDS: Readonly<Record<string, ValueKind>> = {
  number: 'number',
  date: 'date',
  datetime: 'moment',
  choices: 'choice',
  user: 'user',
  contact: 'id',
  company: 'id',
  case: 'id',
  opportunity: 'id',
  custom_object: 'id',
}

/** How the values of a custom field compare; what has no kind of its own is text. */
export const kindOfCustom = ({ type }: Pick<KnownField, 'type'>): ValueKind => KINDS[type] ?? 'text'

/** The choices that a word means, by their whole text or by the beginning of one of their words. */
export function choicesOf(field: KnownField | undefined, text: string, quoted: boolean): readonly string[] {
  const choices: unknown[] = Array.isArray(field?.choices) ? field.choices : []
  const wanted = text.toLowerCase()
  const texts = choices.filter((one) => typeof one === 'string')
  const exact = texts.filter((one) => one.toLowerCase() === wanted)
  const begun = quoted ? [] : texts.filter((one) => hasWord(one, wanted))
  return exact.length > 0 ? exact : begun.length > 0 ? begun : [text]
}
