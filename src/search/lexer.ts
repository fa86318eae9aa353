import { QueryError } from './queryError.ts'
import type { Span } from './tree.ts'

/** A piece of a text query. `text` is what it says: of a phrase, what is between the quotation marks. */
export type Token = Span & { readonly kind: TokenKind; readonly text: string }
export type TokenKind = 'word' | 'phrase' | 'op' | '(' | ')' | ',' | 'end'

const BLANK = /\s*/y
const OP = />=|<=|[:<>=]/y
// A web address may be looked for as it is; its colon makes no field of `https`.
const WORD = /[a-z][a-z\d+.-]*:\/\/[^\s()",<>“”]*|[^\s()":,<>=“”]+/iy
const VALUE = /[^\s()",<>“”]+/y
const PHRASES: Readonly<Record<string, RegExp>> = { '"': /"((?:[^"\\]|\\.)*)"/sy, '“': /“((?:[^“”\\]|\\.)*)[“”]/sy }

/** The next piece from a position on. */
export const tokenAt = (text: string, from: number): Token => read(text, from, WORD)

/** The same where a value stands: there, a colon or an equals sign is part of a word. */
export const valueAt = (text: string, from: number): Token => read(text, from, VALUE)

/** Whether a text is one word when it is written without quotation marks. */
export const isWord = (text: string) => matchAt(WORD, text, 0)?.[0].length === text.length && text !== ''
export const isValueWord = (text: string) => matchAt(VALUE, text, 0)?.[0].length === text.length && text !== ''

/** In quotation marks, to be read as a phrase. */
export const quote = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`

function read(text: string, from: number, word: RegExp): Token {
  const start = from + (matchAt(BLANK, text, from)?.[0].length ?? 0)
  const first = text[start]
  if (first === undefined) return { kind: 'end', text: '', start, end: start }
  if (first === '(' || first === ')' || first === ',') return { kind: first, text: first, start, end: start + 1 }
  if (first in PHRASES) return phrase(text, start, PHRASES[first] as RegExp)
  if (first === '”') return phrase(text, start, /”((?:[^”\\]|\\.)*)”/sy)
  const found = matchAt(word, text, start)?.[0]
  if (found !== undefined) return { kind: 'word', text: found, start, end: start + found.length }
  const op = matchAt(OP, text, start)?.[0] ?? first
  return { kind: 'op', text: op === '=' ? ':' : op, start, end: start + op.length }
}

function phrase(text: string, start: number, pattern: RegExp): Token {
  const found = matchAt(pattern, text, start)
  if (found === null) throw new QueryError('this quotation mark has no second one', { start, end: text.length }, ['"'])
  return { kind: 'phrase', text: unescaped(found[1] ?? ''), start, end: start + found[0].length }
}

const unescaped = (text: string) => text.replaceAll(/\\(["\\“”])/g, '$1')

function matchAt(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from
  return pattern.exec(text)
}
