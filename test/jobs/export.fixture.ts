// A worker of its own process that writes the files of exports, at the pace it is told.
import { pino } from 'pino'
import { closeResources, eventWords } from '../../src/api/close/close.ts'
import { NIGHTLY, perform } from '../../src/cli/perform.ts'
import { idSource } from '../../src/domain/id.ts'
import { exportJob } from '../../src/jobs/export.ts'
import { type Connection, openDatabase } from '../../src/store/database/database.ts'
import { openFiles } from '../../src/store/files/fileStore.ts'
import { openJobQueue } from '../../src/store/jobs/jobQueue.ts'

type Asked = { readonly connection: Connection; readonly folder: string; readonly pauseMs: number }
const { connection, folder, pauseMs } = JSON.parse(process.argv[2] ?? '') as Asked

const database = openDatabase(connection)
const queue = openJobQueue(database, { kinds: ['export', NIGHTLY], performs: true })
const filesOf = await openFiles(folder)
const url = 'http://ajar.example'

async function* slowly(bytes: AsyncIterable<Uint8Array>) {
  for await (const some of bytes) {
    yield some
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}
const files: typeof filesOf = (organizationId) => {
  const store = filesOf(organizationId)
  return { ...store, write: (id, bytes, options) => store.write(id, slowly(bytes), options) }
}

const means = { database, files, url, ids: idSource(), queue, ...eventWords(closeResources(url)) }
await perform([exportJob], means, pino({ level: 'silent' }))
process.stdout.write('working\n')
