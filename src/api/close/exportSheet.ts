import { type CustomField, fieldsInOrder } from '../../domain/customField.ts'
import { invalid } from '../../domain/errors.ts'
import { EXPORTED, type Export, type ExportedNoun, type ExportType } from '../../domain/export.ts'
import type { Column, Sheet } from '../../domain/exportSheet.ts'
import type { OneView, ViewEntry } from '../../domain/view.ts'
import { fieldOf } from '../../search/fields.ts'
import { SMART_FIELDS } from '../../search/smart.ts'
import type { Resource } from '../resource/resource.ts'
import { viewOf } from '../resource/view.ts'
import { activity } from './activityList.ts'
import { contact } from './contact.ts'
import { customObject } from './customType.ts'
import { opportunity } from './opportunity.ts'

/** What the file of an export shows: objects as the API does, or a table of their fields. */
export function sheetOf(lead: Resource, asked: Export, customFields: readonly CustomField[]): Sheet {
  const noun = EXPORTED[asked.type as ExportType]
  const of = { lead, contact, opportunity }[noun]
  const names = asked.fields as readonly string[] | null
  return asked.format === 'json'
    ? { view: objectView(of, asked, names), columns: [] }
    : table(of, noun, lead, asked, names, fieldsInOrder(customFields, noun))
}

const SMART_NAMES = SMART_FIELDS.map(({ name }) => name)
const CUSTOM = /^custom\.(cf_[0-9A-Za-z]{1,60})$/

function objectView(of: Resource, asked: Export, names: readonly string[] | null): OneView {
  const object = of.noun as ExportedNoun
  refuseUnknown(
    names?.filter((name) => !Object.hasOwn(of.fields, name) && !isOther(name) && fieldOf(object, name) === undefined),
  )
  const usual = viewOf(of, { single: false, ...(names === null ? {} : { fields: new Set(names) }), sought: true })
  const { entries } = usual as OneView
  const smart = asked.includesSmartFields
    ? (viewOf(of, { single: false, fields: new Set(SMART_NAMES), sought: true }) as OneView).entries
    : []
  const own = entries.filter((entry) => !('key' in entry) || entry.key !== 'addresses' || asked.includesAddresses)
  const added = [...smart, ...(of.noun === 'lead' ? belongings(asked) : [])].filter(
    (entry) => !('key' in entry) || !own.some((other) => 'key' in other && other.key === entry.key),
  )
  return { noun: of.noun, entries: [...own, ...added] }
}

const isOther = (name: string) => name === '_all' || name === 'custom' || CUSTOM.test(name)

function belongings({ includesActivities, includesCustomObjects }: Export): ViewEntry[] {
  return [
    ...(includesActivities
      ? [{ key: 'activities', list: 'activities', view: viewOf(activity.shows ?? activity, { single: false }) }]
      : []),
    ...(includesCustomObjects
      ? [{ key: 'custom_objects', list: 'customObjects', view: viewOf(customObject, { single: false }) }]
      : []),
  ]
}

const STAMPS = ['created_by', 'created_by_name', 'updated_by', 'updated_by_name', 'date_created', 'date_updated']

/** What a table has of each, before custom fields. A name in brackets comes only with addresses. */
const COLUMNS: Readonly<Record<ExportedNoun, readonly string[]>> = {
  lead: ['id', 'display_name', 'description', 'url', 'html_url', 'status_id', 'status_label', ...STAMPS],
  contact: ['id', 'name', 'title', 'lead_id', 'created_by', 'updated_by', 'date_created', 'date_updated'],
  opportunity: [
    'id',
    'lead_id',
    'lead_name',
    'contact_id',
    'contact_name',
    'user_id',
    'user_name',
    'pipeline_id',
    'pipeline_name',
    'status_id',
    'status_label',
    'status_type',
    'value',
    'value_currency',
    'value_period',
    'value_formatted',
    'annualized_value',
    'expected_value',
    'annualized_expected_value',
    'confidence',
    'note',
    'date_won',
    'date_lost',
    ...STAMPS,
  ],
}

const ADDRESS_PARTS = ['label', 'address_1', 'address_2', 'city', 'state', 'zipcode', 'country']
const ADDRESSES: readonly Column[] = ADDRESS_PARTS.map((part) => ({
  header: part.startsWith('address_') ? `primary_${part}` : `primary_address_${part}`,
  path: ['addresses', 0, part],
}))

/** The first of a contact's addresses of a kind apart from the others. */
const points = (list: string, one: string): readonly Column[] => [
  { header: `primary_${one}`, path: [list, 0, one] },
  { header: `primary_${one}_type`, path: [list, 0, 'type'] },
  { header: `other_${list}`, path: [list], others: one },
]
const CONTACT_POINTS = [...points('emails', 'email'), ...points('phones', 'phone'), ...points('urls', 'url')]
const LEAD_OF_CONTACT: readonly Column[] = [
  { header: 'lead_name', path: ['lead', 'display_name'] },
  { header: 'lead_status_id', path: ['lead', 'status_id'] },
  { header: 'lead_status_label', path: ['lead', 'status_label'] },
]

function table(
  of: Resource,
  noun: ExportedNoun,
  lead: Resource,
  asked: Export,
  names: readonly string[] | null,
  customFields: readonly CustomField[],
): Sheet {
  const usual = [
    ...COLUMNS[noun].map((name) => plain(of, name)),
    ...(noun === 'contact' ? [...CONTACT_POINTS, ...LEAD_OF_CONTACT] : []),
    ...(noun === 'lead' && asked.includesAddresses ? ADDRESSES : []),
    ...customColumns(customFields),
  ]
  const smart = SMART_FIELDS.map(({ name, type }) => ({
    header: name,
    path: noun === 'lead' ? [name] : ['lead', name],
    isMoment: type === 'moment',
  }))
  const columns = names === null ? once([...usual, ...(asked.includesSmartFields ? smart : [])]) : named(names)
  return { view: viewFor(of, lead, columns), columns }

  function named(wanted: readonly string[]): readonly Column[] {
    const more = noun === 'lead' ? ADDRESSES : []
    const known = once([...usual, ...more, ...(asked.kind === 'lead' ? smart : []), ...others(of)])
    const custom = customColumns(customFields, (field) => field.id)
    const found = wanted.map((name) => [name, [...known, ...custom].find(({ header }) => header === name)] as const)
    refuseUnknown(found.flatMap(([name, column]) => (column === undefined ? [name] : [])))
    return found.flatMap(([, column]) => column ?? [])
  }
}

const plain = (of: Resource, name: string): Column => ({
  header: name,
  path: [name],
  isMoment: of.fields[name]?.codec?.render === 'isoTime',
})

/** What the map has besides. */
const others = (of: Resource): readonly Column[] =>
  Object.entries(of.fields).flatMap(([name, { kind }]) => (kind === 'field' ? plain(of, name) : []))

const customColumns = (
  fields: readonly CustomField[],
  called: (field: CustomField) => string = ({ name }) => name,
): readonly Column[] =>
  fields.map((field) => ({
    header: `custom.${called(field)}`,
    path: [`custom.${field.id}`],
    isMoment: field.type === 'datetime',
  }))

const once = (columns: readonly Column[]): readonly Column[] => {
  const first = new Map<string, Column>()
  for (const column of columns) if (!first.has(column.header)) first.set(column.header, column)
  return [...first.values()]
}

/** What has to be read for some columns; of the lead that a contact or an opportunity is of, if any is of that. */
function viewFor(of: Resource, lead: Resource, columns: readonly Column[]): OneView {
  const own = columns.filter(({ path }) => of.noun === 'lead' || path[0] !== 'lead')
  const ofLead = columns.filter((column) => !own.includes(column))
  const read = (from: Resource, names: readonly unknown[]) =>
    viewOf(from, { single: true, fields: new Set(names.map(String)), sought: true }) as OneView
  const { entries } = read(
    of,
    own.map(({ path }) => path[0]),
  )
  const its = read(
    lead,
    ofLead.map(({ path }) => path[1]),
  )
  return {
    noun: of.noun,
    entries: [...entries, ...(ofLead.length === 0 ? [] : [{ key: 'lead', ref: 'lead', view: its }])],
  }
}

function refuseUnknown(names: readonly string[] = []): void {
  if (names.length === 0) return
  throw invalid([
    { path: ['fields'], code: 'object', detail: `There is no field ${names.map((n) => `"${n}"`).join(', ')}.` },
  ])
}
