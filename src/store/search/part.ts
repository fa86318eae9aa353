import sql, { empty, raw, type Sql } from 'sql-template-tag'
import type { ObjectType } from '../../search/tree.ts'
import { Joins } from '../projection/joins.ts'
import { type Row, seenAlready } from './row.ts'

/** The lists that parts of leads and contacts are kept in. */
export const LISTS = {
  contactEmail: 'emails',
  contactPhone: 'phones',
  contactUrl: 'urls',
  address: 'addresses',
} as const satisfies Partial<Record<ObjectType, string>>
export type Part = keyof typeof LISTS

/** Whether an object is kept in a list of another. */
export const isPart = (object: ObjectType): object is Part => object in LISTS

/** Whether an object is a row of its own, and no part of others. */
export const hasId = (object: ObjectType) =>
  !isPart(object) && !['sequenceSubscription', 'leadStatusPeriod', 'opportunityStatusPeriod'].includes(object)

/**
 * The parts that a lead or a contact has, with columns for whose they are: `lead_id`, `contact_id` where it is a contact's,
 * `holder_id` for either, and the `value`. A lead has those of its contacts, too.
 *
 * The holders stand there without a condition of their own, so that PostgreSQL looks each up by whatever it knows of them:
 * it takes a union apart only then. Where an index knows the few that can matter, they come first, as an array: sorted, they
 * are looked up in less time than one by one.
 * @param among the holders that can matter; undefined for all
 */
export function partsSql({ object, joins: { relations } }: Row, part: Part, among?: Holders): Sql | undefined {
  const contacts = object === 'lead' ? relations.many('contact', 'lead') : seenAlready(relations, 'contact')
  const held = (noun: 'lead' | 'contact', relation: string, ids: string) => {
    const list = new Joins('h').path(noun, LISTS[part])
    const few = `where h.deleted_at is null and h.id = any(array(select f.id from found f where f.noun = '${noun}'))`
    return `select h.organization_id, ${ids}, h.id as holder_id, h.deleted_at, ${list} as list
      from ${relation} h ${among === undefined ? '' : few}`
  }
  const ofContacts =
    contacts === undefined ? [] : [held('contact', contacts, 'h.lead_id as lead_id, h.id as contact_id')]
  const own = () =>
    held('lead', seenAlready(relations, 'lead'), 'h.id as lead_id, null::text collate "C" as contact_id')
  const all = object === 'lead' ? [own(), ...ofContacts] : ofContacts
  if (all.length === 0) return undefined
  const found = among === undefined ? empty : sql`with found as materialized (${among}) `
  return sql`(${found}select h.*, p.value from (${raw(all.join(' union all '))}) h
    cross join lateral jsonb_array_elements(${raw(listSql('h.list'))}) p(value) where h.deleted_at is null)`
}

/** SQL for leads and contacts: the id and the noun of each. */
export type Holders = Sql

/** A JSON value as the list that it is, or a list of it alone; so that broken data never raises. */
export const listSql = (value: string) =>
  `(case jsonb_typeof(${value}) when 'array' then ${value} else jsonb_build_array(${value}) end)`
