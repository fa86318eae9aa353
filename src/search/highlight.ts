import { digitsOf, folded } from '../domain/folded.ts'
import type { Sought } from './sought.ts'

/** From one place in a text up to another, in UTF-16 code units as JavaScript counts them. */
export type Range = readonly [start: number, end: number]

/** A part of a text, and what of it was sought. */
export type Excerpt = { readonly text: string; readonly ranges: readonly Range[] }

/** Where in a text the beginnings of words are that were sought, or the digits of a number. */
export function highlight(text: string, { words, numbers }: Sought): Range[] {
  const found = [...wordRanges(text, words), ...numbers.flatMap((digits) => digitRanges(text, digits))]
  return joined(found.toSorted(([a], [b]) => a - b))
}

/** How many of the words and numbers that were sought a text has. */
export function countOf(text: string, { words, numbers }: Sought): number {
  if (numbers.some((digits) => digitRanges(text, digits).length > 0)) return words.length + 1
  return words.filter((word) => wordRanges(text, [word]).length > 0).length
}

const BEFORE = 40

/** The part of a text around the first thing that was sought. */
export function excerpt(text: string, sought: Sought, length = 160): Excerpt {
  const [first] = highlight(text, sought)
  const start = first === undefined || text.length <= length ? 0 : wordStart(text, Math.max(0, first[0] - BEFORE))
  const end = text.length <= start + length ? text.length : wordEnd(text, start, start + length)
  const part = `${start > 0 ? '…' : ''}${text.slice(start, end).trim()}${end < text.length ? '…' : ''}`
    .replaceAll(/\s/g, ' ')
    .toWellFormed()
  return { text: part, ranges: highlight(part, sought) }
}

const wordStart = (text: string, at: number) => (at === 0 ? 0 : Math.max(at - 20, text.lastIndexOf(' ', at) + 1))
const wordEnd = (text: string, start: number, at: number) => {
  const blank = text.lastIndexOf(' ', at)
  return blank > start + (at - start) / 2 ? blank : at
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu

function wordRanges(text: string, words: readonly string[]): Range[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: word, index }) => {
    const plain = folded(word)
    const fits = words.filter((one) => plain.startsWith(one)).toSorted((a, b) => b.length - a.length)[0]
    return fits === undefined ? [] : [[index, index + written(word, fits.length)] as const]
  })
}

/** How much of a word as it is written makes so many letters of it as it is compared. */
function written(word: string, letters: number): number {
  let at = 0
  for (const character of word) {
    if (folded(word.slice(0, at)).length >= letters && !/\p{M}/u.test(character)) return at
    at += character.length
  }
  return word.length
}

const NUMBER = /[\d٠-٩۰-۹+(][\d٠-٩۰-۹\s()+./-]*[\d٠-٩۰-۹]/g

function digitRanges(text: string, digits: string): Range[] {
  return [...text.matchAll(NUMBER)].flatMap(({ 0: number, index }) => {
    const places = [...number.matchAll(/[\d٠-٩۰-۹]/g)].map((digit) => digit.index)
    const at = digitsOf(number).indexOf(digits)
    const [first, last] = [places[at], places[at + digits.length - 1]]
    return at < 0 || first === undefined || last === undefined ? [] : [[index + first, index + last + 1] as const]
  })
}

function joined(ranges: readonly Range[]): Range[] {
  const all: Range[] = []
  for (const [start, end] of ranges) {
    const last = all.at(-1)
    if (last !== undefined && start < last[1]) all[all.length - 1] = [last[0], Math.max(last[1], end)]
    else all.push([start, end])
  }
  return all
}
