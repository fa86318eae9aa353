import type { Problem, ProblemCode } from '../domain/errors.ts'
import type { JsonPath } from './tree.ts'

/** Reads a JSON document and notes every problem with its path, going on with something harmless. */
export class Reader {
  readonly problems: Problem[] = []

  problem(path: JsonPath, code: ProblemCode, detail?: string, choices?: readonly string[]): null {
    const more = { ...(detail === undefined ? {} : { detail }), ...(choices === undefined ? {} : { choices }) }
    this.problems.push({ path, code, ...more })
    return null
  }

  object(value: unknown, path: JsonPath): Readonly<Record<string, unknown>> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
    this.problem(path, value === undefined ? 'required' : 'wrong_type', 'must be an object')
    return {}
  }

  list(value: unknown, path: JsonPath): readonly unknown[] {
    if (Array.isArray(value)) return value
    this.problem(path, value === undefined ? 'required' : 'wrong_type', 'must be a list')
    return []
  }

  text(value: unknown, path: JsonPath): string {
    if (typeof value === 'string') return value
    this.problem(path, value === undefined ? 'required' : 'wrong_type', 'must be a text')
    return ''
  }

  texts(value: unknown, path: JsonPath): readonly string[] {
    return this.list(value, path).map((one, index) => this.text(one, [...path, index]))
  }

  flag(value: unknown, path: JsonPath, otherwise?: boolean): boolean {
    if (typeof value === 'boolean') return value
    if (value != null || otherwise === undefined)
      this.problem(path, value === undefined ? 'required' : 'wrong_type', 'must be true or false')
    return otherwise ?? false
  }

  number(value: unknown, path: JsonPath): number | null {
    if (value == null) return null
    if (typeof value === 'number' && Number.isFinite(value)) return value
    return this.problem(path, 'wrong_type', 'must be a number')
  }

  /** A whole number from 0 to `most`, or null where there is none. */
  count(value: unknown, path: JsonPath, most: number): number | null {
    const count = this.number(value, path)
    if (count === null || (Number.isInteger(count) && count >= 0 && count <= most)) return count
    return this.problem(path, 'out_of_range', `must be a whole number from 0 to ${most}`)
  }

  oneOf<T extends string>(value: unknown, path: JsonPath, choices: readonly T[]): T | null {
    const found = choices.find((choice) => choice === value)
    if (found !== undefined) return found
    if (value === undefined) return this.problem(path, 'required', 'is required', choices)
    return this.problem(path, 'not_a_choice', `must be one of ${choices.join(', ')}`, choices)
  }
}
