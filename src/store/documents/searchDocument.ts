import sql, { raw, type Sql } from 'sql-template-tag'
import { ACTIVITY_KINDS } from '../../domain/activity.ts'
import { entryOf, type NounName } from '../../domain/catalogue.ts'
import { type FieldType, type ValueType, valueType } from '../../domain/noun.ts'
import { columnName, type JsonText, type TableSpec } from '../nouns/table.ts'
import { tableOf, tables } from '../nouns/tables.ts'
import { literal } from '../projection/words.ts'
import { remembered } from '../remembered.ts'
import type { Change } from '../writing/change.ts'
import { rehiddenSql } from './hiddenWords.ts'
import { dueSql } from './leadWords.ts'

/**
 * Keeps the search documents of the rows that a write makes, changes or deletes, from these rows and in the same
 * statement, and notes whose they are. A document that stays as it is, is not written.
 */
export function searchDocumentsSql(changes: readonly Change[]): Sql[] {
  const kept = changes.flatMap((change, i) => keptSql(change, `c${i}`, `d${i}`))
  return [...kept.flatMap(({ parts }) => parts), ...noteSql(kept.flatMap(({ leads }) => leads))]
}

/** Brings the documents of rows up to date that were written before: `source` has them, as the table does. */
export function keepDocumentsSql(noun: NounName, source: string): Sql[] {
  if (tables[noun].searched === undefined) return []
  const { parts, leads } = changedSql(noun, source, 'd')
  return [...parts, dueSql(leads)]
}

/** Notes whose words others see now, where only that has changed of the rows of `source`. */
export const noteRehiddenSql = (noun: NounName, source: string): Sql[] => noteSql(rehiddenSql(noun, source))

const noteSql = (leads: readonly string[]): Sql[] => (leads.length === 0 ? [] : [dueSql(leads)])

/** Parts of a statement that keep documents, and queries for the leads whose documents these wrote, or others see now. */
type Kept = { readonly parts: readonly Sql[]; readonly leads: readonly string[] }

function keptSql(change: Change, source: string, name: string): Kept[] {
  const { action, noun } = change
  if (tables[noun].searched === undefined) return []
  if (action === 'updated') {
    if (change.silent === true) return []
    return [
      ...(change.keepsWords === true ? [] : [changedSql(noun, source, name)]),
      ...(change.keepsSight === true ? [] : [{ parts: [], leads: rehiddenSql(noun, source) }]),
    ]
  }
  const written =
    action === 'deleted'
      ? `delete from search_documents s using ${source} t where s.organization_id = t.organization_id and s.id = t.id`
      : `insert into search_documents as s ${documentsSql(noun, source)}`
  return [{ parts: [raw(`${name} as (${written} returning ${OF_LEAD})`)], leads: [`select * from ${name}`] }]
}

const OF_LEAD = 's.organization_id, s.lead_id'

function changedSql(noun: NounName, source: string, name: string): Kept {
  const same = (d: string) => `s.organization_id = ${d}.organization_id and s.id = ${d}.id`
  return {
    parts: [
      raw(`${name} as materialized (${documentsSql(noun, source)})`),
      raw(`${name}s as (insert into search_documents as s select * from ${name} d where not exists (
        select 1 from search_documents s where ${same('d')} and s.lead_id is not distinct from d.lead_id
          and s.words = d.words and s.names is not distinct from d.names)
      on conflict (organization_id, id) do update set lead_id = excluded.lead_id, words = excluded.words, names = excluded.names
      returning ${OF_LEAD}, s.id)`),
      raw(`${name}x as (delete from search_documents s using ${source} t where ${same('t')}
        and (t.organization_id, t.id) not in (select d.organization_id, d.id from ${name} d) returning ${OF_LEAD})`),
    ],
    leads: [
      `select ${OF_LEAD} from ${name}s s`,
      // As they were before.
      `select ${OF_LEAD} from search_documents s join ${name}s d on ${same('d')} where s.lead_id <> d.lead_id`,
      `select * from ${name}x`,
    ],
  }
}

/** The nouns that have documents, one for each table. */
export const DOCUMENT_NOUNS: readonly NounName[] = ['lead', 'contact', 'opportunity', 'activity', 'task', 'case']

/** Makes all documents of a noun anew, for rows that were written around {@link searchDocumentsSql}. */
export const rebuildSql = (noun: NounName): Sql =>
  sql`insert into search_documents ${raw(documentsSql(noun, tableOf(noun)))}`

/** SQL for the documents of those rows of `source` that are live and have any text. */
const documentsSql = (noun: NounName, source: string) =>
  documents(tables[noun], `${noun} ${source}`, () => writeDocumentsSql(noun, source))

const documents = remembered<TableSpec, string>()

function writeDocumentsSql(noun: NounName, source: string): string {
  const { searched, name: table } = tables[noun]
  const words = (searched?.words ?? []).flatMap((field) => textSql(noun, field) ?? [])
  const names = searched?.names ?? []
  const named = (type: ValueType) => {
    const field = names.find((one) => valueType(typeOf(noun, one) ?? 'json') === type)
    return field === undefined ? 'null' : textSql(noun, field)
  }
  const namesOf =
    names.length === 0 ? 'null::text' : `search_names(${named('text')}, ${named('emails')}, ${named('phones')})`
  const kept = DOCUMENT_NOUNS.find((one) => tableOf(one) === table) ?? noun
  // The offset keeps the planner from working the words out twice, to look at them and to write them.
  return `select d.* from (
      select t.organization_id, t.id, ${literal(kept)} as noun, ${kept === 'lead' ? 't.id' : 't.lead_id'} as lead_id,
        search_words(concat_ws(e'\\x1f', ${words.join(', ')})) as words, ${namesOf} as names
      from ${source} t where t.deleted_at is null offset 0) d where d.words <> ''`
}

// Where the texts are in what is kept as JSON. The label of an address is the same in all of them.
const PATHS: Partial<Record<ValueType, string>> = {
  texts: '$[*]',
  addresses: '$[*].keyvalue() ? (@.key != "label").value',
  emails: '$[*].email',
  phones: '$[*].phone',
  urls: '$[*].url',
  custom: '$.*[*]',
}

/** SQL for the text of a field of the row `t`; undefined where the noun has no such field. */
function textSql(noun: NounName, searched: string | JsonText): string | undefined {
  const field = typeof searched === 'string' ? searched : searched.field
  const type = typeOf(noun, field)
  if (type === undefined) return undefined
  const isStored = field === 'custom' || field in entryOf(noun).stored
  if (valueType(type) === 'text') return isStored ? `t.${columnName(field)}` : `t.details->>'${field}'`
  const path = typeof searched === 'string' ? PATHS[valueType(type)] : searched.path
  const value = isStored ? `t.${columnName(field)}` : `t.details->'${field}'`
  return `texts_at(${value}, '${path}')`
}

/** The type of a field; any activity may have the fields of each kind of them. */
function typeOf(noun: NounName, field: string): FieldType | undefined {
  const nouns = noun === 'activity' ? [noun, ...ACTIVITY_KINDS] : [noun]
  const types = nouns.map((one) => ({ ...entryOf(one).stored, ...entryOf(one).details })[field])
  return types.find((type) => type !== undefined)
}
