import type { NounName } from '../domain/catalogue.ts'
import { refused } from '../domain/errors.ts'
import type { Scope } from '../domain/permission.ts'
import type { Condition, ListQuery } from '../domain/query.ts'
import type { Settings } from '../domain/settings.ts'
import { isTimezone } from '../domain/time.ts'
import type { View } from '../domain/view.ts'
import { forgetUploads, isAttached } from './attachment.ts'
import type { Author } from './author.ts'
import { type Database, sqlState } from './database.ts'
import { groupsNamed } from './group.ts'
import { idsBy } from './lookup.ts'
import { type OpportunityTotals, opportunityTotals, opportunityTotalsBy } from './opportunityTotals.ts'
import { count, type Key, list, type Page, type Shown, show } from './read.ts'
import { savedSearchesFor } from './savedSearch.ts'
import { SettingsCache } from './settings.ts'
import { signingKeys } from './signingKey.ts'
import { type Stretch, stream } from './stream.ts'
import { knowsTimezone } from './timezone.ts'
import { rehearse, type Transaction, type Written, write } from './transaction.ts'
import { findPerson, findUsersNamed, type Principals, principalsAmong, usersOf } from './user.ts'

/** The data of one organization, as far as somebody may see it. There is no way to ask without saying whose. */
export type Store = {
  show(noun: NounName, key: Key, view: View): Promise<Shown | undefined>
  list(noun: NounName, query: ListQuery, view: View): Promise<Page>
  /** All that matches, a batch at a time. */
  stream(noun: NounName, stretch: Stretch, view: View): AsyncIterable<readonly string[]>
  count(noun: NounName, where: readonly Condition[]): Promise<number>
  opportunityTotals(where: readonly Condition[]): Promise<OpportunityTotals>
  /** The same for groups of them, by the value that each group has in a field. */
  opportunityTotalsBy(
    where: readonly Condition[],
    by: { path: string; values: readonly (string | null)[] },
  ): Promise<ReadonlyMap<string | null, OpportunityTotals>>
  /** The ids of objects by the values of one of their fields. */
  idsBy<V extends string | number>(
    noun: NounName,
    path: string,
    values: readonly V[],
    where?: readonly Condition[],
  ): Promise<Map<V, string>>
  /** Whether the database knows this time zone. */
  knowsTimezone(name: string): Promise<boolean>
  /** Ids of members with this full name. */
  usersNamed(fullName: string): Promise<string[]>
  /** The user who has an e-mail address, in any organization, and their membership of this one. */
  personWith(email: string): ReturnType<typeof findPerson>
  /** Which of these ids are members. */
  members(ids: readonly string[]): Promise<Set<string>>
  /** Ids of groups with this name, in capitals or not. */
  groupsNamed(name: string): Promise<string[]>
  /** Which of these ids are members' users, and which are groups. */
  principals(ids: readonly string[]): Promise<Principals>
  /** Which of these saved searches a user sees. */
  savedSearchesFor(userId: string, ids: readonly string[]): Promise<Set<string>>
  settings(options?: { fresh: boolean }): Promise<Settings>
  /** The secret that proves what the organization has signed; undefined when there is no such organization. */
  signingKey(): Promise<Buffer | undefined>
  /** Whether an upload is attached to anything that may be seen. */
  isAttached(uploadId: string): Promise<boolean>
  /** Some of the uploads from before an instant that are attached to nothing; they are forgotten. */
  forgetUploads(before: string): Promise<readonly (string | null)[]>
  /** See {@link Transaction}; `view` says how the object whose id `work` returns is shown after the change. */
  write(author: Author, view: View | undefined, work: (tx: Transaction) => Promise<string>): Promise<Written>
  /** Like write, up to the moment of writing. */
  rehearse(author: Author, work: (tx: Transaction) => Promise<string>): Promise<Written>
}

/** Opens the stores of all organizations in a database. */
export function storesIn(database: Database): (scope: Scope) => Store {
  const settings = new SettingsCache(database)
  const signingKeyOf = signingKeys(database)
  return (scope) => {
    const { organizationId } = scope
    return {
      show: (noun, key, view) => show(database, scope, noun, key, view),
      list: (noun, query, view) => list(database, scope, noun, query, view),
      stream: (noun, stretch, view) => stream(database, scope, noun, stretch, view),
      count: (noun, where) => count(database, scope, noun, where),
      opportunityTotals: (where) => opportunityTotals(database, scope, where),
      opportunityTotalsBy: (where, by) => opportunityTotalsBy(database, scope, where, by),
      idsBy: (noun, path, values, where) => idsBy(database, scope, noun, path, values, where),
      knowsTimezone: async (name) => isTimezone(name) && knowsTimezone(database, name),
      usersNamed: (fullName) => findUsersNamed(database, organizationId, fullName),
      personWith: (email) => findPerson(database, organizationId, email),
      members: (ids) => usersOf(database, organizationId, ids),
      groupsNamed: (name) => groupsNamed(database, organizationId, name),
      principals: (ids) => principalsAmong(database, organizationId, ids),
      savedSearchesFor: (userId, ids) => savedSearchesFor(database, organizationId, userId, ids),
      settings: (options) => settings.of(organizationId, options?.fresh),
      signingKey: () => signingKeyOf(organizationId),
      isAttached: (uploadId) => isAttached(database, scope, uploadId),
      forgetUploads: (before) => forgetUploads(database, organizationId, before),
      async write(author, view, work) {
        const { written, touched } = await write(database, author, view, work).catch(refuse)
        settings.changed(organizationId, touched)
        return written
      },
      rehearse: (author, work) => rehearse(database, author, work),
    }
  }
}

// Actions check names and references before they write; two of them may still do it at the same moment.
function refuse(error: unknown): never {
  const state = sqlState(error)
  if (state === '23505') throw refused('There is already one of that name.')
  if (state === '23503') throw refused('Something that belongs to this has just changed; try again.')
  throw error
}
