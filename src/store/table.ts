import { entryOf, type NounName } from '../domain/catalogue.ts'
import { type FieldType, type Noun, type ValueType, valueType } from '../domain/noun.ts'
import { remembered } from './remembered.ts'

/** Where rows are found: in the tables, or within a write in the tables as they will be afterwards. */
export type Relations = {
  /** Where something that is referred to is found. */
  readonly one: (noun: NounName) => string
  /** Where the rows of a list are found; undefined when it is known that there are none. */
  readonly many: (noun: NounName) => string | undefined
  /** The kinds that a list of several kinds can have, when it is known. */
  readonly kinds?: ReadonlySet<string>
}

/**
 * How a noun is kept. Columns, foreign keys and lists follow from the catalogue by convention: `statusId` is the
 * column `status_id`, the reference `status` joins on it, and the list `contacts` of a lead are the rows whose
 * `lead_id` is the lead's id. Only what differs is said here.
 */
export type TableSpec = {
  readonly name: string
  /** Rows of this kind only; several nouns may share a table. */
  readonly kind?: string
  /** Not owned by an organization (users, organizations themselves). */
  readonly global?: true
  /** Live objects are counted in `totals`. */
  readonly counted?: true
  /** Changes to this noun change the settings that are kept in memory. */
  readonly setting?: true
  /** SQL of computed fields; `t` is the row. */
  readonly computed?: Readonly<Record<string, (t: string, around: Around) => string>>
  readonly lists?: Readonly<Record<string, ListSpec>>
}

/** What a computed field may use beside its row: other tables, and the aliases of what the row refers to. */
export type Around = { readonly relations: Relations; readonly ref: (step: string) => string }

/** A to-many relation where the convention does not fit. `c` is the row of the list, `t` the row that has it. */
export type ListSpec = { readonly on?: (c: string, t: string) => string; readonly order?: (c: string) => string }

/** `statusId` → `status_id`. */
export const columnName = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const SQL_TYPE: Record<ValueType, string> = {
  id: 'text',
  text: 'text',
  integer: 'bigint',
  cents: 'bigint',
  boolean: 'boolean',
  instant: 'timestamptz',
  date: 'date',
  json: 'jsonb',
  texts: 'jsonb',
  addresses: 'jsonb',
  emails: 'jsonb',
  phones: 'jsonb',
  urls: 'jsonb',
  custom: 'jsonb',
}
export const sqlType = (type: FieldType) => SQL_TYPE[valueType(type)]

export const isDeletable = (noun: NounName) => 'deletedAt' in entryOf(noun).stored
export const hasDetails = (noun: NounName) => Object.keys(entryOf(noun).details).length > 0

export type Column = { readonly column: string; readonly field: string; readonly type: string }

/** The columns that hold a noun's stored fields, and `details` where it has any. */
export function columnsOf(noun: NounName): readonly Column[] {
  return columns(entryOf(noun), '', () => {
    const stored = Object.entries(entryOf(noun).stored)
    const own = stored.map(([field, type]) => ({ column: columnName(field), field, type: sqlType(type) }))
    return hasDetails(noun) ? [...own, { column: 'details', field: 'details', type: 'jsonb' }] : own
  })
}

const columns = remembered<Noun, readonly Column[]>()
