import type { Sql } from 'sql-template-tag'
import type { NounName } from '../../domain/catalogue.ts'
import type { Clock } from '../../search/moment.ts'
import { OBJECTS } from '../../search/objects.ts'
import type { Node, ObjectType } from '../../search/tree.ts'
import type { Relations } from '../nouns/table.ts'
import type { Joins } from '../projection/joins.ts'

/** A row that is searched: what it is, and where it and what it refers to stand in the statement. */
export type Row = {
  readonly object: ObjectType
  readonly joins: Joins
  /** For conditions that people make; what a field is worth does not depend on it. */
  readonly asker: Asker | undefined
  /** SQL for whether a row matches a tree: what a smart field counts is said as one. */
  readonly matching: (node: Node, row: Row) => Sql
  /** What is asked must be so of each row that is taken: what an index finds can lead to the rows. */
  readonly leads?: boolean
  /** Something else that must be so leaves but few of these rows. */
  readonly isOneOfFew?: true
  /** What is asked of the things it has is asked beside it, together with the rest. */
  readonly standsBeside?: true
}

/** What a condition may depend on besides the row. */
export type Asker = { readonly organizationId: string; readonly clock: Clock }

/** The noun that an object is, or that it is a part of. */
export const nounOf = (object: ObjectType): NounName => OBJECTS[object].noun

/** Where a row is found that may be seen for sure: whoever sees a task sees what it belongs to. */
export const seenAlready = (relations: Relations, noun: 'lead' | 'contact' | 'opportunity') =>
  relations.one(noun, 'task')

/** A text that PostgreSQL can take; it knows no NUL, and so no text of its has one. */
export const textParam = (text: string): string => text.replaceAll('\0', '\ufffd')
