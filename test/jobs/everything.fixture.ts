// A worker of its own process that does all that is done in the background, from the moment it is told to.
import { flushCompileCache } from 'node:module'
import { createInterface } from 'node:readline'
import { pino } from 'pino'
import { openOutside } from '../../src/actions/webhooks/webhookRequest.ts'
import { closeResources, eventWords } from '../../src/api/close/close.ts'
import { startDelivering } from '../../src/cli/deliver.ts'
import { NIGHTLY, perform } from '../../src/cli/perform.ts'
import { idSource } from '../../src/domain/id.ts'
import { JOB_KINDS } from '../../src/domain/job.ts'
import { bulkAction } from '../../src/jobs/bulkAction.ts'
import { exportJob } from '../../src/jobs/export.ts'
import { type Connection, openDatabase } from '../../src/store/database/database.ts'
import { openFiles } from '../../src/store/files/fileStore.ts'
import { openJobQueue } from '../../src/store/jobs/jobQueue.ts'

type Asked = { readonly connection: Connection; readonly folder: string }
const { connection, folder } = JSON.parse(process.argv[2] ?? '') as Asked

const url = 'http://ajar.example'
const log = pino({ level: 'silent' })
const database = openDatabase(connection)
const queue = openJobQueue(database, { kinds: [...JOB_KINDS, NIGHTLY], performs: true })
await queue.ready()
const outside = openOutside({ allowPrivate: true })
const files = await openFiles(folder)
const means = { database, files, url, ids: idSource(), queue, outside, ...eventWords(closeResources(url)) }

// Whoever is killed does not do so when it ends.
flushCompileCache()

process.stdout.write('ready\n')
for await (const _line of createInterface({ input: process.stdin })) break
startDelivering(means, { allowPrivate: true, keepDays: 30, dropHours: 72, delayMs: 0, pace: 0.01 }, log)
await perform([bulkAction, exportJob], means, log)
