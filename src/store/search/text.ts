import sql, { raw, type Sql } from 'sql-template-tag'
import { digitsOf, wordsOf } from '../../domain/folded.ts'
import type { TextMatch } from '../../search/tree.ts'
import { textParam } from './row.ts'
import type { Values } from './values.ts'

// Of very many words PostgreSQL would make a tree too deep for its stack; nobody types as many.
const MOST_WORDS = 100

/** SQL for whether a text has the words; a telephone number the digits. */
export function wordsSql({ sql: value, type }: Values, match: TextMatch): Sql {
  if (type === 'phone') {
    const digits = digitsOf(match.value)
    return digits === '' ? raw('false') : sql`digits(${value}) like ${`%${digits}%`}`
  }
  if (match.mode === 'exact_value')
    return sql`lower(${value} collate letters) = lower(${textParam(match.value)} collate letters)`
  return saysNothing(match) ? sql`${value} <> ''` : sql`search_words(${value}) @@ ${querySql(match)}`
}

/** Whether there is no word in it to look for. */
export const saysNothing = ({ value }: Pick<TextMatch, 'value'>) => wordsOf(value).length === 0

/** One match for each word; a phrase stays whole. Of a whole object, its exact text is a phrase in it. */
export function parted({ mode, value }: TextMatch): readonly TextMatch[] {
  if (mode === 'phrase' || mode === 'exact_value') return [{ mode: 'phrase', value }]
  return [...new Set(wordsOf(value))].slice(0, MOST_WORDS).map((word) => ({ mode, value: word }))
}

/**
 * What words look like when PostgreSQL looks for them; of beginnings, all words that begin so. Made by functions of known
 * texts, so it is worked out before the plan is made, and the planner knows how common the words are.
 */
export function querySql({ mode, value }: TextMatch): Sql {
  if (mode === 'phrase' || mode === 'exact_value')
    return sql`phraseto_tsquery('simple', search_text(${textParam(value)}))`
  const words = wordsOf(value).slice(0, MOST_WORDS).join(' ')
  // Printed, words are 'one' 'two'.
  const printed = sql`nullif(strip(search_words(${words}))::text, '')`
  return mode === 'full_words'
    ? sql`replace(${printed}, ''' ''', ''' & ''')::tsquery`
    : sql`(replace(${printed}, ''' ''', ''':* & ''') || ':*')::tsquery`
}
