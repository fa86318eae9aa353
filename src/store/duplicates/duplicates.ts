import sql, { join, raw, type Sql } from 'sql-template-tag'
import { domainOf, domainsOf, type Identity, type Likely, phoneKey } from '../../domain/duplicate.ts'
import { folded, wordsOf } from '../../domain/folded.ts'
import { companyWords, personWords } from '../../domain/nameLikeness.ts'
import type { Scope } from '../../domain/permission.ts'
import { type Runner, UNNAMED } from '../database/database.ts'
import { BEGINNING } from '../globalSearch/globalSearchSql.ts'

// Enough to find those who are meant; more have something in common with thousands, such as a name or a switchboard.
const FOR_EACH = 60
const LOOKED_AT = 1000
// Names that differ in their end are next to each other.
const NEIGHBOURS = 15
const MAX_POINTS = 20

/**
 * The ids of leads or contacts that may be the same as those who are described, for each of them: who shares an address,
 * a number, a domain or the words of the name, or whose name is next to theirs. Whether they are is decided by what is
 * known of them.
 * @param alike look for names that are spelled alike, too, which takes longer
 */
export async function likelyDuplicates(
  runner: Runner,
  { organizationId }: Scope,
  kind: Likely,
  identities: readonly Identity[],
  { alike }: { readonly alike: boolean },
): Promise<readonly (readonly string[])[]> {
  const found = identities.map((): string[] => [])
  const searches = LOOKS.flatMap((look) => {
    if (look.isSlow === true && !alike) return []
    const asked = identities.flatMap((one, place) => look.values(one, kind).map((value) => ({ place, value })))
    return asked.length === 0 ? [] : [lookSql(organizationId, kind, look, asked)]
  })
  if (searches.length === 0) return found
  const rows = await runner.run<{ place: number; id: string }>(
    sql`${raw(UNNAMED)}select distinct place, id from (${join(searches, ' union all ')}) f where id is not null`,
  )
  for (const { place, id } of rows) found[place]?.push(id)
  return found
}

/** One way of looking: for which values, and which documents `d` have the value `b.value`. */
type Look = {
  readonly values: (identity: Identity, kind: Likely) => readonly string[]
  readonly where: string
  /** The order in which an index has them. */
  readonly order?: string
  /** Which of those that were looked at are the best. */
  readonly best?: string
  /** Among the names of the kind itself, not of what belongs to it. */
  readonly named?: true
  readonly isSlow?: true
}

// As the indexes of names say it.
const NAMED = 'd.names is not null and '
const QUERY = `d.words @@ to_tsquery('simple', b.value)`
const LOOKS: readonly Look[] = [
  { values: addressQueries, where: QUERY },
  { values: nameQueries, where: QUERY, named: true },
  { values: numbers, where: QUERY },
  { values: numberPatterns, where: `${NAMED}d.names like b.value`, isSlow: true },
  {
    values: beginnings,
    where: `${NAMED}${BEGINNING} >= b.value`,
    order: `${BEGINNING} limit ${NEIGHBOURS}`,
    named: true,
  },
  {
    values: beginnings,
    where: `${NAMED}${BEGINNING} < b.value`,
    order: `${BEGINNING} desc limit ${NEIGHBOURS}`,
    named: true,
  },
  {
    values: names,
    where: `${NAMED}b.value <% d.names`,
    best: `word_similarity(b.value, m.names) desc`,
    named: true,
    isSlow: true,
  },
]

function lookSql(
  organizationId: string,
  kind: Likely,
  { where, order, best, named }: Look,
  asked: readonly { place: number; value: string }[],
): Sql {
  const id = kind === 'lead' ? 'd.lead_id' : 'd.id'
  const nouns = kind === 'contact' || named ? `d.noun = '${kind}'` : `d.noun in ('lead', 'contact')`
  const documents = sql`select ${raw(id)} as id, d.names from search_documents d
    where d.organization_id = ${organizationId} and ${raw(nouns)} and ${raw(where)}`
  // Materialized, it is planned for all rows and read no further than to the limit. Planned for the first few, all
  // documents would be read until some fit.
  const some = raw(`limit ${best === undefined ? FOR_EACH : LOOKED_AT}`)
  const sorted = raw(best === undefined ? '' : `order by ${best} limit ${FOR_EACH}`)
  const rows =
    order === undefined
      ? sql`with f as materialized (${documents}) select m.id from (select * from f ${some}) m ${sorted}`
      : sql`${documents} order by ${raw(order)}`
  return sql`select b.place, f.id
    from unnest(${asked.map(({ place }) => place)}::int[], ${asked.map(({ value }) => value)}::text[]) b(place, value)
    cross join lateral (${rows}) f`
}

const some = (values: readonly string[]) => [...new Set(values)].filter((value) => value !== '').slice(0, MAX_POINTS)

/** The words of e-mail addresses and domains. Words are letters and digits alone, so they need no quoting. */
function addressQueries(identity: Identity, kind: Likely): string[] {
  const emails = identity.emails.map(({ value }) => {
    const [local = '', domain = ''] = value.split('@')
    return wordsOf(`${local.replace(/\+.*/, '')} ${domain}`).join(' & ')
  })
  const domains =
    kind === 'contact' ? [] : domainsOf(identity).map(({ value }) => wordsOf(domainOf(value)).join(' <-> '))
  return some([...emails, ...domains])
}

/** The words of the name in any order, and written as one. */
function nameQueries({ name }: Identity, kind: Likely): string[] {
  if (name === null) return []
  const telling = (kind === 'lead' ? companyWords : personWords)(name.value)
  const written = wordsOf(name.value).filter((word) => telling.includes(word))
  return telling.length < 2 ? [] : some([written.join(' & '), telling.join('')])
}

/** The numbers as they are kept when their country is known. */
function numbers({ phones }: Identity): string[] {
  return some(phones.map(({ value }) => phoneKey(value)))
}

// The last ten digits are the same with the country and without.
function numberPatterns({ phones }: Identity): string[] {
  return some(phones.map(({ value }) => phoneKey(value).slice(-10))).map((digits) => `%${digits}%`)
}

function names({ name }: Identity): string[] {
  return name === null ? [] : some([folded(name.value).trim()])
}

function beginnings(identity: Identity): string[] {
  return names(identity).map((name) => name.slice(0, 64))
}
