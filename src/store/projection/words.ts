import type { Sql } from 'sql-template-tag'
import type { Words } from '../../domain/view.ts'

/** A text that is part of a statement. Only what is known before any request may be one. */
export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** SQL for the word that stands for a kept text. */
export function wordsSql(text: string, { words, otherwise }: Words): string {
  const cases = Object.entries(words).map(([kept, word]) => `when ${literal(kept)} then ${literal(word)}`)
  const rest = otherwise === undefined ? '' : ` else ${literal(otherwise)}`
  return `(case ${text} ${cases.join(' ')}${rest} end)`
}

/** A statement as a text, whose values are parts of our own definitions and of no request. */
export const spelledOut = ({ strings, values }: Sql): string =>
  strings.reduce((text, part, i) => `${text}${constant(values[i - 1])}${part}`)

function constant(value: unknown): string {
  if (Array.isArray(value)) return `array[${value.map(constant).join(', ')}]`
  if (typeof value === 'string') return literal(value)
  throw new Error(`a definition has no ${typeof value} in it`)
}
