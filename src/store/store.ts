import type { NounName, RecordNamed } from '../domain/catalogue.ts'
import type { Identity, Likely } from '../domain/duplicate.ts'
import { refused } from '../domain/errors.ts'
import { JOB_KINDS } from '../domain/job.ts'
import type { Scope } from '../domain/permission.ts'
import type { Settings } from '../domain/settings.ts'
import { isTimezone } from '../domain/time.ts'
import type { View } from '../domain/view.ts'
import type { Comparison, Condition, ListQuery } from '../search/listQuery.ts'
import type { Sought } from '../search/sought.ts'
import { type Chosen, type Counts, countChosen } from './bulk/bulkChosen.ts'
import { type Changed, countChanged, firstChanged } from './bulk/bulkUndo.ts'
import { type Database, sqlState } from './database/database.ts'
import { likelyDuplicates } from './duplicates/duplicates.ts'
import { identitiesOf, type Known } from './duplicates/identity.ts'
import { type EventPosition, type EventStep, endOfEvents, eventsAfter, latestEvent } from './events/eventFollow.ts'
import { type EventPage, type EventQuery, forgetEvents, readEvents } from './events/eventRead.ts'
import { forgetUploads, isAttached } from './files/attachment.ts'
import { signingKeys } from './files/signingKey.ts'
import { globalSearch, type Hit, type SearchedNoun, type SearchGroup } from './globalSearch/globalSearch.ts'
import { type ShownHit, shownHits } from './globalSearch/globalSearchShown.ts'
import { type Jobs, jobsOf } from './jobs/job.ts'
import { type JobQueue, openJobQueue } from './jobs/jobQueue.ts'
import { forgetExportFiles } from './nouns/export.ts'
import { groupsNamed } from './nouns/group.ts'
import { savedSearchesFor } from './nouns/savedSearch.ts'
import { tableOf } from './nouns/tables.ts'
import { type People, peopleIn } from './people/people.ts'
import { findPerson, findUsersNamed, type Principals, principalsAmong, usersOf } from './people/user.ts'
import { readWhole, type Whole } from './reading/exportRead.ts'
import { list } from './reading/list.ts'
import { idsBy } from './reading/lookup.ts'
import { count, type Key, type Page, type Shown, show } from './reading/read.ts'
import { load } from './reading/record.ts'
import { type Stretch, stream } from './reading/stream.ts'
import { type Position, type Step, walk } from './reading/walk.ts'
import { settingsIn } from './settings.ts'
import { knowsTimezone } from './timezone.ts'
import { type OpportunityTotals, opportunityTotals, opportunityTotalsBy } from './totals/opportunityTotals.ts'
import { purgeTrash } from './trash/trash.ts'
import { listTrash, type Trashed, type TrashPage, type TrashQuery } from './trash/trashList.ts'
import { type Purged, purgeNow } from './trash/trashPurge.ts'
import { forgetDeliveries } from './webhooks/webhookQueue.ts'
import type { Author } from './writing/author.ts'
import { type Batch, batch } from './writing/batch.ts'
import { rehearse, type Transaction, type Written, write } from './writing/transaction.ts'

/** The data of one organization, as far as somebody may see it. There is no way to ask without saying whose. */
export type Store = {
  show(noun: NounName, key: Key, view: View): Promise<Shown | undefined>
  /** One object in domain words, as it is now; who means to change it asks within a transaction. */
  load<N extends NounName>(noun: N, id: string): Promise<RecordNamed<N> | undefined>
  list(noun: NounName, query: ListQuery, view: View): Promise<Page>
  /** The page of a list that comes after a position, while others write. */
  walk(noun: NounName, query: ListQuery, view: View, position: Position): Promise<Step>
  /** All that matches, a batch at a time. */
  stream(noun: NounName, stretch: Stretch, view: View): AsyncIterable<readonly string[]>
  /** All that is chosen as it is at one moment, in batches of a size, for as long as `work` takes. */
  readWhole<T>(chosen: Chosen, view: View, size: number, work: (whole: Whole) => Promise<T>): Promise<T>
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
  /** The best of what a search box finds in each group; one more than `limit` where there are more. */
  globalSearch(sought: Sought, groups: readonly SearchGroup[], limit: number): Promise<readonly (readonly Hit[])[]>
  shownHits(noun: SearchedNoun, ids: readonly string[]): Promise<ReadonlyMap<string, ShownHit>>
  /** What some leads or contacts are known by. */
  identities(kind: Likely, ids: readonly string[]): Promise<readonly Known[]>
  /** The ids of those that may be the same as these, for each of them; of any visibility, and to be looked at closely. */
  likelyDuplicates(
    kind: Likely,
    identities: readonly Identity[],
    options: { alike: boolean },
  ): Promise<readonly (readonly string[])[]>
  settings(options?: { fresh: boolean }): Promise<Settings>
  /** Whom a query may name. */
  people(options?: { fresh: boolean }): Promise<People>
  /** A page of the event log. */
  events(query: EventQuery, view: View): Promise<EventPage>
  /** Where the event log ends at the moment, for who follows it from there. */
  endOfEvents(): Promise<EventPosition>
  /** Where the latest of the events is that are there for all. */
  latestEvent(): Promise<EventPosition>
  /** What comes next in the event log, in the order of commits, of what matches. */
  eventsAfter(position: EventPosition, limit: number, view: View, where?: readonly Comparison[]): Promise<EventStep>
  /** Forgets some of the events that were last changed before an instant; says how many. */
  forgetEvents(before: string): Promise<number>
  /** Forgets old attempts to deliver, and what waits too long for paused webhooks; says how much. */
  forgetDeliveries(before: Parameters<typeof forgetDeliveries>[2]): Promise<number>
  /** Forgets the files of some of the exports from before an instant; `dispose` gets their contents. */
  forgetExportFiles(before: string, dispose: (contentId: string) => Promise<void>): Promise<number>
  /** The secret that proves what the organization has signed; undefined when there is no such organization. */
  signingKey(): Promise<Buffer | undefined>
  /** Whether an upload is attached to anything that may be seen. */
  isAttached(uploadId: string): Promise<boolean>
  /** Some of the uploads from before an instant that are attached to nothing; they are forgotten. */
  forgetUploads(before: string): Promise<readonly (string | null)[]>
  /** Removes some of what was deleted before an instant; `dispose` gets the contents that go with it. */
  purgeTrash(before: string, dispose: (contentId: string) => Promise<void>): Promise<number>
  /** How many objects something would be done to, of how many leads. */
  countChosen(chosen: Chosen): Promise<Counts>
  /** The same for undoing what a bulk action changed. */
  countChanged(changed: Changed): Promise<Counts>
  /** The first events that tell of it, in the order in which they are undone. */
  firstChanged(changed: Changed, most: number): Promise<readonly string[]>
  /** A page of what was deleted and can be restored. */
  trash(query: TrashQuery): Promise<TrashPage>
  /** Removes something deleted for good, with what is deleted and belongs to it. */
  purgeTrashed(trashed: Pick<Trashed, 'noun' | 'id'>, dispose: (contentId: string) => Promise<void>): Promise<Purged>
  readonly jobs: Jobs
  /** See {@link Transaction}; `view` says how the object whose id `work` returns is shown after the change. */
  write(author: Author, view: View | undefined, work: (tx: Transaction) => Promise<string>): Promise<Written>
  /** Like write, for several actions at once; see {@link Batch}. */
  batch<T>(author: Author, work: (tx: Batch) => Promise<T>): Promise<T>
  /** Like write, up to the moment of writing. */
  rehearse(author: Author, work: (tx: Transaction) => Promise<string>): Promise<Written>
}

/** Opens the stores of all organizations in a database. */
export function storesIn(
  database: Database,
  queue: JobQueue = openJobQueue(database, { kinds: JOB_KINDS }),
): (scope: Scope) => Store {
  const settings = settingsIn(database)
  const people = peopleIn(database)
  const signingKeyOf = signingKeys(database)
  return (scope) => {
    const { organizationId } = scope
    return {
      show: (noun, key, view) => show(database, scope, noun, key, view),
      load: (noun, id) => load(database, scope, noun, id),
      list: (noun, query, view) => list(database, scope, noun, query, view),
      walk: (noun, query, view, position) => walk(database, scope, noun, query, view, position),
      stream: (noun, stretch, view) => stream(database, scope, noun, stretch, view),
      readWhole: (chosen, view, size, work) => readWhole(database, scope, chosen, view, size, work),
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
      globalSearch: (sought, groups, limit) => globalSearch(database, scope, sought, groups, limit),
      shownHits: (noun, ids) => shownHits(database, scope, noun, ids),
      identities: (kind, ids) => identitiesOf(database, scope, kind, ids),
      likelyDuplicates: (kind, identities, options) => likelyDuplicates(database, scope, kind, identities, options),
      settings: (options) => settings.of(organizationId, options?.fresh),
      people: (options) => people.of(organizationId, options?.fresh),
      events: (query, view) => readEvents(database, scope, query, view),
      endOfEvents: () => endOfEvents(database),
      latestEvent: () => latestEvent(database, organizationId),
      eventsAfter: (position, limit, view, where = []) =>
        eventsAfter(database, scope, { after: position, limit, where }, view),
      forgetEvents: (before) => forgetEvents(database, organizationId, before),
      forgetDeliveries: (before) => forgetDeliveries(database.writer, organizationId, before),
      forgetExportFiles: (before, dispose) => forgetExportFiles(database, organizationId, before, dispose),
      signingKey: () => signingKeyOf(organizationId),
      isAttached: (uploadId) => isAttached(database, scope, uploadId),
      forgetUploads: (before) => forgetUploads(database, organizationId, before),
      purgeTrash: (before, dispose) => purgeTrash(database, organizationId, before, dispose),
      trash: (query) => listTrash(database, scope, query),
      purgeTrashed: ({ noun, id }, dispose) =>
        purgeNow(database, organizationId, { table: tableOf(noun), id }, dispose),
      countChosen: (chosen) => countChosen(database, scope, chosen),
      countChanged: (changed) => countChanged(database, scope, changed),
      firstChanged: (changed, most) => firstChanged(database, scope, changed, most),
      jobs: jobsOf(database, queue, organizationId),
      async write(author, view, work) {
        const { written, touched, wanted } = await write(database, queue, author, view, work).catch(refuse)
        database.hints.tell()
        queue.wake(wanted)
        settings.changed(organizationId, touched)
        people.changed(organizationId, touched)
        return written
      },
      async batch(author, work) {
        const { result, touched, wanted } = await batch(database, queue, author, work).catch(refuse)
        database.hints.tell()
        queue.wake(wanted)
        settings.changed(organizationId, touched)
        people.changed(organizationId, touched)
        return result
      },
      rehearse: (author, work) => rehearse(database, queue, author, work),
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
