import type { ReadBack, Shown } from '../../actions/context.ts'
import { entryOf, type NounName } from '../../domain/catalogue.ts'
import { type FieldType, type Noun, valueType } from '../../domain/noun.ts'
import { parseInstant } from '../../domain/time.ts'
import type { Render } from '../../domain/view.ts'
import { decode, wirePath } from './decode.ts'
import type { EitherResource, Entry, Resource } from './resource.ts'

/**
 * Reads what a map has shown of an object back into domain words: as a patch, by the map's own codecs, and as values of
 * the fields that it shows as they are kept, also those that nobody can write.
 */
export function readBackOf(maps: Readonly<Partial<Record<NounName, Resource | EitherResource>>>): ReadBack {
  return (noun, kind, shown) => {
    const map = maps[noun]
    const of = map !== undefined && 'kinds' in map ? map.kinds[kind ?? ''] : map
    if (of === undefined) return NOTHING
    const entry = entryOf(noun)
    const kept = keptIn(of, entry, shown)
    const fields = Object.keys(shown).filter((wire) => says(of, entry, wire))
    const isWritten = Object.values(of.fields).some(({ draft }) => draft !== undefined)
    return {
      // What a map only shows has no words for a patch but those of the noun.
      patch: isWritten ? decode(of, shown, { creating: false }).draft : kept,
      kept,
      fields,
      derived: new Set(fields.filter((wire) => Object.hasOwn(entry.computed, of.fields[wire]?.path ?? ''))),
      nameOf: (path) => wirePath(of, path).join('.'),
    }
  }
}

const NOTHING = { patch: {}, kept: {}, fields: [], derived: new Set<string>(), nameOf: String } as const

// These say when something was written, not what.
const STAMPS: ReadonlySet<string> = new Set(['updatedAt', 'updatedById'])

/** Whether a field of the wire says something of the object itself, and not of what it refers to. */
function says(of: Resource, noun: Noun, wire: string): boolean {
  const entry = of.fields[wire]
  if (entry === undefined) return Object.keys(of.fields).some((name) => isCustom(name, wire))
  if (entry.draft !== undefined) return entry.once !== true
  return keptField(noun, entry) !== undefined
}

const isCustom = (name: string, wire: string) =>
  name.endsWith('.cf_*') && wire.startsWith(name.slice(0, -'cf_*'.length))

function keptIn(of: Resource, noun: Noun, shown: Shown): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const [wire, entry] of Object.entries(of.fields)) {
    if (!Object.hasOwn(shown, wire)) continue
    const value = shown[wire]
    if (entry.kind === 'within' && entry.of !== undefined && !('kinds' in entry.of) && value !== null)
      Object.assign(kept, keptIn(entry.of, noun, value as Shown))
    const field = keptField(noun, entry)
    if (field !== undefined) kept[field.name] = field.read(value)
  }
  return kept
}

/** The field of a noun that an entry shows, and how its value is read again; undefined where that loses anything. */
function keptField(noun: Noun, { kind, path = '', codec }: Entry) {
  const type = noun.stored[path] ?? noun.details[path]
  if (kind !== 'field' || type === undefined || STAMPS.has(path)) return undefined
  const read = unrendered(codec?.render ?? 'plain', type)
  return read === undefined ? undefined : { name: path, read }
}

/** How a printed value is read again; undefined for ways of printing that leave something out. */
function unrendered(render: Render, type: FieldType): ((value: unknown) => unknown) | undefined {
  if (render === 'plain') return (value) => value
  if (render !== 'isoTime' && render !== 'isoTimeNoOffset' && render !== 'midnightTime') return undefined
  const isDate = valueType(type) === 'date'
  return (value) => (typeof value !== 'string' ? null : isDate ? value.slice(0, 10) : parseInstant(value))
}
