import sql, { join, raw, type Sql } from 'sql-template-tag'
import { digitsOf, wordsOf } from '../../domain/folded.ts'
import { fieldOf } from '../../search/fields.ts'
import type { Condition, FieldRef, Node, ObjectType, TextMatch } from '../../search/tree.ts'
import { tables } from '../nouns/tables.ts'
import { customRowsSql } from './customRows.ts'
import { foundSql } from './document.ts'
import { type Holders, isPart, LISTS, type Part } from './part.ts'
import { type Asker, nounOf, type Row } from './row.ts'
import { querySql, saysNothing } from './text.ts'

/**
 * SQL for whether an object has words in any of its texts, where a field must have them: an index knows these objects, and
 * the field is looked at only of them. Undefined where the field is in no document, or the words are too few to help.
 */
export function candidatesSql(row: Row, ref: FieldRef, condition: Condition, asker: Asker): Sql | undefined {
  if ('custom' in ref && condition.kind !== 'words') return customRowsSql(row, ref, condition, asker)
  const matches = matchesOf(condition)
  if (isPart(row.object) || matches === undefined || !isInDocument(row.object, ref)) return undefined
  const { t } = row.joins
  const query = join(matches.map(querySql), ' || ')
  if (!isLeadName(ref)) return foundSql(asker, sql`(${query})`, raw(`d.id = ${t}.id`))
  // Its first contact lends its name to a lead without one; without any it is untitled, and no document says so.
  const isUntitled = matches.some(({ value }) => wordsOf(value).every((word) => 'untitled'.startsWith(word)))
  return isUntitled ? undefined : foundSql(asker, sql`(${query})`, raw(`d.lead_id = ${t}.id`))
}

/**
 * The leads and contacts of which an index says that one of their parts may match: what they are of, before any of their
 * parts is looked at. Undefined where no index helps.
 */
export function holdersOf(object: ObjectType, node: Node, asker: Asker): Holders | undefined {
  if (!isPart(object)) return undefined
  switch (node.kind) {
    case 'field':
      return holdersBy(object, node.field, node.condition, asker)
    case 'and':
    case 'or': {
      const all = node.nodes.map((one) => holdersOf(object, one, asker))
      const known = all.filter((one) => one !== undefined)
      if (known.length === 0 || (node.kind === 'or' && known.length < all.length)) return undefined
      return join(
        known.map((holders) => sql`(${holders})`),
        node.kind === 'and' ? ' intersect ' : ' union ',
      )
    }
    case 'all':
    case 'none':
    case 'not':
    case 'related':
    case 'text':
    case 'ids':
    case 'view':
      return undefined
  }
}

function holdersBy(object: ObjectType, ref: FieldRef, condition: Condition, asker: Asker): Holders | undefined {
  const matches = matchesOf(condition)
  if (matches === undefined) return undefined
  const isThere = isPhone(object, ref)
    ? digitsSql(matches)
    : isInDocument(object, ref)
      ? sql`d.words @@ (${join(matches.map(querySql), ' || ')})`
      : undefined
  return (
    isThere &&
    sql`select d.id, d.noun from search_documents d where d.organization_id = ${asker.organizationId} and ${isThere}`
  )
}

const isPhone = (object: ObjectType, ref: FieldRef) =>
  object === 'contactPhone' && 'name' in ref && ref.name === 'phone'

const MOST_TEXTS = 20

/** The texts one of which has to be there; undefined where no index helps to find them. */
function matchesOf(condition: Condition): readonly TextMatch[] | undefined {
  const matches = textsOf(condition)
  return matches.length === 0 || matches.length > MOST_TEXTS || matches.some(saysNothing) ? undefined : matches
}

function textsOf(condition: Condition): readonly TextMatch[] {
  if (condition.kind === 'words') return [condition.match]
  return condition.kind === 'terms' ? condition.values.map((value) => ({ mode: 'phrase', value })) : []
}

const FOR_TRIGRAMS = 3

function digitsSql(matches: readonly TextMatch[]): Sql | undefined {
  const digits = matches.map(({ value }) => digitsOf(value))
  if (digits.some((one) => one.length < FOR_TRIGRAMS)) return undefined
  return sql`d.names like any(${digits.map((one) => `%${one}%`)}::text[])`
}

/** Whether the text of a field is in the document of the object, or of what holds it. */
export function isInDocument(object: ObjectType, ref: FieldRef): boolean {
  const noun = nounOf(object)
  const isSearched = (field: string) => tables[noun].searched?.words.includes(field) ?? false
  if ('custom' in ref) return isSearched('custom') && (ref.type === 'text' || ref.type === 'choice')
  if (isPart(object)) return isSearched(LISTS[object]) && WORDS_OF_PARTS[object].includes(ref.name)
  const field = fieldOf(object, ref.name)
  const means = field?.means
  // Of a number any digits may be asked for; words are whole or begin so.
  return field?.type !== 'phone' && means?.kind === 'path' && isSearched(isLeadName(ref) ? 'name' : means.path)
}

// The others are words like `home`, which nobody looks for; phones are found by their digits.
const WORDS_OF_PARTS: Readonly<Record<Part, readonly string[]>> = {
  contactEmail: ['email'],
  contactPhone: [],
  contactUrl: ['url'],
  address: ['location', 'address_1', 'address_2', 'city', 'state', 'zipcode', 'country'],
}

const isLeadName = (ref: FieldRef) => 'name' in ref && ref.object === 'lead' && ref.name === 'display_name'
