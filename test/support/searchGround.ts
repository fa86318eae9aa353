import sql from 'sql-template-tag'
import type { NounName, RecordNamed } from '../../src/domain/catalogue.ts'
import { idSource } from '../../src/domain/id.ts'
import type { Database } from '../../src/store/database/database.ts'
import { rebuildCustomSql } from '../../src/store/documents/customValueRows.ts'
import { gatherLeadWords } from '../../src/store/documents/leadWords.ts'
import { DOCUMENT_NOUNS, rebuildSql } from '../../src/store/documents/searchDocument.ts'
import { recountTotals } from '../../src/store/totals/totals.ts'
import { insertAll } from '../../src/store/writing/setup.ts'
import { aMember, anOrganization } from './organization.ts'
import type { Random } from './random.ts'
import { type Ground, NOW, type Records } from './searchRecords.ts'

const CUSTOM_OF = ['lead', 'contact', 'opportunity', 'case', 'customActivity'] as const

/** An organization with users, groups and statuses, and how to put things into it, once. */
export async function aSearchedOrganization(database: Database, random: Random) {
  const organization = await anOrganization(database)
  const { organizationId } = organization
  const ids = idSource()
  const users: { id: string; fullName: string }[] = []
  for (let i = 0; i < 3; i++)
    users.push({ id: (await aMember(database, organization, 'user')).userId, fullName: 'Ivo Lund' })
  const made = { organizationId, createdAt: NOW, updatedAt: NOW, createdById: null, updatedById: null }
  const groups = Object.fromEntries(
    Array.from({ length: 2 }, () => [ids('group'), [...new Set(random.some(users, 2).map(({ id }) => id))]] as const),
  )
  await insertAll(
    database,
    'group',
    Object.entries(groups).map(([id, memberIds]) => ({ ...made, id, name: id, memberIds })),
  )
  const customTypeId = ids('customActivityType')
  await insertAll(database, 'customActivityType', [
    {
      ...made,
      id: customTypeId,
      name: 'Visit',
      description: null,
      apiCreateOnly: false,
      editableWithRoles: [],
      isArchived: false,
      deletedAt: null,
      deletedWith: null,
    },
  ])
  const leadStatuses = await database.run<{ id: string }>(
    sql`select id from lead_statuses where organization_id = ${organizationId} order by position`,
  )
  const opportunityStatuses = await database.run<Ground['opportunityStatuses'][number]>(
    sql`select id, type, pipeline_id as "pipelineId" from opportunity_statuses where organization_id = ${organizationId} order by position`,
  )
  const ground: Ground = {
    organizationId,
    users,
    groupIds: Object.keys(groups),
    leadStatusIds: leadStatuses.map(({ id }) => id),
    opportunityStatuses,
    customTypeId,
  }

  const fill = async (records: Records, { manyDue = false } = {}) => {
    for (const noun of ['lead', 'contact', 'opportunity', 'case', 'task'] as const) await put(noun, records[noun])
    for (const kind of new Set(records.activity.map((one) => String(one.kind)))) {
      // Each kind keeps fields of its own.
      await put(
        kind as NounName,
        records.activity.filter((one) => one.kind === kind),
      )
    }
    await database.run(sql`delete from search_documents`)
    await database.run(sql`delete from custom_values`)
    for (const noun of DOCUMENT_NOUNS) await database.run(rebuildSql(noun))
    for (const noun of CUSTOM_OF) await database.run(rebuildCustomSql(noun))
    await recountTotals(database)
    await gatherSome(database, organizationId, records.lead.length)
    await countSome(database)
    if (manyDue)
      await database.run(sql`insert into lead_words_due (organization_id, lead_id)
        select ${organizationId}, 'lead_' || n from generate_series(1, 1100) n`)
  }
  const put = (noun: NounName, of: Records['lead']) =>
    insertAll(database, noun, of as unknown as RecordNamed<typeof noun>[])
  return { ground, groups, fill }
}

/** Some leads have their words gathered, of some these are old, and of some they are too many. */
async function gatherSome(database: Database, organizationId: string, leads: number): Promise<void> {
  await database.run(sql`delete from lead_words`)
  await database.run(sql`insert into lead_words_due (organization_id, lead_id)
    select organization_id, id from leads where organization_id = ${organizationId} and hashtext(id) % 2 = 0`)
  await gatherLeadWords(database, organizationId, leads)
  await database.run(sql`insert into lead_words_due (organization_id, lead_id)
    select organization_id, id from leads where organization_id = ${organizationId} and hashtext(id) % 2 <> 0`)
  await gatherLeadWords(database, organizationId, Math.ceil(leads / 4))
  await database.run(sql`insert into lead_words (organization_id, lead_id, created_at, words)
    select d.organization_id, d.lead_id, now(), (select w.words from lead_words w where w.organization_id = d.organization_id limit 1)
    from lead_words_due d`)
  await database.run(sql`update lead_words w set words = null, hidden_words = null where hashtext(w.lead_id) % 5 = 1
    and not exists (select 1 from lead_words_due d where d.lead_id = w.lead_id)`)
}

/** Of each word, and of how it begins, it is known how many leads have it; of some it is not. */
async function countSome(database: Database): Promise<void> {
  await database.run(sql`delete from lead_word_counts`)
  await database.run(sql`insert into lead_word_counts (organization_id, query, count)
    select q.organization_id, q.query::text, (
      select count(*) from lead_words w where w.organization_id = q.organization_id and w.words @@ q.query)
    from (
      select distinct s.organization_id, (quote_literal(left(word, length)) || suffix)::tsquery as query
      from search_documents s, unnest(tsvector_to_array(s.words)) word,
        unnest(array[1, 3, 100]) length, unnest(array['', ':*']) suffix
      where hashtext(word) % 3 <> 0) q`)
}
