import { onTestFinished } from 'vitest'
import { openOutside } from '../../src/actions/webhooks/webhookRequest.ts'
import { closeResources, eventViews } from '../../src/api/close/close.ts'
import { startDelivering } from '../../src/cli/deliver.ts'
import { idSource } from '../../src/domain/id.ts'
import { JOB_KINDS } from '../../src/domain/job.ts'
import type { Deliveries } from '../../src/jobs/webhooks.ts'
import type { Database } from '../../src/store/database/database.ts'
import type { FileStore } from '../../src/store/files/fileStore.ts'
import { openJobQueue } from '../../src/store/jobs/jobQueue.ts'
import type { Client, Json } from '../support/api.ts'

// Nothing that is delivered has to do with files.
const NO_FILES = {} as FileStore
const IMMEDIATELY = { allowPrivate: true, keepDays: 30, dropHours: 72, delayMs: 0, pace: 0.01 }

/** Delivers to the webhooks of a database until the test is over; retries come a hundred times as fast. */
export function deliver(
  database: Database,
  config: Partial<typeof IMMEDIATELY> & { timeoutMs?: number; warn?: (about: object) => void } = {},
): Deliveries {
  const url = 'http://ajar.example'
  const { timeoutMs, warn = () => undefined, ...timing } = { ...IMMEDIATELY, ...config }
  const outside = openOutside({ allowPrivate: timing.allowPrivate, ...(timeoutMs === undefined ? {} : { timeoutMs }) })
  const means = {
    database,
    url,
    ids: idSource(),
    outside,
    queue: openJobQueue(database, { kinds: JOB_KINDS }),
    eventViews: eventViews(closeResources(url)),
    files: () => NO_FILES,
  }
  const trouble: unknown[] = []
  const deliveries = startDelivering(means, timing, { error: (one: unknown) => void trouble.push(one), warn } as never)
  onTestFinished(async () => {
    await deliveries.stop()
    outside.close()
    if (trouble.length > 0) throw new Error('webhooks had a problem', { cause: trouble[0] })
  })
  return deliveries
}

export const LEADS = ['created', 'updated', 'deleted'].map((action) => ({ object_type: 'lead', action }))

/** Subscribes an address to leads, or whatever is said. */
export async function subscribe(client: Client, url: string, more: object = {}): Promise<{ id: string; key: string }> {
  const { status, body, text } = await client.post('/webhook/', { url, events: LEADS, ...more })
  if (status !== 201) throw new Error(text)
  return { id: body.id as Json as string, key: body.signature_key as Json as string }
}
