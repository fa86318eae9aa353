import type { OneView, View, ViewEntry } from '../../domain/view.ts'
import { fieldOf, fieldsOf, type Meaning } from '../../search/fields.ts'
import { objectOfNoun } from '../../search/objects.ts'
import type { EitherResource, Entry, Resource } from './resource.ts'

/** Which fields are wanted: all that belong in the answer, or those named. */
export type Wanted = {
  readonly single: boolean
  readonly fields?: ReadonlySet<string> | undefined
  /** Fields that only searches know can be named too, whatever the map says of that. */
  readonly sought?: true
}

const ALL = '_all'
const CUSTOM_FIELD = /^custom\.(l?cf_[0-9A-Za-z]{1,60})$/

/** The view that shows a resource under its wire names. The common ones are made once. */
export function viewOf(of: Resource | EitherResource, wanted: Wanted): View {
  if (wanted.fields !== undefined) return makeView(of, wanted)
  const kept = wanted.single ? singles : lists
  const known = kept.get(of)
  if (known !== undefined) return known
  const made = makeView(of, wanted)
  kept.set(of, made)
  return made
}

const singles = new WeakMap<object, View>()
const lists = new WeakMap<object, View>()

function makeView(of: Resource | EitherResource, wanted: Wanted): View {
  if (!('kinds' in of)) return oneView(of, wanted)
  return {
    noun: of.noun,
    kinds: Object.fromEntries(Object.entries(of.kinds).map(([kind, one]) => [kind, oneView(one, wanted)])),
  }
}

function oneView(of: Resource, { single, fields, sought = of.sought }: Wanted): OneView {
  const all = fields === undefined || fields.has(ALL)
  const entries = Object.entries(of.fields).flatMap(([wire, entry]): ViewEntry[] => {
    if (entry.kind === 'input') return []
    if (entry.kind === 'custom') return customEntry(wire, fields)
    const named = fields?.has(wire) ?? false
    const usual = (single || !entry.single) && (!entry.asked || fields?.has(ALL) === true)
    return named || (all && usual) ? [viewEntry(wire, entry)] : []
  })
  return { noun: of.noun, entries: [...entries, ...soughtEntries(of, fields, sought)] }
}

function viewEntry(key: string, entry: Entry): ViewEntry {
  if (entry.kind === 'constant') return { key, constant: entry.value }
  if (entry.kind === 'within') {
    const view = viewOf(entry.of as Resource, { single: false }) as OneView
    return { key, within: view, ...(entry.when === undefined ? {} : { when: entry.when }) }
  }
  const path = entry.path ?? ''
  if (entry.kind === 'numbers') return { key, list: path, pick: entry.pick ?? 'number' }
  if (entry.kind === 'list' && entry.of !== undefined) {
    const view = viewOf(entry.of, { single: false })
    return { key, list: path, view, ...(entry.newest === undefined ? {} : { newest: entry.newest }) }
  }
  return { key, path, render: entry.codec?.render ?? 'plain' }
}

function customEntry(wire: string, fields: ReadonlySet<string> | undefined): ViewEntry[] {
  const prefix = `${wire.split('.')[0]}.`
  if (fields === undefined || fields.has(ALL) || fields.has(prefix.slice(0, -1))) return [{ spread: 'custom', prefix }]
  const only = [...fields].flatMap((name) => CUSTOM_FIELD.exec(name)?.[1] ?? [])
  return only.length === 0 ? [] : [{ spread: 'custom', prefix, only }]
}

/** What the map has no word for and searches do. */
function soughtEntries(of: Resource, fields: ReadonlySet<string> = NONE, sought: true | undefined): ViewEntry[] {
  const object = objectOfNoun(of.noun)
  if (sought !== true || object === undefined) return []
  const smart = fields.has(ALL) ? fieldsOf(object).flatMap(({ name, means }) => (isRead(means) ? name : [])) : []
  return [...new Set([...fields, ...smart])].flatMap((key) => {
    const field = Object.hasOwn(of.fields, key) ? undefined : fieldOf(object, key)
    if (field === undefined || !isRead(field.means)) return []
    return [{ key, sought: field.name, render: field.type === 'moment' ? 'isoTime' : 'plain' }]
  })
}

const NONE: ReadonlySet<string> = new Set()

/** Of what is in lists there are several. */
const isRead = ({ kind }: Meaning) => kind !== 'inside' && kind !== 'any' && kind !== 'keys'
