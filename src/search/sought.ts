import { digitsOf, folded, wordsOf } from '../domain/folded.ts'
import { readPhone } from '../domain/phone.ts'

/** What somebody typed into a search box. */
export type Sought = {
  /** As names are compared with it. */
  readonly text: string
  /** Each may be the beginning of a word; somebody is still typing. */
  readonly words: readonly string[]
  /** Telephone numbers that it may be, by their digits; empty unless it looks like one. */
  readonly numbers: readonly string[]
}

// More does not tell better what is meant, and each costs a look.
const MAX_WORDS = 8
const MAX_LENGTH = 200
const LEAST_DIGITS = 4

/** Reads what was typed; a telephone number without its country is one of `country`. */
export function readSought(typed: string, country: string): Sought {
  const text = folded(typed.slice(0, MAX_LENGTH)).trim().replaceAll(/\s+/g, ' ')
  const words = [...new Set(wordsOf(text))].slice(0, MAX_WORDS)
  return { text, words, numbers: isNumberLike(text) ? numbersOf(text, country) : [] }
}

const isNumberLike = (text: string) => /^[\d٠-٩۰-۹\s()+./-]+$/.test(text) && digitsOf(text).length >= LEAST_DIGITS

/** As typed, without what is dialled before it at home or abroad, and as the whole number that it may be. */
function numbersOf(text: string, country: string): string[] {
  const short = digitsOf(text.replace(/\(0\)/, '')).replace(/^0+/, '')
  const whole = readPhone(null, text, country)
  const found = [short, ...(whole === null || whole.country === null ? [] : [digitsOf(whole.phone)])]
  return [...new Set(found)].filter((digits) => digits.length >= LEAST_DIGITS)
}
