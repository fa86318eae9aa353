import { availableParallelism } from 'node:os'
import pg from 'pg'
import sql, { type Sql } from 'sql-template-tag'
import { type Ears, type Hints, openHints } from './hints.ts'
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
  /** Runs text of another program as it is: one statement or several, never kept prepared. */
  runText<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>
  /** How the connections are used at the moment. */
  use(): PoolUse
  /**
   * Runs `work` on a connection of its own, beside the pools: all it reads is as it was when it began, however long it takes.
   * Nothing can be written there.
   */
  snapshot<T>(work: (reader: SnapshotReader) => Promise<T>): Promise<T>
  /** Runs `work` in one transaction; starts it again when PostgreSQL asks for that (deadlock, serialization). */
  transaction<T>(work: (tx: Runner) => Promise<T>): Promise<T>
  /** Hears what is said on a channel, on a connection of its own, until that breaks or the returned function is called. */
  listen(channel: string, ears: Ears): Promise<() => void>
  readonly hints: Hints
  close(): Promise<void>
}

/** Reads what was there at one moment. */
export type SnapshotReader = Runner & {
  /** One more connection that reads the same moment, beside this one and for as long. */
  another(): Promise<Runner>
}

/** Connections of each pool: open ones, those of them that do nothing, and requests that wait for one. */
export type PoolUse = Readonly<Record<'readers' | 'writers', { total: number; idle: number; waiting: number }>>

/** Is told of each statement that was run, and how long it took. */
export type Watch = (statement: { readonly text: string; readonly ms: number }) => void

// Every connection is a process with plans of its own. On two cores four of them answer 3,700 reads of a lead a second,
// sixteen 2,500: more only push each other out of the processor's caches.
const CONNECTIONS = Math.max(4, 2 * availableParallelism())
// For a free connection of the pool, too: who has waited that long is better told to come again.
const CONNECTION_TIMEOUT_MS = 10_000
const MAX_NAMED = 500
const NAMED_FROM = 3
/** How a statement begins that is planned anew each time, because the best plan depends on its values. */
export const UNNAMED = '/* unnamed */ '
const MAX_ATTEMPTS = 5

// Instants travel as text and JSON; the session is in UTC so that both end in +00:00. Compiling queries to machine
// code never pays for the small statements of a CRM.
const SESSION = '-c timezone=UTC -c jit=off -c client_min_messages=warning'

// Sums and sequences fit a JavaScript number by far.
pg.types.setTypeParser(20, Number)

/** Opens a pool on a PostgreSQL database. Nothing is connected before the first statement. */
export function openDatabase(connection: Connection, watch?: Watch): Database {
  const address = 'url' in connection ? { connectionString: connection.url } : connection
  const readers = openPool(address)
  const writers = openPool(address)
  const execute = executing(statementNames(), watch)
  const writer: Runner = { run: (statement) => reaching(() => execute(writers, statement)) }
  const listen: Database['listen'] = (channel, ears) => listenOn(address, channel, ears)
  const hints = openHints({ notify: notifying(writer), listen })

  return {
    run: (statement) => reaching(() => execute(readers, statement)),
    writer,
    runText: (text, values = []) => reaching(() => runApart(writers, execute, { text, values })),
    snapshot: (work) => reaching(() => inSnapshot(address, execute, work)),
    transaction: (work) => reaching(() => retried(() => inTransaction(writers, execute, work))),
    use: () => ({ readers: useOf(readers), writers: useOf(writers) }),
    listen,
    hints,
    close: async () => {
      hints.close()
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

const useOf = ({ totalCount: total, idleCount: idle, waitingCount: waiting }: pg.Pool) => ({ total, idle, waiting })

type Statement = { readonly text: string; readonly values: readonly unknown[] }
type Execute = <Row>(
  on: pg.Pool | pg.ClientBase,
  statement: Statement,
  options?: { readonly named: boolean },
) => Promise<Row[]>

function executing(nameOf: NameOf, watch: Watch | undefined): Execute {
  const execute: Execute = async <Row>(...[on, { text, values }, options]: Parameters<Execute>) => {
    const name = options?.named === false ? undefined : nameOf(text)
    const query = { text, values: [...values] }
    // A text of several statements has a result for each of them.
    const result: pg.QueryResult | pg.QueryResult[] = await on.query(name === undefined ? query : { name, ...query })
    return (Array.isArray(result) ? result.flatMap(({ rows }) => rows) : result.rows) as Row[]
  }
  if (watch === undefined) return execute
  return async (on, statement, options) => {
    const start = performance.now()
    try {
      return await execute(on, statement, options)
    } finally {
      watch({ text: statement.text, ms: performance.now() - start })
    }
  }
}

// Text of several statements may fail in the middle of a transaction that it began; such a connection is not used again.
async function runApart<Row>(pool: pg.Pool, execute: Execute, statement: Statement): Promise<Row[]> {
  const client = await pool.connect()
  client.on('error', ignore)
  let failed = true
  try {
    const rows = await execute<Row>(client, statement, { named: false })
    failed = false
    return rows
  } finally {
    client.off('error', ignore)
    client.release(failed)
  }
}

async function inTransaction<T>(pool: pg.Pool, execute: Execute, work: (tx: Runner) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  // A connection that breaks between two statements says so here; the next statement fails for it.
  client.on('error', ignore)
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work({ run: (statement) => execute(client, statement) })
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

async function inSnapshot<T>(
  address: pg.ClientConfig,
  execute: Execute,
  work: (reader: SnapshotReader) => Promise<T>,
): Promise<T> {
  const clients: pg.Client[] = []
  const open = async (): Promise<pg.Client> => {
    const client = ownClient(address)
    clients.push(client)
    await client.connect()
    await client.query('begin isolation level repeatable read read only')
    return client
  }
  try {
    const first = reading(await open())
    const another = async () => {
      const [moment] = await first.run<{ id: string }>(sql`select pg_export_snapshot() as id`)
      const client = await open()
      await client.query(`set transaction snapshot ${pg.escapeLiteral(moment?.id ?? '')}`)
      return reading(client)
    }
    return await work({ ...first, another })
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(ignore)))
  }

  function reading(client: pg.Client): Runner {
    return { run: (statement) => execute(client, statement) }
  }
}

/** Tells who listens to a channel. */
export const notifying = (runner: Runner) => (channel: string, payload: string) =>
  runner.run(sql`select pg_notify(${channel}, ${payload})`)

async function listenOn(address: pg.ClientConfig, channel: string, { heard, lost }: Ears): Promise<() => void> {
  const client = ownClient(address)
  client.on('notification', ({ payload = '' }) => heard(payload))
  try {
    await client.connect()
    await client.query(`listen ${pg.escapeIdentifier(channel)}`)
  } catch (error) {
    await client.end().catch(ignore)
    throw error
  }
  client.on('end', lost)
  return () => {
    client.off('end', lost)
    void client.end().catch(ignore)
  }
}

/** A connection beside the pools, not made yet. */
function ownClient(address: pg.ClientConfig): pg.Client {
  const client = new pg.Client({
    ...address,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    options: SESSION,
    application_name: 'ajar',
    keepAlive: true,
  })
  client.on('error', ignore)
  return client
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
    if (text.startsWith(UNNAMED)) return undefined
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
