import type { CustomChange } from '../../domain/customValue.ts'
import { type Problem, problemOf } from '../../domain/errors.ts'
import { cleaned, cleanedAll, decodeList, isObject, type Path, type Report } from './codec.ts'
import type { Entry, Resource } from './resource.ts'

export type Body = Readonly<Record<string, unknown>>

/**
 * Reads a body into a draft in domain words, by the same map that shows the object. Keys the map does not know or
 * does not let write are left out; so is what has a problem.
 */
export function decode(
  of: Resource,
  body: Body,
  { creating }: { creating: boolean },
): { draft: Readonly<Record<string, unknown>>; problems: Problem[] } {
  const problems: Problem[] = []
  const report: Report = (path, code, detail, choices) => {
    problems.push(problemOf(path, code, detail, choices))
  }
  const draft = decodeObject(of, body, [], report, creating)
  const wrong = new Set(problems.map(({ path }) => path[0]))
  return { draft: Object.fromEntries(Object.entries(draft).filter(([field]) => !wrong.has(field))), problems }
}

/** The keys of a body that a strict resource does not know. */
export function unknownKeys(of: Resource, body: Body): string[] {
  const known = new Set(Object.keys(of.fields))
  const custom = Object.entries(of.fields).flatMap(([wire, entry]) => (entry.kind === 'custom' ? customName(wire) : []))
  const isCustom = (key: string) => custom.some((name) => key === name || key.startsWith(`${name}.`))
  return Object.keys(body).filter((key) => !known.has(key) && !isCustom(key))
}

function decodeObject(of: Resource, body: Body, path: Path, report: Report, creating: boolean): object {
  const draft: Record<string, unknown> = {}
  for (const [wire, entry] of Object.entries(of.fields)) {
    if (entry.draft === undefined || (entry.once && !creating)) continue
    if (entry.unless !== undefined && Object.hasOwn(body, entry.unless)) continue
    if (entry.kind === 'custom') {
      const changes = decodeCustom(wire, entry, body, [...path, 'custom'], report)
      if (changes.length > 0) draft[entry.draft] = changes
    } else if (Object.hasOwn(body, wire)) {
      draft[entry.draft] = decodeEntry(entry, body[wire], [...path, entry.draft], report, creating)
    }
  }
  return draft
}

function decodeEntry(entry: Entry, value: unknown, path: Path, report: Report, creating: boolean): unknown {
  const { codec, of } = entry
  if (entry.kind === 'list' && of !== undefined && !('kinds' in of)) {
    if (value === null) return []
    return decodeList(value, path, report, (item, at) =>
      isObject(item) ? decodeObject(of, item, at, report, creating) : report(at, 'wrong_type', 'object'),
    )
  }
  if (value === null) return codec?.empty ?? null
  return codec?.decode(value, path, report)
}

const MAX_CUSTOM = 1000

/** Custom values in all their spellings: a flat key per field id, `.add` and `.remove`, and the old map by name. */
function decodeCustom(wire: string, entry: Entry, body: Body, path: Path, report: Report): CustomChange[] {
  const name = customName(wire)
  const changes: CustomChange[] = []
  const map = Object.hasOwn(body, name) ? body[name] : undefined
  if (isObject(map)) {
    for (const [key, value] of Object.entries(map)) changes.push(byName(key, value, entry))
  } else if (map !== undefined && map !== null) report(path, 'wrong_type', 'object')
  for (const [key, value] of Object.entries(body)) {
    if (key.startsWith(`${name}.`)) changes.push(byKey(key.slice(name.length + 1), value))
  }
  if (changes.length > MAX_CUSTOM) report(path, 'list_too_long')
  return changes.map((one) => ({ ...one, value: cleanedAll(one.value) }))
}

/** `custom` of `custom.cf_*`. */
const customName = (wire: string) => wire.split('.')[0] ?? wire

const byName = (key: string, value: unknown, { creates }: Entry): CustomChange => ({
  key,
  ...(isFieldId(key) ? { id: key } : { name: cleaned(key), creates: creates === true }),
  op: 'set',
  value,
})

function byKey(key: string, value: unknown): CustomChange {
  const op = key.endsWith('.add') ? 'add' : key.endsWith('.remove') ? 'remove' : 'set'
  const field = op === 'set' ? key : key.slice(0, -op.length - 1)
  return { key, ...(isFieldId(field) ? { id: field } : { name: cleaned(field) }), op, value }
}

const isFieldId = (key: string) => /^l?cf_[0-9A-Za-z]+$/.test(key)

/** A path in domain words as the wire calls it, for error messages. */
export function wirePath(of: Resource, path: Path): Path {
  const [head, ...rest] = path
  if (head === undefined) return []
  const named = Object.entries(of.fields).filter(([, entry]) => entry.draft === head)
  const found = named.find(([, entry]) => entry.kind !== 'input') ?? named[0]
  if (found === undefined) return path
  const [wire, entry] = found
  if (entry.kind === 'custom') return [[wire.split('.')[0], ...rest].join('.')]
  if (entry.kind === 'list' && entry.of !== undefined && !('kinds' in entry.of)) {
    const [index, ...inner] = rest
    return index === undefined ? [wire] : [wire, index, ...(inner.length === 0 ? [] : wirePath(entry.of, inner))]
  }
  const names = entry.codec?.names ?? {}
  const inner = rest.flatMap((step) => (Object.hasOwn(names, step) ? (names[step] ?? []) : step))
  return [entry.errorName ?? wire, ...inner]
}
