import { own } from '../domain/own.ts'
import type { Asked, Condition, Moment, NumberRange, Op, TextMatch, Value, ValueKind } from './tree.ts'
import { choicesOf, idsOf, type KnownField, type Vocabulary } from './vocabulary.ts'
import { readSpan } from './words.ts'

/** What is compared: values of a type, perhaps of a custom field, and what search calls them. */
export type Compared = {
  readonly type: ValueKind
  readonly custom?: KnownField
  readonly words?: Readonly<Record<string, string>>
}

/** One of these conditions holds; or none does, where `empty` asks for no value at all; or what is wrong. */
export type Meant =
  | { readonly anyOf: readonly Condition[] }
  | { readonly empty: true }
  | { readonly nothing: string }
  | { readonly wrong: string }

/** What a condition of the text language means for a field. */
export function meaningOf(asked: Asked, compared: Compared, vocabulary: Vocabulary): Meant {
  if (asked.kind === 'asked') {
    if (asked.value.quoted && asked.value.text === '') return { empty: true }
    return one(asked.op, asked.value, compared, vocabulary)
  }
  const exact = asked.values.map((value) => inList(value, compared, vocabulary))
  const wrong = exact.find((meant) => 'wrong' in meant)
  if (wrong !== undefined) return wrong
  const conditions = exact.flatMap((meant) => ('anyOf' in meant ? meant.anyOf : []))
  const [nothing] = exact.filter((meant) => 'nothing' in meant)
  return conditions.length === 0 && nothing !== undefined ? nothing : { anyOf: joined(conditions) }
}

/** In a list, texts are whole texts. */
function inList(value: Value, compared: Compared, vocabulary: Vocabulary): Meant {
  if (compared.type === 'text') return terms([value.text])
  return one(':', compared.type === 'choice' ? { ...value, quoted: true } : value, compared, vocabulary)
}

function one(op: Op, value: Value, compared: Compared, vocabulary: Vocabulary): Meant {
  const { text, quoted } = value
  const { type } = compared
  switch (type) {
    case 'number':
    case 'count':
    case 'cents':
      return numbers(op, value, type)
    case 'moment':
    case 'date':
    case 'period':
      return moments(op, value)
    case 'boolean':
      return equal(op, () => flag(text))
    case 'id':
      return equal(op, () => ({ anyOf: [{ kind: 'reference', ids: [text] }] }))
    case 'choice':
      return equal(op, () => choice(value, compared))
    case 'timezone':
      return equal(op, () => terms([text]))
    case 'user':
    case 'leadStatus':
    case 'opportunityStatus':
    case 'pipeline':
      return equal(op, () => reference(idsOf(vocabulary, type, text, quoted), text))
    case 'phone':
      return equal(op, () => words({ mode: 'beginning_of_words', value: text }))
    case 'text':
      return equal(op, () =>
        words(
          quoted ? { mode: 'phrase', value: text } : { mode: 'beginning_of_words', value: text.replace(/\*$/, '') },
        ),
      )
  }
}

const equal = (op: Op, meant: () => Meant): Meant =>
  op === ':' ? meant() : { wrong: `'${op}' compares numbers and dates; this is neither` }

const choice = ({ text, quoted }: Value, { custom, words: said }: Compared): Meant =>
  terms(custom === undefined ? [own(said, text.toLowerCase()) ?? text] : choicesOf(custom, text, quoted))

const reference = (ids: readonly string[], text: string): Meant =>
  ids.length === 0 ? { nothing: `there is no '${text}'` } : { anyOf: [{ kind: 'reference', ids }] }

const words = (match: TextMatch): Meant => ({ anyOf: [{ kind: 'words', match }] })

const terms = (values: readonly string[]): Meant => ({ anyOf: [{ kind: 'terms', values }] })

const YES = ['yes', 'true', '1', 'y']
const NO = ['no', 'false', '0', 'n']

function flag(text: string): Meant {
  const word = text.toLowerCase()
  if (!YES.includes(word) && !NO.includes(word)) return { wrong: `'${text}' is neither yes nor no` }
  return { anyOf: [{ kind: 'boolean', value: YES.includes(word) }] }
}

const BOUND = { '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte' } as const
const NUMBER = /^[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?$/

/** Money is written in whole units and kept in hundredths. */
function numbers(op: Op, { text }: Value, type: ValueKind): Meant {
  const digits = type === 'cents' ? text.trim().replace(/^[$€£]/, '') : text.trim()
  const number = NUMBER.test(digits) && /\d/.test(digits) ? Number(digits.replaceAll(',', '')) : Number.NaN
  if (!Number.isFinite(number)) return { wrong: `'${text}' is no number` }
  const value = type === 'cents' ? Math.round(number * 100) : number
  const range: NumberRange =
    op === ':' ? { kind: 'numbers', gte: value, lte: value } : { kind: 'numbers', [BOUND[op]]: value }
  return { anyOf: [range] }
}

function moments(op: Op, { text }: Value): Meant {
  const span = readSpan(text)
  if (span === null) return { wrong: `'${text}' is no date; try 2026-04-01, "2 weeks ago" or "last month"` }
  const range = (onOrAfter: Moment | null, before: Moment | null): Meant => ({
    anyOf: [{ kind: 'moments', onOrAfter, before }],
  })
  switch (op) {
    case ':':
      return range(...span.within)
    case '>':
      return range(span.after, null)
    case '>=':
      return range(span.since, null)
    case '<':
      return range(null, span.until)
    case '<=':
      return range(null, span.through)
  }
}

/** One condition for all terms, and one for all references. */
function joined(conditions: readonly Condition[]): readonly Condition[] {
  const values = conditions.flatMap((one) => (one.kind === 'terms' ? one.values : []))
  const ids = conditions.flatMap((one) => (one.kind === 'reference' ? one.ids : []))
  return [
    ...(values.length > 0 ? [{ kind: 'terms', values: [...new Set(values)] } as const] : []),
    ...(ids.length > 0 ? [{ kind: 'reference', ids: [...new Set(ids)] } as const] : []),
    ...conditions.filter((one) => one.kind !== 'terms' && one.kind !== 'reference'),
  ]
}
