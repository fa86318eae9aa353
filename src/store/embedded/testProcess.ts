// An Ajar that tests can kill: starts the server of the folder it is given, reports, and leaves when its input ends.
import { once } from 'node:events'
import { startEmbedded } from './embedded.ts'

const [folder = '', durability] = process.argv.slice(2)
const report = (line: unknown): boolean => process.stdout.write(`${JSON.stringify(line)}\n`)

try {
  const server = await startEmbedded({ folder, durable: durability === 'durable' })
  report({ joined: server.joined, postmasterPid: server.postmasterPid, connection: server.connection })
  process.stdin.resume()
  await once(process.stdin, 'end')
  await server.stop()
  report({ stopped: true })
} catch (error) {
  report({ error: error instanceof Error ? error.message : String(error) })
  process.exitCode = 1
}
