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
  if (saysNothing(match)) return sql`${value} <> ''`
  const exactly = sql`search_words(${value}) @@ ${querySql(match)}`
  const pattern = patternOf(match)
  return pattern === undefined ? exactly : sql`(left(${value} || ' ', 2000) collate "C" ~* ${pattern} or ${exactly})`
}

const PLAIN = /^(?:[a-z][a-z0-9]*|[0-9]+)$/
const ASCII = /^[ -~]*$/
const BETWEEN = '[\\t\\n\\r -/:-@[-`{-~]'

/**
 * What PostgreSQL finds in nearly all short texts that have a word or a phrase, ten times as fast as it takes them apart,
 * and in no others: between ASCII characters that are no letters or digits a word is a word, whatever else there is.
 * Undefined for several words, and for those that it might take for numbers.
 */
function patternOf({ mode, value }: TextMatch): string | undefined {
  const words = wordsOf(value)
  const isOne = mode === 'phrase' || words.length === 1
  if (!isOne || words.length > MOST_WORDS || !ASCII.test(value) || !words.every((word) => PLAIN.test(word)))
    return undefined
  return `(^|${BETWEEN})${words.join(`${BETWEEN}+`)}${mode === 'beginning_of_words' ? '' : BETWEEN}`
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
