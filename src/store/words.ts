import type { Words } from '../domain/view.ts'

/** A text that is part of a statement. Only what is known before any request may be one. */
export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** SQL for the word that stands for a kept text. */
export function wordsSql(text: string, { words, otherwise }: Words): string {
  const cases = Object.entries(words).map(([kept, word]) => `when ${literal(kept)} then ${literal(word)}`)
  const rest = otherwise === undefined ? '' : ` else ${literal(otherwise)}`
  return `(case ${text} ${cases.join(' ')}${rest} end)`
}
