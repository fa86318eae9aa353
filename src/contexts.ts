import type { Context } from './actions/context.ts'
import { openOutside } from './actions/webhooks/webhookRequest.ts'
import { systemClock } from './domain/clock.ts'
import type { Ids } from './domain/id.ts'
import { type Actor, scopeOf } from './domain/permission.ts'
import type { Database } from './store/database/database.ts'
import type { FilesOf } from './store/files/fileStore.ts'
import type { JobQueue } from './store/jobs/jobQueue.ts'
import { storesIn } from './store/store.ts'

/** The servers of others, where nothing else is said. */
export const INTERNET = openOutside({ allowPrivate: false })

/** What actions are done with, whoever acts. */
export type Means = {
  readonly database: Database
  readonly files: FilesOf
  readonly url: string
  readonly ids: Ids
  readonly queue: JobQueue
  readonly eventViews: Context['eventViews']
  readonly readBack?: Context['readBack']
  readonly exportWords?: Context['exportWords']
  readonly trashDays?: number | null | undefined
  /** The servers of others; without it, those of the internet. */
  readonly outside?: Context['outside'] | undefined
}

/** What one request or job brings along. */
type Occasion = Pick<Context, 'offsetHours' | 'request' | 'view'>

/** How somebody who asks for something becomes a context. */
export function contextsOf({ database, files, url, ids, queue, outside = INTERNET, ...means }: Means) {
  const storeOf = storesIn(database, queue)
  return (actor: Actor, occasion: Occasion): Context => ({
    ...occasion,
    actor,
    now: systemClock(),
    ids,
    url,
    store: storeOf({ ...scopeOf(actor), offsetHours: occasion.offsetHours }),
    files: files(actor.organizationId),
    outside,
    eventViews: means.eventViews,
    ...(means.readBack === undefined ? {} : { readBack: means.readBack }),
    ...(means.exportWords === undefined ? {} : { exportWords: means.exportWords }),
    ...(means.trashDays === undefined ? {} : { trashDays: means.trashDays }),
  })
}
