import { entryOf, type FieldPath, type ListName, type NounName, resolvePath } from '../../domain/catalogue.ts'
import { valueType } from '../../domain/noun.ts'
import type { Condition } from '../../search/listQuery.ts'
import { type Codec, type JsonSchema, shown } from './codec.ts'
import type { Filter } from './filter.ts'

/** One entry of a map: a wire name's meaning, in both directions. */
export type Entry<P extends string = string> = {
  readonly kind: 'field' | 'input' | 'list' | 'within' | 'numbers' | 'constant' | 'custom'
  /** Domain path that is read; for lists the name of the list. */
  readonly path?: P
  /** What it is called in a draft; absent when it cannot be written. */
  readonly draft?: string
  readonly codec?: Codec
  readonly of?: Resource | EitherResource
  readonly newest?: number
  /** Shown only where this is true. */
  readonly when?: P
  readonly value?: unknown
  /** Only in answers that show one object. */
  readonly single?: boolean
  /** Only when asked for by name, or with all. */
  readonly asked?: boolean
  /** Made of other objects or of the time, so that it changes without the object: events leave it out. */
  readonly fleeting?: boolean
  /** What errors call it, where that is not its wire name. */
  readonly errorName?: string
  /** Custom values: the noun's map by name may make fields. */
  readonly creates?: boolean
  /** Lists of numbers: the field of each object, if it is not its number. */
  readonly pick?: string
  /** Numbers in a body stand for objects of these kinds; the draft has their ids. */
  readonly refers?: readonly Target[]
  /** Only taken when the object is made. */
  readonly once?: boolean
  /** Not taken from a body that has this key. */
  readonly unless?: string
  /** A map whose keys a body may change one by one. */
  readonly merged?: boolean
}

/** A kind of object that is referred to by number: those of a noun of which something is true. */
export type Target = { readonly noun: NounName; readonly where?: readonly Condition[] }

type More = Pick<Entry, 'single' | 'asked' | 'fleeting' | 'errorName' | 'once' | 'unless' | 'merged'>

/** A field that is read and written under this name. */
export const field = <const P extends string>(path: P, codec: Codec, more: More = {}): Entry<P> => ({
  kind: 'field',
  path,
  draft: path,
  codec,
  ...more,
})

/** A field that is only read. */
export const readOnly = <const P extends string>(path: P, codec: Codec = shown(), more: More = {}): Entry<P> => ({
  kind: 'field',
  path,
  codec,
  ...more,
})

/** A reference by id; errors may name what is referred to. */
export const reference = <const P extends string>(path: P, codec: Codec, errorName: string): Entry<P> => ({
  ...field(path, codec),
  errorName,
})

/** A value that can only be written, such as a label instead of an id. */
export const input = (draft: string, codec: Codec, more: More = {}): Entry<never> => ({
  kind: 'input',
  draft,
  codec,
  ...more,
})

/** A field that is read by one path and written as another word of the draft. */
export const aliased = <const P extends string>(path: P, draft: string, codec: Codec, more: More = {}): Entry<P> => ({
  ...field(path, codec, more),
  draft,
})

/** A list of other objects, each as its own map shows it. */
export const embedded = <const P extends string>(
  list: P,
  of: Resource | EitherResource,
  more: More & { newest?: number; writable?: boolean } = {},
): Entry<P> => {
  const { writable, ...rest } = more
  return { kind: 'list', path: list, of, ...(writable ? { draft: list } : {}), ...rest }
}

/** The object once more within itself, as another map of its noun shows it; null where something is not true of it. */
export const within = <const P extends string = never>(
  of: Resource,
  more: { when?: P; draft?: string; codec?: Codec } = {},
): Entry<P> => ({ kind: 'within', of, ...more })

/** Something the dialect promises and Ajar always answers the same. */
export const constant = (value: unknown, more: More = {}): Entry<never> => ({ kind: 'constant', value, ...more })

/** All custom values, under `<name>.<field id>`. */
export const customValues = (more: { creates?: boolean } = {}): Entry<never> => ({
  kind: 'custom',
  draft: 'custom',
  ...more,
})

export type Method = 'list' | 'create' | 'fetch' | 'update' | 'updateMany' | 'delete'

/** What a dialect's map of a noun declares. */
export type ResourceSpec<N extends NounName> = {
  /** Below the dialect's prefix, with slashes on both ends; absent for what is only embedded. */
  readonly path?: string
  /** What errors and the reference call it. */
  readonly title: string
  readonly methods?: readonly Method[]
  /** The field that a path names an object by; an integer is one without signs and leading zeros. */
  readonly key?: FieldPath<N>
  /** What stands before it. */
  readonly keyPrefix?: string
  /** What is true of all its objects; there are no others here. */
  readonly only?: readonly Condition[]
  /** What is true of an object because it is made here, in words of a draft. */
  readonly sets?: Readonly<Record<string, unknown>>
  /** What an object cannot be without: one wire name of each group must have a value. */
  readonly needs?: readonly (readonly string[])[]
  /** Parameters of a request that makes one, which are true or not, and what they are called in a draft. */
  readonly flags?: Readonly<Record<string, string>>
  /** Deleting does this instead. */
  readonly removes?: 'detach'
  /** Objects that were deleted by their flag are still found one by one. */
  readonly binned?: true
  readonly fields: Readonly<Record<string, Entry<FieldPath<N> | ListName<N>>>>
  readonly filters?: Readonly<Record<string, Filter<FieldPath<N>>>>
  readonly orders?: Readonly<Record<string, readonly FieldPath<N>[]>>
  readonly defaultOrder?: readonly (FieldPath<N> | `-${FieldPath<N>}`)[]
  /** Its objects are shown by other maps, one for each kind. */
  readonly shows?: EitherResource
  /** The same, where parameters choose others. */
  readonly showsFor?: (params: Readonly<Record<string, string>>) => EitherResource | undefined
  /** `_fields` may also name what only searches know, and all of that comes with all fields. */
  readonly sought?: true
  /** The parameters of its list in other words, where some change what others mean. */
  readonly rewrite?: (params: Readonly<Record<string, string>>) => Readonly<Record<string, string>>
  /** Policies of the dialect, by its own names. */
  readonly policy?: Readonly<Record<string, unknown>>
  /** Schema keywords for the reference. */
  readonly description?: string
}

export type Resource = Omit<ResourceSpec<NounName>, 'key' | 'fields' | 'filters' | 'orders' | 'defaultOrder'> & {
  readonly noun: NounName
  readonly methods: readonly Method[]
  readonly key: string
  readonly fields: Readonly<Record<string, Entry>>
  readonly filters: Readonly<Record<string, Filter>>
  readonly orders: Readonly<Record<string, readonly string[]>>
  readonly defaultOrder: readonly string[]
}

/** Objects of several kinds under one path, each shown by the map of its kind. */
export type EitherResource = { readonly noun: NounName; readonly kinds: Readonly<Record<string, Resource>> }

/** Declares how a dialect calls a noun. Checked against the catalogue, so a map that cannot work does not start. */
export function resource<const N extends NounName>(noun: N, spec: ResourceSpec<N>): Resource {
  for (const [wire, entry] of Object.entries(spec.fields)) checkEntry(noun, wire, entry)
  for (const filter of Object.values(spec.filters ?? {})) resolvePath(noun, filter.path)
  for (const paths of Object.values(spec.orders ?? {})) for (const path of paths) resolvePath(noun, path)
  return {
    ...spec,
    noun,
    key: spec.key ?? 'id',
    methods: spec.methods ?? [],
    filters: spec.filters ?? {},
    orders: spec.orders ?? {},
    defaultOrder: spec.defaultOrder ?? ['id'],
  }
}

/** Whether paths name objects of a resource by number. */
export const isNumbered = ({ noun, key }: Resource) => valueType(resolvePath(noun, key).type) === 'integer'

function checkEntry(noun: NounName, wire: string, entry: Entry): void {
  if (entry.kind === 'list' || entry.kind === 'numbers') {
    const child = entryOf(noun).lists[entry.path ?? '']
    if (child === undefined) throw new Error(`${noun} has no list '${entry.path}' for '${wire}'`)
    if (entry.kind === 'numbers') resolvePath(child as NounName, entry.pick ?? 'number')
  }
  if (entry.when !== undefined) resolvePath(noun, entry.when)
  if (entry.kind !== 'field') return
  const type = valueType(resolvePath(noun, entry.path ?? '').type)
  if (!entry.codec?.types.includes(type))
    throw new Error(`'${wire}' prints ${noun}.${entry.path}, a ${type}, with a codec for other types`)
}

const nullable = ({ when }: Entry) => (when === undefined ? {} : { type: ['object', 'null'] })

/** The JSON Schema of an object as answers show it. */
export function schemaOf(of: Resource | EitherResource): JsonSchema {
  if ('kinds' in of) return { oneOf: Object.values(of.kinds).map(schemaOf) }
  const properties = Object.entries(of.fields).flatMap(([wire, entry]) => {
    const schema = entrySchema(entry)
    return schema === undefined ? [] : [[wire, schema] as const]
  })
  return { type: 'object', title: of.title, properties: Object.fromEntries(properties) }
}

function entrySchema(entry: Entry): JsonSchema | undefined {
  const access = entry.draft === undefined ? { readOnly: true } : {}
  switch (entry.kind) {
    case 'field':
      return { ...entry.codec?.schema, ...access }
    case 'input':
      return { ...entry.codec?.schema, writeOnly: true }
    case 'list':
      return entry.of === undefined ? undefined : { type: 'array', items: schemaOf(entry.of), ...access }
    case 'within':
      return entry.of === undefined ? undefined : { ...schemaOf(entry.of), ...nullable(entry), ...access }
    case 'numbers':
      return { type: 'array', items: { type: 'integer' }, ...access }
    case 'constant':
      return { const: entry.value, ...access }
    case 'custom':
      return undefined
  }
}
