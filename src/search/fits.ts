import { own } from '../domain/own.ts'
import type { Compared, Meant } from './asked.ts'
import type { Condition, ValueKind } from './tree.ts'
import { idsOf, type Vocabulary } from './vocabulary.ts'

const NUMBERS: readonly ValueKind[] = ['number', 'count', 'cents']
const MOMENTS: readonly ValueKind[] = ['moment', 'date', 'period']
const NAMES: readonly ValueKind[] = ['user', 'leadStatus', 'opportunityStatus', 'pipeline']
const WORDS: readonly ValueKind[] = ['text', 'phone', 'choice', 'id', 'timezone']

/** Fields of which types a condition can be about. */
const FITS: Readonly<Record<Condition['kind'], readonly ValueKind[] | 'any'>> = {
  exists: 'any',
  words: [...WORDS, ...NAMES],
  terms: [...WORDS, ...NAMES],
  reference: ['id', 'choice', ...NAMES],
  boolean: ['boolean'],
  numbers: NUMBERS,
  moments: MOMENTS,
  localTime: ['timezone'],
}

/** The same condition in our own words: labels become ids. */
export function fitted(condition: Condition, { type, words }: Compared, vocabulary: Vocabulary): Meant {
  const types = FITS[condition.kind]
  if (types !== 'any' && !types.includes(type))
    return { wrong: `this condition does not fit a field of the type ${type}` }
  const ids = (texts: readonly string[], quoted: boolean): Meant => ({
    anyOf: [{ kind: 'reference', ids: [...new Set(texts.flatMap((text) => idsOf(vocabulary, type, text, quoted)))] }],
  })
  if (condition.kind === 'exists' && type === 'count') return { anyOf: [{ kind: 'numbers', gt: 0 }] }
  if (condition.kind === 'terms') {
    if (NAMES.includes(type)) return ids(condition.values, true)
    return {
      anyOf: [{ kind: 'terms', values: condition.values.map((value) => own(words, value.toLowerCase()) ?? value) }],
    }
  }
  if (condition.kind === 'words' && NAMES.includes(type))
    return ids([condition.match.value], condition.match.mode !== 'beginning_of_words')
  return { anyOf: [condition] }
}
