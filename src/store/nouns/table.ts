import { entryOf, type NounName } from '../../domain/catalogue.ts'
import { type FieldType, type Noun, type ValueType, valueType } from '../../domain/noun.ts'
import { remembered } from '../remembered.ts'

/** Where rows are found: in the tables, or within a write in the tables as they will be afterwards. */
export type Relations = {
  /** Where something that is referred to is found. `from` is the noun of a row that may be seen and refers to it. */
  readonly one: (noun: NounName, from?: NounName) => string
  /**
   * Where the rows of a list are found; undefined when it is known that there are none. `of` is the noun of a row that
   * may be seen, where only rows are wanted that belong to it.
   */
  readonly many: (noun: NounName, of?: NounName) => string | undefined
  /** The kinds that a list of several kinds can have, when it is known. */
  readonly kinds?: ReadonlySet<string>
  /** Whoever looks may not see everything. */
  readonly isPartial?: true
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
  /**
   * What its objects may belong to, and are hidden with. An object that names a contact names the contact's lead, too,
   * so a lead has to be looked at once.
   */
  readonly within?: readonly ('lead' | 'contact' | 'opportunity' | 'case' | 'task' | 'activity')[]
  /**
   * SQL for whether somebody sees the row `x` who does not see everything, where that depends on another row: `seen` is
   * the same question of the row `x` of another noun, undefined where nothing of it is ever hidden.
   */
  readonly isSeen?: (x: string, seen: (noun: NounName, x: string) => string | undefined) => string
  /** Its objects are somebody's own: SQL for whether the row `t` is there for a user, administrators included. */
  readonly isFor?: (t: string, user: string) => string
  /** Changes to this noun change the settings that are kept in memory. */
  readonly setting?: true
  /** SQL for what the event log calls its objects, where one word for the noun is not enough. */
  readonly eventType?: (t: string) => string
  /** SQL of computed fields; `t` is the row. */
  readonly computed?: Readonly<Record<string, (t: string, around: Around) => string>>
  readonly lists?: Readonly<Record<string, ListSpec>>
  readonly searched?: Searched
}

/**
 * The fields that searches find objects by, in the order in which their texts follow each other. `names` are those that
 * may be mistyped: at most one field of each type.
 */
export type Searched = {
  readonly words: readonly (string | JsonText)[]
  readonly names?: readonly string[]
}

/** Where the texts of a field are that is JSON of its own kind. */
export type JsonText = { readonly field: string; readonly path: string }

/** What a computed field may use beside its row: other tables, and the aliases of what the row refers to. */
export type Around = { readonly relations: Relations; readonly ref: (step: string) => string }

/** A to-many relation where the convention does not fit. `c` is the row of the list, `t` the row that has it. */
export type ListSpec = {
  readonly on?: (c: string, t: string) => string
  readonly order?: (c: string) => string
  /** The row names what is in its list, which may be there before the row is. */
  readonly named?: true
}

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
  socialIds: 'jsonb',
  custom: 'jsonb',
}
export const sqlType = (type: FieldType) => SQL_TYPE[valueType(type)]

/** What a field in `details` holds in rows that were written before there was such a field. */
export const emptyOf = (type: FieldType): unknown => (type.endsWith('?') ? null : EMPTY[valueType(type)])
const EMPTY: Partial<Record<ValueType, unknown>> = {
  text: '',
  integer: 0,
  boolean: false,
  json: null,
  texts: [],
  addresses: [],
  emails: [],
  phones: [],
  urls: [],
  socialIds: [],
}

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
