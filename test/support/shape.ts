import { expect } from 'vitest'

/** Keys whose values may deliberately be of other kinds than an example's, and why a client survives it. */
export type Different = Readonly<Record<string, { readonly kinds: readonly string[]; readonly because: string }>>

/**
 * Checks that every key of an example is there with a value of the same kind, also inside, and that ids and times have
 * the same form. Null in the example allows anything; more keys than the example has are fine.
 */
export function expectShape(actual: unknown, example: unknown, different: Different = {}, path: string[] = []): void {
  if (example === null) return
  const where = `${path.join('.')}, which is ${JSON.stringify(actual)}`
  const kinds = different[path.at(-1) ?? '']?.kinds ?? [kindOf(example)]
  expect(kinds, `kind of ${where}`).toContain(kindOf(actual))
  if (Array.isArray(example)) {
    for (const [i, item] of (actual as unknown[]).entries()) {
      const like: unknown = example.find((one) => typeOf(one) === typeOf(item)) ?? null
      expectShape(item, like, different, [...path, String(i)])
    }
  } else if (typeof example === 'object' && actual !== null) {
    const found = actual as Record<string, unknown>
    expect(Object.keys(found), path.join('.')).toEqual(expect.arrayContaining(Object.keys(example)))
    for (const [key, value] of Object.entries(example)) expectShape(found[key], value, different, [...path, key])
  } else if (typeof example === 'string' && typeof actual === 'string') {
    expect(formOf(actual), `form of ${where}`).toBe(formOf(example))
  }
}

const kindOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value)
const typeOf = (value: unknown) => (value as { _type?: unknown } | null)?._type

/** What clients parse: ids by their prefix, times by one of two layouts. Examples may have shortened ids. */
function formOf(text: string): string {
  const id = /^(lead|cont|oppo|acti|task|comm|comthr|user|orga|memb|stat|pipe|cf)_[0-9A-Za-z]+$/.exec(text)
  if (id !== null) return `id of ${id[1]}`
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$/.test(text)) return 'time'
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?$/.test(text)) return 'time without an offset'
  return /^\d{4}-\d\d-\d\d$/.test(text) ? 'date' : 'text'
}
