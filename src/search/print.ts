import { fieldOf } from './fields.ts'
import { isValueWord, isWord, quote } from './lexer.ts'
import { groupIn, OBJECTS } from './objects.ts'
import { printRange } from './printMoment.ts'
import { RESERVED } from './text.ts'
import {
  type Asked,
  type Condition,
  CURRENT_USER,
  type FieldRef,
  type NumberRange,
  type Search,
  type TextMatch,
  type Value,
  type WrittenNode,
} from './tree.ts'

/** Thrown where a tree says what the text language has no words for. */
class Unsayable extends Error {}

/**
 * Writes a tree in the text language: what was written and read comes back the same.
 * @returns null when the text language cannot say it
 */
export function printText(search: Search<Condition | Asked>): string | null {
  try {
    const modifiers = [
      ...(search.sort.length > 0 ? [`sort:${search.sort.map(sortKey).join(',')}`] : []),
      ...(search.slice === null ? [] : [`slice:${search.slice.n}/${search.slice.of}`]),
      ...(search.resultsLimit === null ? [] : [`limit:${search.resultsLimit}`]),
    ]
    return [print(search.node, false), ...modifiers].join(' ')
  } catch (error) {
    if (error instanceof Unsayable) return null
    throw error
  }
}

/** What consists of several parts is put in parentheses when it is a part itself. */
function print(node: WrittenNode, isPart: boolean): string {
  switch (node.kind) {
    case 'all':
      return '*'
    case 'none':
      return 'not *'
    case 'and':
    case 'or':
      return joined(
        node.nodes.map((one) => print(one, true)),
        node.kind === 'and' ? ' ' : ' or ',
        isPart,
      )
    case 'not':
      return `not ${print(node.node, true)}`
    case 'related':
      return group(node)
    case 'field':
      return field(node.field, node.condition, isPart)
    case 'text':
      return words(node.match, isPart)
    case 'ids':
      return `id in (${node.ids.map(quote).join(', ')})`
    case 'view':
      return `in:${isPlain(node.view) && !node.view.startsWith('*') ? node.view : quote(node.view)}`
  }
}

const joined = (parts: readonly string[], by: string, isPart: boolean) =>
  isPart && parts.length > 1 ? `(${parts.join(by)})` : parts.join(by)

function group({ object, related, node }: Extract<WrittenNode, { kind: 'related' }>): string {
  const name = OBJECTS[related].group
  if (groupIn(object, name) !== related) throw new Unsayable(name)
  return node.kind === 'all' ? `${name}:*` : `${name}(${print(node, false)})`
}

function words({ mode, value: text }: TextMatch, isPart: boolean): string {
  const each = () => text.split(/\s+/).filter((word) => word !== '')
  switch (mode) {
    case 'beginning_of_words':
      if (text !== '' && isWord(`${text}*`))
        return RESERVED.includes(text.toLowerCase()) || text.endsWith('*') ? `${text}*` : text
      return `${quote(text)}*`
    case 'phrase':
      return quote(text)
    case 'full_words':
      return joined(each().map(quote), ' ', isPart) || '*'
    case 'exact_value':
      throw new Unsayable(mode)
  }
}

function field(ref: FieldRef, condition: Condition | Asked, isPart: boolean): string {
  const type = 'name' in ref ? fieldOf(ref.object, ref.name)?.type : ref.type
  const name = key(ref)
  const several = (parts: readonly string[]) => joined(parts, ' ', isPart)
  switch (condition.kind) {
    case 'asked':
      return condition.op === ':'
        ? `${name}:${spaced(value(condition.value))}`
        : `${name} ${condition.op} ${value(condition.value)}`
    case 'askedIn':
      return `${name} in (${condition.values.map(value).join(', ')})`
    case 'exists':
      return type === 'count' ? `has:${name}` : `${isGroup(ref) ? quote(keyText(ref)) : name}:*`
    case 'words':
      return several(fieldWords(name, condition.match))
    case 'terms':
      return oneOf(name, condition.values.map(quote), type === 'text')
    case 'reference':
      return oneOf(name, condition.ids.map(printId), false)
    case 'boolean':
      return `${name}:${condition.value ? 'yes' : 'no'}`
    case 'numbers':
      return several(numbers(name, condition, type === 'cents' ? 100 : 1))
    case 'moments':
      return several(printRange(condition).map((part) => (part === '*' ? `${name}:*` : `${name}${part}`)))
    case 'localTime':
      throw new Unsayable(condition.kind)
  }
}

const printId = (id: string) => (id === CURRENT_USER ? 'me' : quote(id))

function fieldWords(name: string, { mode, value: text }: TextMatch): string[] {
  const each = text.split(/\s+/).filter((word) => word !== '')
  if (each.length === 0) throw new Unsayable(mode)
  if (mode === 'phrase') return [`${name}:${quote(text)}`]
  if (mode === 'exact_value') return [`${name} in (${quote(text)})`]
  if (mode === 'full_words') return each.map((word) => `${name}:${quote(word)}`)
  if (!each.every((word) => isValueWord(word) && !word.endsWith('*'))) throw new Unsayable(mode)
  return each.map((word) => `${name}:${spaced(word)}`)
}

function oneOf(name: string, values: readonly string[], asList: boolean): string {
  const [first] = values
  if (first === undefined) return 'not *'
  return values.length === 1 && !asList && first !== quote('')
    ? `${name}:${first}`
    : `${name} in (${values.join(', ')})`
}

function numbers(name: string, range: NumberRange, unit: number): string[] {
  const { gt, gte, lt, lte } = range
  const said = (number: number) => String(number / unit)
  if (gte !== undefined && gte === lte && gt === undefined && lt === undefined) return [`${name}:${said(gte)}`]
  const bounds = (
    [
      ['>', gt],
      ['>=', gte],
      ['<', lt],
      ['<=', lte],
    ] as const
  ).flatMap(([op, bound]) => (bound === undefined ? [] : [`${name} ${op} ${said(bound)}`]))
  return bounds.length === 0 ? [`${name}:*`] : bounds
}

const sortKey = ({ field: ref, descending }: Search['sort'][number]) => {
  const text = keyText(ref)
  return (descending ? '-' : '') + (isPlain(text) && !text.startsWith('-') ? text : quote(text))
}

const keyText = (ref: FieldRef) => ('custom' in ref ? `custom.${ref.custom}` : ref.name)

function key(ref: FieldRef): string {
  const text = keyText(ref)
  return isWord(text) && !text.includes('://') && text !== '*' && !RESERVED.includes(text.toLowerCase())
    ? text
    : quote(text)
}

// `email:*` is about e-mails; in quotation marks it is about the field.
const isGroup = (ref: FieldRef) => 'name' in ref && groupIn(ref.object, ref.name) !== undefined

function value({ text, quoted }: Value): string {
  if (quoted) return quote(text)
  if (!isValueWord(text)) throw new Unsayable(text)
  return text
}

// A colon and two slashes would be the beginning of a web address.
const looksLikeAddress = (text: string) => text.startsWith('/')
const spaced = (text: string) => (looksLikeAddress(text) ? ` ${text}` : text)
const isPlain = (text: string) => isValueWord(text) && !looksLikeAddress(text)
