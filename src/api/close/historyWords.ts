import type { Deed } from '../../actions/undo/history.ts'

/** One attribute that was changed, as a screen shows it. */
export type Change = {
  readonly field: string
  readonly label: string
  readonly before: unknown
  readonly after: unknown
}

/**
 * What a deed changed, in words for people: no stamps, the name of what is referred to and not its id, the plain text and
 * not its mark-up.
 */
export function changesOf(
  { action, changedFields, data, previousData, isWithheld }: Deed,
  customFields: ReadonlyMap<string, string>,
): Change[] {
  if (action === 'created' || action === 'deleted') return []
  const changed = new Set(changedFields)
  return changedFields
    .filter((field) => !STAMPS.has(field) && !twinsOf(field).some((twin) => changed.has(twin)))
    .map((field) => ({
      field,
      label: labelOf(field, customFields),
      before: isWithheld ? null : (previousData[field] ?? null),
      after: data?.[field] ?? null,
    }))
}

const STAMPS = new Set(['date_updated', 'updated_by', 'updated_by_name'])

/** Attributes that say the same better. */
function twinsOf(field: string): string[] {
  const stem = field.replace(/_id$/, '')
  return [
    ...(field === 'display_name' ? ['name'] : []),
    ...(field.endsWith('_html') ? [field.replace(/_html$/, '_text'), field.replace(/_html$/, '')] : []),
    `${stem}_label`,
    `${stem}_name`,
    `${field}_formatted`,
  ]
}

/** `status_label` → Status, `custom.cf_…` → what the field is called. */
export function labelOf(field: string, customFields: ReadonlyMap<string, string>): string {
  if (field.startsWith('custom.')) return customFields.get(field.slice('custom.'.length)) ?? field
  const words = field
    .replace(/^is_/, '')
    .replace(/(?<=.)_(label|name|formatted|ids?)$/, '')
    .replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const NAMES = ['display_name', 'name', 'label', 'title', 'subject', 'text', 'note', 'lead_name']
const MAX_NAME = 100

/** What to call the object of a deed; null where nothing of it is known any more. */
export function nameOf({ data, previousData }: Deed): string | null {
  const known = { ...previousData, ...data }
  const name = NAMES.map((key) => known[key]).find((value) => typeof value === 'string' && value !== '')
  return typeof name === 'string' ? name.slice(0, MAX_NAME) : null
}
