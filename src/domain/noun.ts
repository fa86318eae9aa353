import type { Address, CustomValues, Email, Phone, SocialId, Url } from './values.ts'

/**
 * The kinds of value a field may hold. A trailing `?` in a noun's table means that it may be null.
 * `instant` is an ISO 8601 text in UTC, `date` is `YYYY-MM-DD`, `cents` an integer of the smallest unit.
 */
export type ValueOf = {
  id: string
  text: string
  integer: number
  cents: number
  boolean: boolean
  instant: string
  date: string
  json: unknown
  texts: readonly string[]
  addresses: readonly Address[]
  emails: readonly Email[]
  phones: readonly Phone[]
  urls: readonly Url[]
  socialIds: readonly SocialId[]
  custom: CustomValues
}
export type ValueType = keyof ValueOf
export type FieldType = ValueType | `${ValueType}?`
export type Fields = Readonly<Record<string, FieldType>>

/**
 * One entry of the catalogue: what a noun is made of, in domain words. From it the store derives columns, inserts,
 * loads and projections, and the dialects' maps are checked against it.
 */
export type Noun = {
  /** Fields with a column of their own. */
  readonly stored: Fields
  /** Fields kept together in one `details` document, because only some rows have them. */
  readonly details: Fields
  /** Read-only fields that the store knows how to work out. */
  readonly computed: Fields
  /** To-one relations: `status: 'leadStatus'` follows `statusId`. */
  readonly refs: Readonly<Record<string, string>>
  /** To-many relations: `contacts: 'contact'`. */
  readonly lists: Readonly<Record<string, string>>
}

/** Declares a noun; what is left out is empty. */
export function noun<
  const S extends Fields,
  const D extends Fields = Record<never, never>,
  const C extends Fields = Record<never, never>,
  const R extends Readonly<Record<string, string>> = Record<never, never>,
  const L extends Readonly<Record<string, string>> = Record<never, never>,
>(parts: { stored: S; details?: D; computed?: C; refs?: R; lists?: L }) {
  return {
    stored: parts.stored,
    details: parts.details ?? ({} as D),
    computed: parts.computed ?? ({} as C),
    refs: parts.refs ?? ({} as R),
    lists: parts.lists ?? ({} as L),
  }
}

type Value<T extends FieldType> = T extends `${infer B extends ValueType}?`
  ? ValueOf[B] | null
  : T extends ValueType
    ? ValueOf[T]
    : never
type Values<F extends Fields> = { readonly [K in keyof F]: Value<F[K]> }

/** The object a noun describes, as actions hold it: all that is stored, nothing that is computed. */
export type RecordOf<N extends Noun> = Values<N['stored']> & Values<N['details']>

/** The type of a field without its `?`. */
export function valueType(type: FieldType): ValueType {
  return (type.endsWith('?') ? type.slice(0, -1) : type) as ValueType
}

/** The type of a stored, kept or computed field of a noun, if it has one of that name. */
export function fieldType(of: Noun, name: string): FieldType | undefined {
  return of.stored[name] ?? of.details[name] ?? of.computed[name]
}

/** What every noun has whose objects belong to an organization and are written by people. */
export const audited = {
  organizationId: 'id',
  id: 'id',
  createdAt: 'instant',
  updatedAt: 'instant',
  createdById: 'id?',
  updatedById: 'id?',
} as const

/** What every noun has that can be deleted and restored; `deletedWith` is the object whose deletion took it along. */
export const deletable = { deletedAt: 'instant?', deletedWith: 'id?' } as const

/**
 * What every noun has that can be hidden: `visibleTo` is null for everyone, otherwise the ids of the users and groups
 * who may see it. Administrators see everything.
 */
export const restrictable = { visibleTo: 'texts?' } as const

/** The same told apart: private to one user, or for some groups (a number, or several, or null). */
export const visibility = { isPrivate: 'boolean', groupNumbers: 'json', privateUserNumber: 'integer?' } as const

/** The parts of the first address, for those who know only one. */
export const firstAddress = {
  street: 'text?',
  city: 'text?',
  state: 'text?',
  zipcode: 'text?',
  country: 'text?',
} as const
