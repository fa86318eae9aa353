import { CUSTOM_TYPES } from '../../domain/customValue.ts'
import type { Shape } from '../../domain/view.ts'
import { boolean, type Codec, choice, isObject, objects, shown, text, texts } from '../resource/codec.ts'
import { id } from './common.ts'

// Types that this API does not have hold texts, as far as its clients are concerned.
const OTHERS = ['state', 'region', 'country', 'currency', 'company', 'case', 'opportunity']
const typeWords = { words: { ...CUSTOM_TYPES, ...Object.fromEntries(OTHERS.map((name) => [name, 'text'])) } } as const

/** The type of a field, in the words of this API. */
export const fieldType: Codec<'text' | 'id'> = { ...text, render: typeWords }

const KINDS: Readonly<Record<string, string>> = {
  lead: 'lead',
  contact: 'contact',
  opportunity: 'opportunity',
  case: 'case',
  activity: 'custom_activity_type',
  customObject: 'custom_object_type',
}

/** What a shared field is used by; cases are Ajar's own. */
export const objectType: Codec<'text'> = {
  ...choice(...Object.values(KINDS)),
  render: { words: KINDS },
  decode(value, path, report) {
    const [found] = Object.entries(KINDS).find(([, wire]) => wire === value) ?? []
    return found ?? choice(...Object.values(KINDS)).decode(value, path, report)
  },
}

const PARTS: Readonly<Record<string, string>> = {
  object_type: 'objectType',
  custom_activity_type_id: 'activityTypeId',
  custom_object_type_id: 'customObjectTypeId',
  editable_with_roles: 'editableWithRoles',
  required: 'required',
}
const written = objects(
  ['json'],
  {
    object_type: objectType,
    custom_activity_type_id: id,
    custom_object_type_id: id,
    editable_with_roles: texts,
    required: boolean,
  },
  ['object_type'],
)
const part = (wire: string): Shape => ({ key: PARTS[wire] ?? wire })

/** Where a shared field is used, and what is true of it there. */
export const associations: Codec<'json'> = {
  ...written,
  render: {
    shape: {
      each: {
        sparse: true,
        object: {
          ...Object.fromEntries(Object.keys(PARTS).map((wire) => [wire, part(wire)])),
          object_type: { key: 'objectType', as: { words: KINDS } },
        },
      },
    },
  },
  decode(value, path, report) {
    const read = written.decode(value, path, report)
    if (!Array.isArray(read)) return read
    const renamed = (one: object) =>
      Object.fromEntries(Object.entries(one).map(([wire, inner]) => [PARTS[wire] ?? wire, inner as unknown]))
    return read.map((one: unknown) => (isObject(one) ? renamed(one) : one))
  },
  names: Object.fromEntries(Object.entries(PARTS).map(([wire, name]) => [name, wire])),
}

const OWN_KEYS: Readonly<Record<string, Shape>> = {
  id: { key: 'id' },
  name: { key: 'name' },
  description: { key: 'description' },
  type: { key: 'type', as: typeWords },
  accepts_multiple_values: { key: 'acceptsMultipleValues' },
  required: { key: 'required' },
  editable_with_roles: { key: 'editableWithRoles' },
  is_shared: { key: 'isShared' },
  referenced_custom_type_id: { key: 'referencedTypeId' },
  back_reference_is_visible: { key: 'backReferenceVisible' },
  // A change of the type is over before it is answered.
  converting_to_type: { key: 'convertingTo' },
}
const SCHEMA = { type: 'array', items: { type: 'object' } } as const

/** The fields of a type, as it lists them: without the choices. Only read. */
export const fieldsShown: Codec = shown(SCHEMA, { shape: { each: { object: OWN_KEYS } } })

const ordered = objects(['json'], { id }, ['id'], { shape: { each: { object: OWN_KEYS } } })
/** The same, where writing a list of ids puts the fields in order. */
export const fieldsInOrder: Codec<'json'> = { ...ordered, schema: SCHEMA }
/** The same with the choices. */
export const wholeFieldsInOrder: Codec<'json'> = {
  ...fieldsInOrder,
  render: { shape: { each: { object: { ...OWN_KEYS, choices: { key: 'choices' } } } } },
}
