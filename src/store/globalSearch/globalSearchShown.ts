import sql, { raw } from 'sql-template-tag'
import type { Scope } from '../../domain/permission.ts'
import type { Runner } from '../database/database.ts'
import { tableOf } from '../nouns/tables.ts'
import { relationsFor, viewer, withSql } from '../people/visibility.ts'
import { Joins } from '../projection/projection.ts'
import { visible } from '../reading/read.ts'
import type { SearchedNoun } from './globalSearchSql.ts'

/** What is shown of something that was found: what it is called, and its texts by what they are, for an excerpt. */
export type ShownHit = {
  readonly id: string
  /** Of an activity. */
  readonly kind: string | null
  readonly leadId: string | null
  readonly title: string | null
  readonly subtitle: string | null
  readonly texts: Readonly<Record<string, string | readonly string[] | null>>
}

/** Some objects of a noun as search results, those of them that are still there and may be seen. */
export async function shownHits(
  runner: Runner,
  scope: Scope,
  noun: SearchedNoun,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ShownHit>> {
  if (ids.length === 0) return new Map()
  const joins = new Joins('t', relationsFor(scope))
  const path = (name: string) => joins.path(noun, name)
  const { title, subtitle, texts, leadId = path('leadId'), kind = 'null::text' } = SHOWN[noun](path)
  const parts = Object.entries(texts).map(([name, value]) => `'${name}', ${value}`)
  const rows = await runner.run<ShownHit>(
    sql`${withSql(viewer(scope))}select t.id, ${raw(kind)} as kind, ${raw(leadId)} as "leadId", ${raw(title)} as title,
        ${raw(subtitle)} as subtitle, json_build_object(${raw(parts.join(', '))}) as texts
      from ${raw(tableOf(noun))} t ${raw(joins.list().join('\n'))}
      where ${visible(scope, noun)} and t.id = any(${[...ids]})`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

type Shown = { title: string; subtitle: string; texts: Record<string, string>; leadId?: string; kind?: string }
type Path = (name: string) => string

// An excerpt needs the beginning of a long text, and not the rest of a megabyte.
const part = (text: string) => `left(${text}, 20000)`
const each = (list: string, key: string) => `jsonb_path_query_array(coalesce(${list}, '[]'), '$[*].${key}')`
const addresses = (list: string) => `jsonb_path_query_array(coalesce(${list}, '[]'), '$[*].*')`
const CUSTOM = `jsonb_path_query_array(t.custom, '$.**{1 to 2} ? (@.type() == "string")')`
const phones = (list: string) => each(list, 'phone_formatted')

const SHOWN: Readonly<Record<SearchedNoun, (path: Path) => Shown>> = {
  lead: (path) => ({
    leadId: 't.id',
    title: path('displayName'),
    subtitle: path('addressSummary'),
    texts: {
      name: 't.name',
      email: each(path('emails'), 'email'),
      phone: phones(path('phones')),
      url: `json_build_array(t.url, ${each(path('urls'), 'url')})`,
      description: part('t.description'),
      address: addresses('t.addresses'),
      tags: 't.tags',
      custom: CUSTOM,
    },
  }),
  contact: (path) => ({
    title: path('displayName'),
    subtitle: `concat_ws(' · ', nullif(t.title, ''), ${path('lead.displayName')})`,
    texts: {
      name: 't.name',
      email: each('t.emails', 'email'),
      phone: phones('t.phones'),
      title: 't.title',
      url: each('t.urls', 'url'),
      description: part(path('description')),
      address: addresses(path('addresses')),
      tags: 't.tags',
      custom: CUSTOM,
    },
  }),
  opportunity: (path) => ({
    title: `coalesce(nullif(t.name, ''), ${path('lead.displayName')})`,
    subtitle: `concat_ws(' · ', ${path('status.label')}, ${path('valueFormatted')}, ${path('lead.displayName')})`,
    texts: { name: 't.name', note: part('t.note'), tags: 't.tags', custom: CUSTOM },
  }),
  case: (path) => ({
    title: 't.name',
    subtitle: path('lead.displayName'),
    texts: { name: 't.name', description: part('t.description'), tags: 't.tags', custom: CUSTOM },
  }),
  task: (path) => ({
    title: `left(t.text, 200)`,
    subtitle: path('lead.displayName'),
    texts: { text: part('t.text') },
  }),
  activity: (path) => ({
    kind: 't.kind',
    title: `coalesce(nullif(t.details->>'subject', ''), nullif(t.details->>'title', ''), left(t.text, 80))`,
    subtitle: path('lead.displayName'),
    texts: {
      subject: `coalesce(t.details->>'subject', t.details->>'title')`,
      text: part('t.text'),
      email: `json_build_array(${['sender', 'to', 'cc', 'bcc'].map((key) => `t.details->'${key}'`).join(', ')})`,
      phone: `json_build_array(t.details->'phoneFormatted', t.details->'localPhoneFormatted')`,
    },
  }),
}
