import sql, { join, raw, type Sql } from 'sql-template-tag'
import { beforeAll, describe, expect, test } from 'vitest'
import { useDatabase } from '../../../test/support/database.ts'
import { randomFrom } from '../../../test/support/random.ts'
import { aSearchedOrganization } from '../../../test/support/searchGround.ts'
import { type Ground, NOW, type Records, randomRecords, type Stored } from '../../../test/support/searchRecords.ts'
import { catalogue, type NounName } from '../../domain/catalogue.ts'
import type { Scope } from '../../domain/permission.ts'
import { check } from '../../search/check.ts'
import { fieldsOf } from '../../search/fields.ts'
import { objectOfNoun } from '../../search/objects.ts'
import { noWords } from '../../search/testSupport.ts'
import { parseText } from '../../search/text.ts'
import type { Condition, FieldRef, Node, ObjectType, SortKey } from '../../search/tree.ts'
import { OBJECT_TYPES } from '../../search/tree.ts'
import { type Database, UNNAMED } from '../database/database.ts'
import { tableOf } from '../nouns/tables.ts'
import { Joins } from '../projection/projection.ts'
import { storesIn } from '../store.ts'
import { sortSql, soughtSql } from './match.ts'
import { nounOf } from './row.ts'

const database = useDatabase()
const clock = { now: NOW, offsetHours: 0 }
const ID = [{ key: 'id', path: 'id', render: 'plain' }] as const

let ground: Ground
let groups: Readonly<Record<string, readonly string[]>>
let records: Records
const random = randomFrom(7)

beforeAll(async () => {
  const made = await aSearchedOrganization(database(), random)
  ;({ ground, groups } = made)
  records = randomRecords(random, ground)
  await made.fill(records)
})

/** A store, and the statements that it sends. */
function spied(scope: Partial<Scope> = {}) {
  const sent: Sql[] = []
  const spy: Database = { ...database(), run: (statement) => (sent.push(statement), database().run(statement)) }
  return { sent, store: storesIn(spy)({ organizationId: ground.organizationId, ...scope }) }
}

async function found(node: Node, object: ObjectType = 'lead', scope: Partial<Scope> = {}): Promise<string[]> {
  const noun = nounOf(object)
  const query = { where: [{ object, matches: node, clock }], order: [], limit: 500, skip: 0 }
  const { rows } = await spied(scope).store.list(noun, query, { noun, entries: ID })
  return rows.map((row) => (JSON.parse(row) as { id: string }).id).toSorted()
}

const firstOrEnd = (of: readonly boolean[]) => (of.includes(true) ? of.indexOf(true) : of.length)
const field = (ref: FieldRef, condition: Condition): Node => ({ kind: 'field', field: ref, condition })
const live = (of: readonly Stored[]) => of.filter(({ deletedAt }) => deletedAt === null)

describe('what is asked stays apart from how', () => {
  const HOSTILE = [
    `'; drop table leads; --`,
    `\0`,
    `%_\\`,
    `' || '`,
    `" or 1=1`,
    `$1`,
    `x:* & !y`,
    `\ud800`,
    'a'.repeat(5000),
  ]
  const conditions = (value: string): readonly Condition[] => [
    { kind: 'words', match: { mode: 'full_words', value } },
    { kind: 'words', match: { mode: 'phrase', value } },
    { kind: 'words', match: { mode: 'beginning_of_words', value } },
    { kind: 'words', match: { mode: 'exact_value', value } },
    { kind: 'terms', values: [value] },
    { kind: 'reference', ids: [value, `group_${value}`] },
  ]
  const isText = ({ type }: { type: string }) => !/number|count|cents|moment|date|period|boolean/.test(type)

  test.each(HOSTILE)('%j is a value wherever a value can stand', async (value) => {
    const { store, sent } = spied()
    const nodes = conditions(value).flatMap((condition): Node[] => [
      ...fieldsOf('lead')
        .filter((one) => isText(one) && !['inside', 'any'].includes(one.means.kind))
        .filter((_, i) => i % 7 === 0)
        .map(({ name }) => field({ object: 'lead', name }, condition)),
      field({ object: 'lead', custom: value, type: 'text' }, condition),
      field({ object: 'lead', custom: value, type: 'user' }, condition),
      ...(['email', 'phone'] as const).map((name): Node => {
        const related = name === 'email' ? 'contactEmail' : 'contactPhone'
        return { kind: 'related', object: 'lead', related, node: field({ object: related, name }, condition) }
      }),
      ...(condition.kind === 'words' ? [{ kind: 'text', object: 'lead', match: condition.match } as const] : []),
      { kind: 'ids', object: 'lead', ids: [value] },
    ])
    const sort: SortKey[] = [{ field: { object: 'lead', custom: value, type: 'text' }, descending: true }]
    for (const node of nodes) {
      const where = [{ object: 'lead' as const, matches: node, clock }]
      await store.list('lead', { where, order: sort, limit: 5, skip: 0 }, { noun: 'lead', entries: ID })
    }
    const said = value.slice(0, 50)
    for (const { text } of sent) expect(text.replace(UNNAMED, '').includes(said) && said.length > 4).toBe(false)
    expect(sent.length).toBe(nodes.length)
  })

  test('a search is not kept prepared, a list without one is', async () => {
    const { store, sent } = spied()
    const view = { noun: 'lead', entries: ID } as const
    const where = [{ object: 'lead' as const, matches: { kind: 'all' } as const, clock }]
    await store.list('lead', { where, order: [], limit: 5, skip: 0 }, view)
    await store.list('lead', { where: [], order: [], limit: 5, skip: 0 }, view)
    await store.count('lead', where)
    expect(sent.map(({ text }) => text.startsWith(UNNAMED))).toEqual([true, false, true])
  })
})

describe('every field', () => {
  const own = OBJECT_TYPES.flatMap((object) =>
    fieldsOf(object)
      .filter(({ means }) => !['inside', 'any'].includes(means.kind))
      .map((one) => [object, one.name, one] as const),
  )

  test('can be asked whether it has a value', async () => {
    for (const [object, name] of own) {
      if (object === 'sequenceSubscription') continue
      const node = field({ object, name }, { kind: 'exists' })
      const isOwn = objectOfNoun(nounOf(object)) === object
      const asked: Node = isOwn ? node : { kind: 'related', object: 'lead', related: object, node }
      await expect(found(asked, isOwn ? object : 'lead')).resolves.toBeInstanceOf(Array)
    }
  })

  test('of a noun can be read and sorted by', async () => {
    const nouns = (Object.keys(catalogue) as NounName[]).filter((noun) => objectOfNoun(noun) === noun)
    for (const [object, name] of own.filter(([one]) => nouns.some((noun) => noun === one))) {
      const noun = nounOf(object)
      const joins = new Joins('t')
      const entries = [{ key: name, sought: name, render: 'plain' }] as const
      expect(soughtSql({ object, name }, joins)).not.toContain('$')
      const order: SortKey[] = [{ field: { object, name }, descending: true }]
      const { rows } = await spied().store.list(noun, { where: [], order, limit: 500, skip: 0 }, { noun, entries })
      const values = rows.map((row) => (JSON.parse(row) as Record<string, unknown>)[name])
      // An empty list has no first value, as what is missing has none.
      const isMissing = values.map((value) => value === null || (Array.isArray(value) && value.length === 0))
      expect(isMissing.lastIndexOf(false), `${object}.${name}`).toBeLessThan(firstOrEnd(isMissing))
    }
  })

  test('of a lead is worth the same when all are read at once as when each is worked out for itself', async () => {
    // Of several recipients a list is sorted by the first alone.
    const names = fieldsOf('lead')
      .filter(({ name, means }) => ['smart', 'named'].includes(means.kind) && !/_(to|b?cc)$/.test(name))
      .map(({ name }) => name)
    const joins = new Joins('t')
    const values = names.map((name): [Sql, Sql] => [
      raw(soughtSql({ object: 'lead', name }, joins)),
      sortSql({ field: { object: 'lead', name }, descending: false }, joins),
    ])
    const columns = values.map(
      ([read, alone]) => sql`array[lower((${read})::text collate letters), lower((${alone})::text collate letters)]`,
    )
    const rows = await database().run<{ all: readonly (readonly [string | null, string | null])[] }>(
      sql`select json_build_array(${join(columns.slice(0, 90))}) ::jsonb || json_build_array(${join(columns.slice(90, 180))})::jsonb
        || json_build_array(${join(columns.slice(180))})::jsonb as all
        from leads t ${raw(joins.list().join('\n'))} where t.organization_id = ${ground.organizationId}`,
    )
    const read = Object.fromEntries(names.map((name, i) => [name, rows.map(({ all }) => all[i]?.[0])]))
    expect(read).toEqual(Object.fromEntries(names.map((name, i) => [name, rows.map(({ all }) => all[i]?.[1])])))
    const empty = names.filter((name) => read[name]?.every((value) => value === null))
    expect(empty.length).toBeLessThan(names.length / 4)
  })
})

test('what a part says that is in no document is found as well', async () => {
  type Phones = readonly { readonly country: string | null }[]
  const held = [
    ...live(records.contact).map((one) => [one.leadId, one.phones]),
    ...live(records.lead).map((one) => [one.id, one.phones]),
  ]
  const isThere = held.filter(([, phones]) => (phones as Phones).some(({ country }) => country === 'US'))
  const leads = live(records.lead).map(({ id }) => id)
  const expected = leads.filter((id) => isThere.some(([lead]) => lead === id))
  const node = field({ object: 'contactPhone', name: 'country' }, { kind: 'terms', values: ['us'] })
  expect(expected).not.toEqual([])
  expect(await found({ kind: 'related', object: 'lead', related: 'contactPhone', node })).toEqual(expected.toSorted())
})

describe('how it is looked for', () => {
  async function planOf(query: string): Promise<string> {
    const { store, sent } = spied()
    const { search } = check(parseText(query), noWords, { strict: true })
    await store.count('lead', [{ object: 'lead', matches: search.node, clock }])
    const [statement] = sent
    const rows = await database().run<Readonly<Record<string, string>>>(sql`explain ${statement ?? sql``}`)
    return rows.flatMap((row) => Object.values(row)).join('\n')
  }

  test.each([
    ['calls:0 created > "6 months ago"', /Anti Join/],
    ['calls:0', /Semi Join|Unique|HashAggregate/],
    ['has:calls', /Semi Join|Unique|HashAggregate/],
    ['last_called < "3 days ago"', /Anti Join/],
    ['no:opportunities created > "6 months ago"', /Anti Join/],
    ['no:opportunities', /Semi Join|Unique|HashAggregate/],
    ['not email(direction:outgoing date > "30 days ago")', /Semi Join|Unique|HashAggregate/],
    ['not zebra', /Anti Join/],
  ])('%s compares sets, and does not look into each lead', async (query, expected) => {
    const plan = await planOf(query)
    expect(plan).toMatch(expected)
    expect(plan).not.toContain('SubPlan')
  })

  test('one word or another is found by two indexes, not by looking at every lead', async () => {
    const plan = await planOf('zebra or quill')
    expect(plan).toMatch(/zebra[^]*quill/)
    // A condition on each lead would be a filter with two subplans.
    expect(plan).not.toMatch(/\(.*SubPlan.*\) OR \(/)
  })

  test('how common a word is, is known before it is planned', async () => {
    expect(await planOf('zebra')).toContain(`''zebra'':*`)
  })
})

describe('what counts', () => {
  test.each(['contact', 'opportunity', 'task'] as const)(
    'a deleted %s matches nothing, and nothing by it',
    async (noun) => {
      const [first] = live(records[noun])
      await database().run(sql`update ${raw(tableOf(noun))} set deleted_at = now()
      where organization_id = ${ground.organizationId} and id = ${first?.id}`)
      expect(await found({ kind: 'all' }, noun)).toEqual(
        live(records[noun])
          .slice(1)
          .map(({ id }) => id)
          .toSorted(),
      )
      const node: Node = { kind: 'ids', object: noun, ids: [first?.id ?? ''] }
      expect(await found(node, noun)).toEqual([])
      expect(await found({ kind: 'related', object: 'lead', related: noun, node })).toEqual([])
    },
  )

  test('a group stands for all who are in it', async () => {
    const [id = '', members = []] = Object.entries(groups).find(([, one]) => one.length > 0) ?? []
    const expected = live(records.lead).filter(({ createdById }) => members.includes(String(createdById)))
    const node = field({ object: 'lead', name: 'created_by' }, { kind: 'reference', ids: [id] })
    expect(await found(node)).toEqual(expected.map((one) => one.id).toSorted())
  })

  test('nobody is in a sequence, for there are none', async () => {
    const node: Node = { kind: 'related', object: 'lead', related: 'sequenceSubscription', node: { kind: 'all' } }
    expect(await found(node)).toEqual([])
  })

  test('no other organization is found', async () => {
    const other = await aSearchedOrganization(database(), random)
    expect(await found({ kind: 'all' }, 'lead', { organizationId: other.ground.organizationId })).toEqual([])
  })

  test('shares are apart and together everything', async () => {
    const shares = await Promise.all(
      [1, 2, 3].map(async (n) => {
        const where = [{ object: 'lead' as const, matches: { kind: 'all' } as const, clock, slice: { n, of: 3 } }]
        const { rows } = await spied().store.list(
          'lead',
          { where, order: [], limit: 500, skip: 0 },
          { noun: 'lead', entries: ID },
        )
        return rows
      }),
    )
    expect(new Set(shares.flat()).size).toBe(shares.flat().length)
    expect(shares.flat().length).toBe(live(records.lead).length)
  })

  test('old values that do not fit their field any more are no match, and no failure', async () => {
    const [lead] = live(records.lead)
    await database().run(sql`update leads set custom = ${JSON.stringify({ cf_number: 'many', cf_date: 'soon', cf_time: [1, null, {}] })}::jsonb
      where organization_id = ${ground.organizationId} and id = ${lead?.id}`)
    const now = { kind: 'now' } as const
    const conditions: [FieldRef, Condition][] = [
      [
        { object: 'lead', custom: 'cf_number', type: 'number' },
        { kind: 'numbers', gt: 0 },
      ],
      [
        { object: 'lead', custom: 'cf_date', type: 'date' },
        { kind: 'moments', onOrAfter: null, before: now },
      ],
      [
        { object: 'lead', custom: 'cf_time', type: 'moment' },
        { kind: 'moments', onOrAfter: now, before: null },
      ],
    ]
    for (const [ref, condition] of conditions) {
      for (const node of [field(ref, condition), { kind: 'not', node: field(ref, condition) } as const])
        await expect(found(node)).resolves.toBeInstanceOf(Array)
    }
  })
})
