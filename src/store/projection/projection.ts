import { isDeepStrictEqual } from 'node:util'
import { entryOf, type NounName } from '../../domain/catalogue.ts'
import type { EitherView, OneView, View, ViewEntry } from '../../domain/view.ts'
import { objectOfNoun } from '../../search/objects.ts'
import { columnName, isDeletable, type Relations } from '../nouns/table.ts'
import { asStored, tables } from '../nouns/tables.ts'
import { asSeen } from '../people/visibility.ts'
import { remembered } from '../remembered.ts'
import { soughtSql as fieldSql } from '../search/match.ts'
import { Joins } from './joins.ts'
import { renderSql } from './render.ts'

export { Joins } from './joins.ts'

/**
 * A view as SQL: `json` is an expression for the object of one row `t`, `joins` what must stand after the row's own
 * relation in the FROM clause, each part once.
 */
export type Projection = { readonly json: string; readonly joins: readonly string[] }

/**
 * Compiles a view to SQL that builds its JSON in PostgreSQL, so that a read is passed to the socket as it comes.
 * Values never enter the text; only names from the catalogue and the dialect's static maps do.
 */
export function projection(view: View, t = 't', relations: Relations = asStored): Projection {
  const compiled = compiledFor.get(relations)
  return compiled === undefined ? compile(view, t, relations) : compiled(view, t, () => compile(view, t, relations))
}

// Relations within a write come and go; those of reads stay.
const compiledFor = new Map(
  [asStored, ...Object.values(asSeen)].map((relations) => [relations, remembered<View, Projection>()]),
)

function compile(view: View, t: string, relations: Relations): Projection {
  const joins = new Joins(t, relations)
  const json = 'kinds' in view ? eitherSql(view, joins) : objectSql(view, joins)
  return { json, joins: joins.list() }
}

/**
 * What all kinds show alike is written once, and only the rest by kind: starting a statement costs about as much for
 * each expression in it as evaluating it once does.
 */
function eitherSql(view: EitherView, joins: Joins): string {
  const possible = joins.relations.kinds
  // Only where each kind is a noun of its own it is known which of them there can be.
  const isPossible = (kind: string, { noun }: OneView) =>
    tables[noun].kind === undefined || (possible?.has(kind) ?? true)
  const kinds = Object.entries(view.kinds).filter(([kind, one]) => isPossible(kind, one))
  const [first] = kinds
  if (first === undefined) return 'null::json'
  const same = (entry: ViewEntry, one: OneView) => one.entries.some((other) => isDeepStrictEqual(entry, other))
  const shared = first[1].entries.filter((entry) => 'path' in entry && kinds.every(([, one]) => same(entry, one)))
  const rest = (one: OneView) => one.entries.filter((entry) => !shared.some((other) => isDeepStrictEqual(entry, other)))
  const split = shared.length > 0 && kinds.every(([, one]) => rest(one).length > 0)
  const cases = kinds.map(
    ([kind, one]) =>
      `when '${kind}' then ${objectSql({ noun: one.noun, entries: split ? rest(one) : one.entries }, joins)}`,
  )
  const own = `(case ${joins.t}.kind ${cases.join('\n')} end)`
  if (!split) return own
  const common = objectSql({ noun: first[1].noun, entries: shared }, joins)
  return `(left(${own}::text, -1) || ',' || substr(${common}::text, 2))::json`
}

function objectSql(view: OneView, joins: Joins): string {
  const columns = view.entries.flatMap((entry) =>
    'key' in entry ? [`${valueSql(view.noun, entry, joins)} as "${entry.key.replaceAll('"', '""')}"`] : [],
  )
  const object = columns.length === 0 ? `'{}'::json` : `row_to_json(${joins.row(columns)})`
  const spread = view.entries.find((entry) => 'spread' in entry)
  return spread === undefined ? object : splicedSql(object, spread, joins.t)
}

type Keyed = Extract<ViewEntry, { key: string }>
type Spread = Extract<ViewEntry, { spread: string }>

function valueSql(noun: NounName, entry: Keyed, joins: Joins): string {
  if ('constant' in entry) return `'${JSON.stringify(entry.constant).replaceAll("'", "''")}'::json`
  if ('ref' in entry) return refSql(noun, entry, joins)
  if ('list' in entry) return listSql(noun, entry, joins)
  if ('sought' in entry) return renderSql(entry.render, soughtSql(noun, entry.sought, joins))
  if ('within' in entry) {
    const object = objectSql(entry.within, joins)
    return entry.when === undefined ? object : `case when ${joins.path(noun, entry.when)} then ${object} end`
  }
  return renderSql(entry.render, joins.path(noun, entry.path))
}

function refSql(noun: NounName, { ref, view }: Extract<Keyed, { ref: string }>, joins: Joins): string {
  const c = joins.child()
  const inner = projectionWithin(view, c, joins, noun)
  return `(select ${inner.json} from ${joins.relations.one(view.noun, noun)} ${c} ${inner.joins.join('\n')}
    where ${c}.organization_id = ${joins.t}.organization_id and ${c}.id = ${joins.t}.${columnName(ref)}_id)`
}

/** A field as searches know it. */
function soughtSql(noun: NounName, name: string, joins: Joins): string {
  const object = objectOfNoun(noun)
  if (object === undefined) throw new Error(`${noun} cannot be looked for`)
  return fieldSql({ object, name }, joins)
}

/** Adds the custom values at the end of the object, each under a key of its own. */
function splicedSql(object: string, { prefix, only }: Spread, t: string): string {
  const wanted = only === undefined ? '' : `, array[${only.map((id) => `'${id.replaceAll("'", "''")}'`).join(', ')}]`
  return `with_custom(${object}, ${t}.custom, '${prefix}'${wanted})`
}

function listSql(noun: NounName, entry: Extract<Keyed, { list: string }>, joins: Joins): string {
  const child = entryOf(noun).lists[entry.list] as NounName
  const spec = tables[noun].lists?.[entry.list] ?? {}
  const relation = spec.named
    ? joins.relations.one(child)
    : joins.relations.many(child, spec.on === undefined ? noun : undefined)
  if (relation === undefined) return `'[]'::json`
  const c = joins.child()
  const on =
    spec.on ?? ((of, t) => `${of}.organization_id = ${t}.organization_id and ${of}.${columnName(noun)}_id = ${t}.id`)
  const live = isDeletable(child) ? ` and ${c}.deleted_at is null` : ''
  if ('pick' in entry)
    return pickSql(child, entry.pick, `${relation} ${c}`, on(c, joins.t) + live, new Joins(c, joins.relations))
  const inner = projectionWithin(entry.view, c, joins, noun)
  const order = (spec.order ?? ((of) => `${of}.created_at, ${of}.id`))(c)
  const kinds =
    'kinds' in entry.view
      ? ` and ${c}.kind in (${Object.keys(entry.view.kinds)
          .map((kind) => `'${kind}'`)
          .join(', ')})`
      : ''
  const where = on(c, joins.t) + kinds + live
  if (entry.newest === undefined) {
    return `(select coalesce(json_agg(${inner.json} order by ${order}), '[]') from ${relation} ${c} ${inner.joins.join('\n')} where ${where})`
  }
  const rows = `(select * from ${relation} ${c} where ${where} order by ${order} limit ${entry.newest})`
  // The rows come in order already; only a join may lose it.
  const again = inner.joins.some((part) => part.startsWith('left join')) ? ` order by ${order}` : ''
  return `(select coalesce(json_agg(${inner.json}${again}), '[]') from ${rows} ${c} ${inner.joins.join('\n')})`
}

function pickSql(noun: NounName, path: string, from: string, where: string, joins: Joins): string {
  const value = joins.path(noun, path)
  return `(select coalesce(json_agg(${value} order by ${value}), '[]') from ${from} ${joins.list().join('\n')} where ${where})`
}

/** The projection of a list's objects; where they refer back to the object they are in, that row is at hand already. */
function projectionWithin(view: View, c: string, outer: Joins, parent: NounName): Projection {
  const joins = new Joins(c, outer.relations, entryOf(view.noun).refs[parent] === parent ? { [parent]: outer.t } : {})
  const json = 'kinds' in view ? eitherSql(view, joins) : objectSql(view, joins)
  return { json, joins: joins.list() }
}
