// A worker of its own process: notes each step of its job, and is slow about it.
import sql from 'sql-template-tag'
import { type Connection, openDatabase } from '../../src/store/database/database.ts'
import { openJobQueue } from '../../src/store/jobs/jobQueue.ts'

const { connection } = JSON.parse(process.argv[2] ?? '') as { readonly connection: Connection }
const database = openDatabase(connection)
const queue = openJobQueue(database, { kinds: ['steps'], performs: true })

await queue.work([
  {
    kind: 'steps',
    async perform({ payload, progress, attempt }) {
      const { steps, ms } = payload as { steps: number; ms: number }
      for (let step = 1; step <= steps; step++) {
        await database.writer.run(
          sql`insert into steps (step, attempt, pid) values (${step}, ${attempt}, ${process.pid}) on conflict do nothing`,
        )
        await progress({ done: step, total: steps })
        await new Promise((resolve) => setTimeout(resolve, ms))
      }
    },
  },
])
process.stdout.write('working\n')
