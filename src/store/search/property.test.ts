import { describe, expect, test } from 'vitest'
import { useDatabase } from '../../../test/support/database.ts'
import { randomFrom } from '../../../test/support/random.ts'
import { aSearchedOrganization } from '../../../test/support/searchGround.ts'
import { inOrder, isInSlice } from '../../../test/support/searchOrder.ts'
import { NOW, type Records, randomRecords } from '../../../test/support/searchRecords.ts'
import { matches } from '../../../test/support/searchReference.ts'
import { type Things, thingsOf } from '../../../test/support/searchThings.ts'
import { randomHaving, randomNode, randomSort, randomWords } from '../../../test/support/searchTrees.ts'
import type { Scope } from '../../domain/permission.ts'
import type { Match } from '../../search/listQuery.ts'
import type { ObjectType, SortKey } from '../../search/tree.ts'
import type { Page } from '../reading/read.ts'
import { BEGINNING } from '../reading/walk.ts'
import { storesIn } from '../store.ts'
import { nounOf } from './row.ts'

// Set the seed to see a failure again; set the factor to look longer.
const SEED = Number(process.env.AJAR_TEST_SEED ?? Date.now() % 2 ** 31)
const FACTOR = Number(process.env.AJAR_TEST_FACTOR ?? 1)
const AT_ONCE = 5
const OBJECTS: readonly ObjectType[] = [
  ...Array<ObjectType>(8).fill('lead'),
  ...(['contact', 'opportunity', 'task', 'case', 'activity', 'call', 'email', 'meeting', 'emailThread'] as const),
]

const database = useDatabase()

describe(`the store finds what the reference finds, in its order, AJAR_TEST_SEED=${SEED}`, () => {
  let asked = 0
  let answered = 0

  test.each([
    ['everything is seen', 1, 700],
    ['everything is seen', 2, 700],
    ['some of it is hidden', 3, 300],
    ['some of it is hidden', 4, 300],
    ['some of it could be hidden', 5, 300],
    ['some of it is hidden, and leads are seen that are assigned', 6, 300],
    ['some of it is hidden, and leads are seen that are assigned', 7, 300],
  ])('where %s (%i)', { timeout: 120_000 * FACTOR }, async (sight, which, trees) => {
    const random = randomFrom(SEED + which)
    const { ground, groups, fill } = await aSearchedOrganization(database(), random)
    const made = randomRecords(random, ground)
    const userId = ground.users[0]?.id ?? ''
    const isAssigned = sight.endsWith('assigned')
    const records =
      sight === 'some of it could be hidden' ? shownToAll(made) : isAssigned ? assignedTo(userId, made) : made
    await fill(records, { manyDue: which === 2 || which === 4 })
    const offsetHours = random.pick([0, 2, -7.5])
    const groupIds = Object.keys(groups).filter((id) => groups[id]?.includes(userId))
    const principals = sight === 'everything is seen' ? undefined : [userId, ...groupIds]
    const { organizationId } = ground
    const assigned = { userId, fieldIds: ['cf_user'], seesUnassigned: which === 6 }
    const viewer = principals && { principals, ...(isAssigned ? { assigned } : {}) }
    const scope: Scope = { organizationId, offsetHours, ...viewer }
    const things = thingsOf(records, ground, offsetHours, viewer)
    const clock = { now: NOW, offsetHours }
    const asker = { clock, userId, groups }
    const store = storesIn(database())(scope)

    const choice = { random, ground, records }
    /** Leads by words alone or by what they have, in the order in which they were made: what is asked most. */
    const simpleQuestion = () => ({
      match: {
        object: 'lead' as const,
        matches: random.chance(0.5) ? randomWords(random) : randomHaving(choice),
        clock,
      },
      sort: [{ field: { object: 'lead' as const, name: 'date_created' }, descending: random.chance(0.7) }],
      page: { limit: 1 + random.below(5), skip: random.below(3) },
    })
    const question = () => {
      if (random.chance(0.25)) return simpleQuestion()
      const object = random.pick(OBJECTS)
      const match: Match = { object, matches: randomNode(choice, object), clock }
      const slice = { n: 1 + random.below(2), of: 2 }
      const page = { limit: 1 + random.below(5), skip: random.below(3) }
      return { match: random.chance(0.1) ? { ...match, slice } : match, sort: randomSort(choice, object), page }
    }
    const answer = async ({ match, sort, page }: Question) => {
      const { object, slice } = match
      const isFound = (one: Things['lead'][number]) =>
        matches(match.matches, one, asker) && (slice === undefined || isInSlice(one, slice))
      const expected = inOrder(among(things, object).filter(isFound), sort, asker).map(({ id }) => id)
      const noun = nounOf(object)
      const query = { where: [match], order: sort, limit: 500, skip: 0 }
      const view = { noun, entries: ID }
      expect(idsOf(await store.list(noun, query, view))).toEqual(expected)
      const { limit, skip } = page
      expect(idsOf(await store.list(noun, { ...query, ...page }, view))).toEqual(expected.slice(skip, skip + limit))
      const first = await store.walk(noun, { ...query, limit }, view, BEGINNING)
      const second = first.next && (await store.walk(noun, query, view, first.next))
      expect([...idsOf(first), ...(second === null ? [] : idsOf(second))]).toEqual(expected)
      expect(await store.count(noun, query.where)).toBe(expected.length)
      return expected.length
    }

    let found = 0
    for (let i = 0; i < (trees * FACTOR) / AT_ONCE; i++) {
      const questions = Array.from({ length: AT_ONCE }, question)
      const counts = await Promise.all(questions.map((one) => answer(one).catch(explained(one))))
      found += counts.filter((count) => count > 0).length
    }
    asked += trees * FACTOR
    answered += found
    // Questions that find nothing say little; of a small organization few may find something.
    expect(found).toBeGreaterThan((trees * FACTOR) / 10)
  })

  test('which is something for at least a quarter of them', () => {
    expect(answered).toBeGreaterThanOrEqual(asked / 4)
  })
})

type Question = {
  readonly match: Match
  readonly sort: readonly SortKey[]
  readonly page: { readonly limit: number; readonly skip: number }
}

const idsOf = ({ rows }: Page) => rows.map((row) => (JSON.parse(row) as { id: string }).id)

const explained = (question: Question) => (cause: Error) => {
  throw new Error(`AJAR_TEST_SEED=${SEED}, with ${JSON.stringify(question)}: ${cause.message}`, { cause })
}

const ID = [{ key: 'id', path: 'id', render: 'plain' }] as const

const shownToAll = (records: Records) =>
  Object.fromEntries(
    Object.entries(records).map(([noun, some]) => [noun, some.map((one: object) => ({ ...one, visibleTo: null }))]),
  ) as unknown as Records

/** Every other lead names a user among others. */
const assignedTo = (userId: string, records: Records): Records => ({
  ...records,
  lead: records.lead.map((one, i) =>
    i % 2 === 0 ? { ...one, custom: { ...(one.custom as object), cf_user: ['user_other', userId] } } : one,
  ),
})

const OWN: readonly ObjectType[] = ['lead', 'contact', 'opportunity', 'task', 'case']

function among(things: Things, object: ObjectType) {
  if (OWN.includes(object)) return things[object as keyof Things]
  return object === 'activity' ? things.activity : things.activity.filter(({ kind }) => kind === object)
}
