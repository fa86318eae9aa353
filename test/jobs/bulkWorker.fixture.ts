// A worker of its own process, which does one bulk action until it is done.
import { createInterface } from 'node:readline'
import sql from 'sql-template-tag'
import { type BulkTask, workOn } from '../../src/actions/bulk/bulkWork.ts'
import { closeResources, eventViews } from '../../src/api/close/close.ts'
import { contextsOf } from '../../src/contexts.ts'
import { idSource } from '../../src/domain/id.ts'
import { JOB_KINDS } from '../../src/domain/job.ts'
import { type Connection, openDatabase } from '../../src/store/database/database.ts'
import { openFiles } from '../../src/store/files/fileStore.ts'
import { openJobQueue } from '../../src/store/jobs/jobQueue.ts'
import { findMember } from '../../src/store/people/apiKey.ts'

type Order = { connection: Connection; organizationId: string; membershipId: string; task: BulkTask }
const { connection, organizationId, membershipId, task } = JSON.parse(process.argv[2] ?? '') as Order
const database = openDatabase(connection)
const queue = openJobQueue(database, { kinds: JOB_KINDS })
const actor = await findMember(database, organizationId, membershipId)
if (actor === undefined) throw new Error('no such member')
const url = 'http://ajar.example'
const means = { database, files: await openFiles('/nonexistent'), url, ids: idSource(), queue }
const contextOf = contextsOf({ ...means, eventViews: eventViews(closeResources(url)) })
const ctx = contextOf(actor, { offsetHours: 0, request: { id: null, meta: {} } })

process.stdout.write('ready\n')
// Begins when it is told to, so that whoever kills it knows how long it has worked.
for await (const _line of createInterface({ input: process.stdin })) break
const isUnderWay = async () =>
  (await database.run(sql`select 1 from bulk_actions where id = ${task.id} and status <> 'done'`)).length > 0
// One turn after the other.
while (await isUnderWay())
  await workOn(ctx, task, { signal: new AbortController().signal, progress: async () => undefined })
await database.close()
process.exit(0)
