import sql, { raw, type Sql } from 'sql-template-tag'
import { expect, test } from 'vitest'
import { useDatabase } from '../../../test/support/database.ts'
import { anOrganization } from '../../../test/support/organization.ts'
import { catalogue, type NounName } from '../../domain/catalogue.ts'
import type { Scope } from '../../domain/permission.ts'
import type { OneView } from '../../domain/view.ts'
import { everything } from '../../search/listQuery.ts'
import type { Database } from '../database/database.ts'
import { storesIn } from '../store.ts'

const database = useDatabase()
const NOUNS = Object.keys(catalogue) as NounName[]

/** A view of a noun with all that it refers to and lists, so that every relation is followed once. */
function wholeOf(noun: NounName): OneView {
  const { refs, lists } = catalogue[noun] as { refs: Record<string, string>; lists: Record<string, NounName> }
  const key = 'id'
  return {
    noun,
    entries: [
      { key, path: 'id', render: 'plain' },
      ...Object.keys(refs).map((ref) => ({ key: ref, path: `${ref}.id`, render: 'plain' }) as const),
      ...Object.entries(lists).map(([list, of]) => ({
        key: list,
        list,
        view: { noun: of, entries: [{ key, path: 'id', render: 'plain' }] } as const,
      })),
    ],
  }
}

/** A store and the statements that it sends. */
function spiedStore(scope: Scope) {
  const sent: Sql[] = []
  const spied: Database = {
    ...database(),
    run(statement) {
      sent.push(statement)
      return database().run(statement)
    },
  }
  return { store: storesIn(spied)(scope), sent }
}

test.each(NOUNS)(
  '%s: a statement does not depend on who looks, only on whether something may be hidden',
  async (noun) => {
    const { organizationId } = await anOrganization(database())
    const texts = async (scope: Scope) => {
      const { store, sent } = spiedStore(scope)
      const key = { path: 'id', value: 'none' }
      await store.show(noun, key, wholeOf(noun))
      await store.list(noun, everything, wholeOf(noun))
      await store.count(noun, [{ path: 'id', op: 'eq', value: 'none' }])
      return sent.map(({ text }) => text)
    }
    const unrestricted = await texts({ organizationId })
    const one = await texts({ organizationId, principals: ['user_1'] })
    const another = await texts({ organizationId, principals: ['user_2', 'group_1', 'group_2'] })
    expect(another).toEqual(one)
    const assigned = (userId: string, fieldIds: string[], seesUnassigned: boolean): Scope => ({
      organizationId,
      principals: [userId],
      assigned: { userId, fieldIds, seesUnassigned },
    })
    const theirs = await texts(assigned('user_1', [], false))
    expect(await texts(assigned('user_2', ['cf_1', 'cf_2'], true))).toEqual(theirs)
    for (const text of one) expect(text).not.toContain('field_ids')
    for (const text of unrestricted) expect(text).not.toMatch(/viewer|visible_to/)
  },
)

test('what is hidden is looked for among the hidden alone', async () => {
  const { organizationId } = await anOrganization(database())
  const { store, sent } = spiedStore({ organizationId, principals: ['user_1'] })
  await store.list('contact', { ...everything, limit: 10 }, { noun: 'contact', entries: [] })
  const [statement] = sent
  const plan = await database().transaction(async (tx) => {
    await tx.run(raw('set local enable_seqscan = off'))
    return tx.run<Record<string, string>>(sql`explain ${statement ?? sql``}`)
  })
  expect(JSON.stringify(plan)).toContain('leads_restricted')
})
