import sql, { raw } from 'sql-template-tag'
import type { NounName } from '../../domain/catalogue.ts'
import type { Vocabulary } from '../../search/vocabulary.ts'
import type { Database } from '../database/database.ts'
import { Kept } from '../kept.ts'
import { fullName } from './user.ts'

/** Whom a query may name: members, also those who have left, and groups. */
export type People = Pick<Vocabulary, 'users' | 'groups'>

const NOUNS: readonly NounName[] = ['user', 'membership', 'group']

/** The people of organizations, kept in memory. */
export const peopleIn = (database: Database): Kept<People> =>
  new Kept(
    async (organizationId) => {
      const [people] = await database.run<People>(
        sql`select
          (select coalesce(json_agg(json_build_object(
              'id', t.id, 'name', coalesce(${raw(fullName('t'))}, t.email), 'email', t.email) order by t.id), '[]')
            from memberships m join users t on t.id = m.user_id where m.organization_id = ${organizationId}) as users,
          (select coalesce(json_agg(json_build_object('id', g.id, 'name', g.name) order by g.id), '[]')
            from groups g where g.organization_id = ${organizationId}) as groups`,
      )
      return people ?? { users: [], groups: [] }
    },
    (noun) => NOUNS.includes(noun),
  )
