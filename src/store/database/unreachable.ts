import pg from 'pg'
import { AjarError } from '../../domain/errors.ts'

/** Runs `work`; when PostgreSQL cannot be reached, or is lost on the way, that is said so that callers try again. */
export async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isLost(error)) throw error
    throw new AjarError('unavailable', 'The database cannot be reached right now. Please try again in a moment.', {
      cause: error,
    })
  }
}

// What the system says of a socket or an address without a server behind it.
const SYSTEM = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]

// Connection lost (class 08), shut down, crashed, not ready yet, and as many connections as it takes.
const SERVER = /^(08...|57P0[123]|53300)$/

// The driver's own failures have no code.
const DRIVER =
  /^Connection terminated|^timeout exceeded when trying to connect|^Client .*not queryable|^Query read timeout/

function isLost(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return SERVER.test(error.code ?? '')
  if (error instanceof AggregateError) return error.errors.some(isLost)
  if (!(error instanceof Error)) return false
  const { code } = error as NodeJS.ErrnoException
  return code === undefined ? DRIVER.test(error.message) : SYSTEM.includes(code)
}
