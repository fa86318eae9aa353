import { type Token, tokenAt, valueAt } from './lexer.ts'
import { groupIn } from './objects.ts'
import { QueryError } from './queryError.ts'
import {
  and,
  type FieldRef,
  not,
  type ObjectType,
  type Op,
  or,
  type Slice,
  type SortKey,
  type Span,
  type Value,
  type Written,
  type WrittenNode,
} from './tree.ts'

export const MAX_LENGTH = 100_000
export const MAX_DEPTH = 50
/** Conditions in one query. */
export const MAX_NODES = 1000
/** Values in one list. */
export const MAX_VALUES = 5000

/**
 * Reads a query in the text language. It is about leads, unless it is to be about something else.
 * @throws QueryError with where it cannot be read on
 */
export function parseText(text: string, object: ObjectType = 'lead'): Written {
  if (text.length > MAX_LENGTH)
    throw new QueryError(`a query has at most ${MAX_LENGTH} characters`, { start: MAX_LENGTH, end: text.length })
  return new Parser(text, object).query()
}

/** What a key stands for: `custom.` begins the name or id of a custom field. */
export const fieldRef = (object: ObjectType, key: string): FieldRef =>
  /^custom\../is.test(key) ? { object, custom: key.slice('custom.'.length) } : { object, name: key }

type Modifiers = { sort: SortKey[]; resultsLimit: number | null; slice: Slice | null }
const MODIFIERS = ['sort', 'slice', 'limit']
/** Words that say something else when they stand alone or before a colon. */
export const RESERVED: readonly string[] = ['and', 'or', 'not', 'in', 'has', 'no', ...MODIFIERS]

class Parser {
  private position = 0
  private depth = 0
  private nodes = 0
  private next: Token | undefined
  private nextFrom = 0
  private readonly modifiers: Modifiers = { sort: [], resultsLimit: null, slice: null }
  private readonly text: string
  private readonly object: ObjectType

  constructor(text: string, object: ObjectType) {
    this.text = text
    this.object = object
  }

  query(): Written {
    this.readModifiers()
    const node: WrittenNode = this.peek().kind === 'end' ? { kind: 'all' } : this.either(this.object)
    const next = this.peek()
    if (next.kind !== 'end') throw unexpected(next, ['a word', 'a field', 'and', 'or'])
    return { object: this.object, node, ...this.modifiers }
  }

  private either(object: ObjectType): WrittenNode {
    const start = this.peek().start
    const nodes = [this.all(object)]
    while (this.accept('or')) nodes.push(this.all(object))
    return nodes.length === 1 ? (nodes[0] as WrittenNode) : or(nodes, { at: this.since(start) })
  }

  private all(object: ObjectType): WrittenNode {
    const start = this.peek().start
    const nodes = [this.perhapsNot(object)]
    for (;;) {
      if (this.depth === 0) this.readModifiers()
      if (this.accept('and')) nodes.push(this.perhapsNot(object))
      else if (this.peek().kind === ',') this.take()
      else if (this.isOver()) break
      else nodes.push(this.perhapsNot(object))
    }
    return nodes.length === 1 ? (nodes[0] as WrittenNode) : and(nodes, { at: this.since(start) })
  }

  private isOver(): boolean {
    const { kind } = this.peek()
    return kind === 'end' || kind === ')' || kind === 'op' || this.isKeyword('or')
  }

  private perhapsNot(object: ObjectType): WrittenNode {
    const start = this.peek().start
    let negated = false
    while (this.accept('not')) negated = !negated
    const node = this.one(object)
    return negated ? not(node, { at: this.since(start) }) : node
  }

  private one(object: ObjectType): WrittenNode {
    this.nodes += 1
    const token = this.peek()
    if (this.nodes > MAX_NODES) throw new QueryError(`a query has at most ${MAX_NODES} conditions`, token)
    if (token.kind === '(') return this.inParentheses(() => this.either(object))
    if (token.kind !== 'word' && token.kind !== 'phrase') throw unexpected(token, ['a word', 'a field', '('])
    if (['and', 'or'].some((word) => this.isKeyword(word))) throw unexpected(token, ['a word', 'a field', '('])
    this.take()
    if (token.kind === 'word' && this.text[token.end] === '(') return this.group(object, token)
    if (this.peek().kind === 'op') return this.clause(object, token)
    if (this.isMembership()) return this.membership(object, token)
    return this.words(object, token)
  }

  /** `call(…)`: one call for which all of that is true. */
  private group(object: ObjectType, name: Token): WrittenNode {
    const related = groupIn(object, name.text)
    if (related === undefined) throw new QueryError(`there is no '${name.text}( )' here`, name, ['call(', 'email('])
    const empty = tokenAt(this.text, this.peek().end).kind === ')'
    const node = this.inParentheses((): WrittenNode => (empty ? { kind: 'all' } : this.either(related)))
    return { kind: 'related', object, related, node, at: this.since(name.start) }
  }

  private clause(object: ObjectType, key: Token): WrittenNode {
    const op = this.take().text as Op
    const token = this.takeValue()
    const at = this.since(key.start)
    const has = token.kind === 'word' && token.text === '*'
    const value: Value = { text: token.text, quoted: token.kind === 'phrase' }
    const name = key.kind === 'word' && op === ':' ? key.text.toLowerCase() : undefined
    if (has && op !== ':') throw unexpected(token, ['a value'])
    if (name !== undefined && MODIFIERS.includes(name)) throw new QueryError(`'${name}:' goes to the end`, key)
    if (name === 'in') return { kind: 'view', object, view: value.text, at }
    if (name === 'has' || name === 'no') {
      const node: WrittenNode = {
        kind: 'field',
        field: fieldRef(object, value.text),
        condition: { kind: 'exists' },
        at,
      }
      return name === 'has' ? node : not(node, { at })
    }
    const related = has && name !== undefined ? groupIn(object, name) : undefined
    if (related !== undefined) return { kind: 'related', object, related, node: { kind: 'all' }, at }
    const condition = has ? ({ kind: 'exists' } as const) : ({ kind: 'asked', op, value } as const)
    return { kind: 'field', field: fieldRef(object, key.text), condition, at }
  }

  /** `key in (a, b)`, `key not in (a, b)`. */
  private membership(object: ObjectType, key: Token): WrittenNode {
    const negated = this.accept('not')
    this.accept('in')
    const values = this.inParentheses(() =>
      this.list((token) => ({ text: token.text, quoted: token.kind === 'phrase' })),
    )
    const at = this.since(key.start)
    const node: WrittenNode = {
      kind: 'field',
      field: fieldRef(object, key.text),
      condition: { kind: 'askedIn', values },
      at,
    }
    return negated ? not(node, { at }) : node
  }

  /** Words anywhere. A word may end in a star, which lets `and*` be one; after a phrase, its words are beginnings. */
  private words(object: ObjectType, token: Token): WrittenNode {
    if (token.kind === 'word' && token.text === '*') return { kind: 'all', at: this.since(token.start) }
    const star = token.kind === 'phrase' && this.text[token.end] === '*'
    if (star) this.position += 1
    const at = this.since(token.start)
    const value = token.kind === 'word' ? token.text.replace(/\*$/, '') : token.text
    const mode = token.kind === 'word' || star ? 'beginning_of_words' : 'phrase'
    return { kind: 'text', object, match: { mode, value }, at }
  }

  private readModifiers(): void {
    for (;;) {
      const token = this.peek()
      const name = token.text.toLowerCase()
      const colon = tokenAt(this.text, token.end)
      if (token.kind !== 'word' || !MODIFIERS.includes(name) || colon.kind !== 'op' || colon.text !== ':') return
      this.position = colon.end
      if (name === 'sort') this.modifiers.sort.push(...this.list((key) => this.sortKey(key)))
      else if (name === 'slice') this.modifiers.slice = readSlice(this.takeValue())
      else this.modifiers.resultsLimit = readLimit(this.takeValue())
    }
  }

  private sortKey(token: Token): SortKey {
    const descending = token.kind === 'word' && token.text.startsWith('-')
    const named = token.text === '-' && token.kind === 'word' ? this.takeValue() : undefined
    const key = named?.text ?? (descending ? token.text.slice(1) : token.text)
    return { field: fieldRef(this.object, key), descending, at: this.since(token.start) }
  }

  private list<T>(make: (token: Token) => T): T[] {
    const items = [make(this.takeValue())]
    while (this.peek().kind === ',') {
      const comma = this.take()
      if (items.length === MAX_VALUES) throw new QueryError(`a list has at most ${MAX_VALUES} values`, comma)
      items.push(make(this.takeValue()))
    }
    return items
  }

  private inParentheses<T>(inner: () => T): T {
    const open = this.take()
    this.depth += 1
    if (this.depth > MAX_DEPTH) throw new QueryError(`parentheses go at most ${MAX_DEPTH} deep`, open)
    const result = inner()
    const close = this.peek()
    if (close.kind !== ')') throw unexpected(close, [')'])
    this.take()
    this.depth -= 1
    return result
  }

  private isMembership(): boolean {
    let token = this.peek()
    if (token.kind === 'word' && token.text.toLowerCase() === 'not') token = tokenAt(this.text, token.end)
    return token.kind === 'word' && token.text.toLowerCase() === 'in' && tokenAt(this.text, token.end).kind === '('
  }

  private isKeyword(word: string): boolean {
    const token = this.peek()
    if (token.kind !== 'word' || token.text.toLowerCase() !== word) return false
    return tokenAt(this.text, token.end).kind !== 'op'
  }

  private accept(keyword: string): boolean {
    if (!this.isKeyword(keyword)) return false
    this.take()
    return true
  }

  private peek(): Token {
    if (this.next === undefined || this.nextFrom !== this.position) {
      this.next = tokenAt(this.text, this.position)
      this.nextFrom = this.position
    }
    return this.next
  }

  private take(): Token {
    const token = this.peek()
    this.position = token.end
    return token
  }

  private takeValue(): Token {
    const token = valueAt(this.text, this.position)
    if (token.kind !== 'word' && token.kind !== 'phrase') throw unexpected(token, ['a value'])
    this.position = token.end
    return token
  }

  private since(start: number): Span {
    return { start, end: this.position }
  }
}

function readSlice(token: Token): Slice {
  const [, n = 0, of = 0] = (/^(\d{1,9})\/(\d{1,9})$/.exec(token.text) ?? []).map(Number)
  if (n < 1 || n > of) throw unexpected(token, ['a slice such as 3/10'])
  return { n, of }
}

function readLimit(token: Token): number {
  if (!/^\d{1,9}$/.test(token.text)) throw unexpected(token, ['a number'])
  return Number(token.text)
}

function unexpected(token: Token, expected: readonly string[]): QueryError {
  const found = token.kind === 'end' ? 'the end' : `'${token.text.slice(0, 40)}'`
  return new QueryError(`expected ${expected.join(', ')}; found ${found}`, token, expected)
}
