import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { isUnavailable } from '../domain/errors.ts'
import { type Database, notifying, openDatabase, type Watch } from '../store/database/database.ts'
import { openHints } from '../store/database/hints.ts'
import { type EmbeddedServer, startEmbedded } from '../store/embedded/embedded.ts'

/** A database that is ready, and how to leave it. */
export type OpenStore = { readonly database: Database; close(): Promise<void> }

/**
 * Starts the embedded PostgreSQL or joins it. When it dies, requests fail as unavailable, and the first that does
 * starts it again: nobody else would.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<OpenStore> {
  let current = await open(options)
  let reviving: Promise<void> | undefined
  let closed = false

  const guarded = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
    try {
      return await work(current.database)
    } catch (error) {
      if (isUnavailable(error) && !closed) {
        reviving ??= revive().finally(() => {
          reviving = undefined
        })
      }
      throw error
    }
  }

  // Whoever is alive is joined, so this does no harm when it was only a connection that broke. The new server is taken
  // before the old one is left: another Ajar that looks must never find it unused.
  const revive = async (): Promise<void> => {
    try {
      // A folder that was removed would be made anew, and serve an empty store as if nothing had happened.
      if (!existsSync(join(options.folder, 'postgres', 'PG_VERSION'))) return
      const old = current
      current = await reopen(options, old)
      if (!current.server.joined) console.error('PostgreSQL had ended; it runs again.')
      await old.server.stop()
    } catch (error) {
      console.error(`PostgreSQL has ended. ${(error as Error).message}`)
    }
  }

  const writer: Database['writer'] = { run: (statement) => guarded((database) => database.writer.run(statement)) }
  const listen: Database['listen'] = (channel, ears) => current.database.listen(channel, ears)
  const hints = openHints({ notify: notifying(writer), listen })

  return {
    database: {
      run: (statement) => guarded((database) => database.run(statement)),
      writer,
      runText: (text, values) => guarded((database) => database.runText(text, values)),
      snapshot: (work) => guarded((database) => database.snapshot(work)),
      transaction: (work) => guarded((database) => database.transaction(work)),
      use: () => current.database.use(),
      listen,
      hints,
      close: () => {
        hints.close()
        return current.database.close()
      },
    },
    async close() {
      closed = true
      hints.close()
      await reviving
      await close(current)
    },
  }
}

type EmbeddedOptions = { readonly folder: string; readonly durable: boolean; readonly watch?: Watch | undefined }

type Opened = { readonly server: EmbeddedServer; readonly database: Database }

async function open({ watch, ...options }: EmbeddedOptions): Promise<Opened> {
  const server = await startEmbedded(options)
  return { server, database: openDatabase(server.connection, watch) }
}

// The pool finds the new server by itself where it has the address of the old one, and keeps who waits in it.
async function reopen({ watch, ...options }: EmbeddedOptions, old: Opened): Promise<Opened> {
  const server = await startEmbedded(options)
  if (isDeepStrictEqual(server.connection, old.server.connection)) return { server, database: old.database }
  void old.database.close()
  return { server, database: openDatabase(server.connection, watch) }
}

async function close({ server, database }: Opened): Promise<void> {
  await database.close()
  await server.stop()
}
