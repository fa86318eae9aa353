import { activity, call, created, email, leadStatusChange, note, opportunityStatusChange } from './activity.ts'
import { case_ } from './case.ts'
import { comment } from './comment.ts'
import { contact } from './contact.ts'
import { customField } from './customField.ts'
import { file, folder, linkedFile } from './file.ts'
import { group } from './group.ts'
import { lead } from './lead.ts'
import type { FieldType, Noun, RecordOf } from './noun.ts'
import { opportunity } from './opportunity.ts'
import { organization } from './organization.ts'
import { leadStatus, opportunityStatus, pipeline } from './status.ts'
import { task } from './task.ts'
import { membership, role, user } from './user.ts'

/** Every noun Ajar knows. Adding one here is the first step of adding a resource. */
export const catalogue = {
  organization,
  user,
  membership,
  role,
  group,
  leadStatus,
  opportunityStatus,
  pipeline,
  customField,
  lead,
  contact,
  opportunity,
  activity,
  note,
  call,
  email,
  created,
  leadStatusChange,
  opportunityStatusChange,
  task,
  case: case_,
  comment,
  folder,
  file,
  linkedFile,
} as const satisfies Record<string, Noun>

export type Catalogue = typeof catalogue
export type NounName = keyof Catalogue
export type RecordNamed<N extends NounName> = RecordOf<Catalogue[N]>

/** Names of a noun's own fields. */
export type FieldName<N extends NounName> = string &
  (keyof Catalogue[N]['stored'] | keyof Catalogue[N]['details'] | keyof Catalogue[N]['computed'])

/** A field of the noun, or of one it refers to: `name`, `status.label`, `status.pipeline.name`. */
export type FieldPath<N extends NounName> = FieldName<N> | RefPath<N>
type RefPath<N extends NounName> = Catalogue[N]['refs'] extends infer R
  ? { [K in keyof R & string]: R[K] extends NounName ? `${K}.${FieldName<R[K]> | DeepPath<R[K]>}` : never }[keyof R &
      string]
  : never
type DeepPath<N extends NounName> = Catalogue[N]['refs'] extends infer R
  ? { [K in keyof R & string]: R[K] extends NounName ? `${K}.${FieldName<R[K]>}` : never }[keyof R & string]
  : never

export type ListName<N extends NounName> = keyof Catalogue[N]['lists'] & string

/** The entry of a noun, with its literal names forgotten: for code that knows no noun. */
export function entryOf(name: NounName): Noun {
  return catalogue[name]
}

/** Follows a path such as `status.label` and says which noun and field it ends at. */
export function resolvePath(name: NounName, path: string): { noun: NounName; field: string; type: FieldType } {
  const [head = '', ...rest] = path.split('.')
  const entry = entryOf(name)
  if (rest.length > 0) {
    const target = entry.refs[head]
    if (target === undefined) throw new Error(`${name} has no reference '${head}' (in '${path}')`)
    return resolvePath(target as NounName, rest.join('.'))
  }
  const type = entry.stored[head] ?? entry.details[head] ?? entry.computed[head]
  if (type === undefined) throw new Error(`${name} has no field '${head}'`)
  return { noun: name, field: head, type }
}
