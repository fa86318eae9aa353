import { availableParallelism } from 'node:os'
import pg from 'pg'
import type { Sql } from 'sql-template-tag'
import { reaching } from './unreachable.ts'

/** How to reach PostgreSQL: a URL, or the socket of the embedded server. */
export type Connection =
  | { readonly url: string }
  | { readonly host: string; readonly port: number; readonly user: string; readonly database: string }

/** Anything that runs a statement: the database itself, or one transaction. */
export type Runner = { run<Row>(statement: Sql): Promise<Row[]> }

export type Database = Runner & {
  /** Runs statements that write and may have to wait for others that do. */
  readonly writer: Runner
  /** Runs `work` in one transaction; starts it again when PostgreSQL asks for that (deadlock, serialization). */
  transaction<T>(work: (tx: Runner) => Promise<T>): Promise<T>
  close(): Promise<void>
}

// Every connection is a process with plans of its own. On two cores four of them answer 3,700 reads of a lead a second,
// sixteen 2,500: more only push each other out of the processor's caches.
const CONNECTIONS = Math.max(4, 2 * availableParallelism())
// For a free connection of the pool, too: who has waited that long is better told to come again.
const CONNECTION_TIMEOUT_MS = 10_000
const MAX_NAMED = 500
const NAMED_FROM = 3
const MAX_ATTEMPTS = 5

// Instants travel as text and JSON; the session is in UTC so that both end in +00:00. Compiling queries to machine
// code never pays for the small statements of a CRM.
const SESSION = '-c timezone=UTC -c jit=off -c client_min_messages=warning'

// Sums and sequences fit a JavaScript number by far.
pg.types.setTypeParser(20, Number)

/** Opens a pool on a PostgreSQL database. Nothing is connected before the first statement. */
export function openDatabase(connection: Connection): Database {
  const address = 'url' in connection ? { connectionString: connection.url } : connection
  const readers = openPool(address)
  const writers = openPool(address)
  const named = statementNames()

  return {
    run: (statement) => reaching(() => execute(readers, named, statement)),
    writer: { run: (statement) => reaching(() => execute(writers, named, statement)) },
    transaction: (work) => reaching(() => retried(() => inTransaction(writers, named, work))),
    close: async () => {
      await Promise.all([readers.end(), writers.end()])
    },
  }
}

// Two pools: a transaction may ask a question outside itself while it holds its own connection. With one pool, as many
// transactions as it has connections would all wait for one more, for ever.
function openPool(address: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    ...address,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    options: SESSION,
    application_name: 'ajar',
  })
  // An idle connection may break at any time; the pool replaces it, and the statement after it finds a new one.
  pool.on('error', ignore)
  return pool
}

/** Whether the failure came from a rule of the schema, e.g. `foreign_key_violation` (23503). */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/** Whether PostgreSQL rolled back to let somebody else through (serialization failure, deadlock). */
export function asksForRetry(error: unknown): boolean {
  return ['40001', '40P01'].includes(sqlState(error) ?? '')
}

async function execute<Row>(on: pg.Pool | pg.PoolClient, named: NameOf, statement: Sql): Promise<Row[]> {
  const { text, values } = statement
  const name = named(text)
  const result = await on.query(name === undefined ? { text, values } : { name, text, values })
  return result.rows as Row[]
}

async function inTransaction<T>(pool: pg.Pool, named: NameOf, work: (tx: Runner) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  // A connection that breaks between two statements says so here; the next statement fails for it.
  client.on('error', ignore)
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work({ run: (statement) => execute(client, named, statement) })
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((reason: Error) => {
      broken = reason
    })
    throw error
  } finally {
    client.off('error', ignore)
    client.release(broken)
  }
}

const ignore = () => undefined

async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await attempt()
    } catch (error) {
      if (count === MAX_ATTEMPTS || !asksForRetry(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * count))
    }
  }
}

type NameOf = (text: string) => string | undefined

/**
 * Names for statements that come again, so that PostgreSQL plans them once per connection. A statement is named from
 * its third use on, and only the first 500 are: callers choose fields and filters freely, and every name costs
 * memory in every connection.
 */
function statementNames(): NameOf {
  const uses = new Map<string, number>()
  const names = new Map<string, string>()
  return (text) => {
    const name = names.get(text)
    if (name !== undefined || names.size >= MAX_NAMED) return name
    const count = (uses.get(text) ?? 0) + 1
    if (count < NAMED_FROM) {
      if (uses.size > 10 * MAX_NAMED) uses.clear()
      uses.set(text, count)
      return undefined
    }
    uses.delete(text)
    names.set(text, `s${names.size}`)
    return names.get(text)
  }
}
