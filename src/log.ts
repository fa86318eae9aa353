import { AsyncLocalStorage } from 'node:async_hooks'
import { type Logger, type LoggerOptions, pino } from 'pino'
import type { Watch } from './store/database/database.ts'

// Standard output is for what Ajar tells a person.
export const logStream = () => pino.destination(2)
export const logOptions = (level: string): LoggerOptions => ({
  level,
  redact: ['req.headers.authorization', 'req.headers.cookie'],
})

/** Where Ajar writes what operators read: one JSON object a line. */
export const openLog = (level: string): Logger => pino(logOptions(level), logStream())

/** The id of the request or job that is being answered: for the log alone, nothing else may ask for it. */
export const underWay = new AsyncLocalStorage<string>()

const MAX_TEXT = 4_000

/** Logs statements that take this long; never their values, which are people's data. */
export const slowQueries =
  (log: Logger, fromMs: number): Watch =>
  ({ text, ms }) => {
    if (ms < fromMs) return
    const statement = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
    log.warn({ reqId: underWay.getStore(), ms: Math.round(ms), statement }, 'slow query')
  }
