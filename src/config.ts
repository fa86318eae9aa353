import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { isEmailAddress } from './domain/text.ts'
import { isTimezone } from './domain/time.ts'
import type { S3Place } from './store/files/s3FileStore.ts'

/** All that can be set from outside; see docs/operations.md. */
export type Config = {
  readonly host: string
  readonly port: number
  /** Where links in answers point, unless it is where Ajar listens; no slash at the end. */
  readonly url: string | undefined
  /** The data folder; the embedded store lives in it. */
  readonly data: string
  /** Where the bytes of files are kept: a folder or a bucket. */
  readonly files: string | S3Place
  /** A PostgreSQL to use instead of the embedded one. */
  readonly databaseUrl: string | undefined
  readonly logLevel: string
  /** Statements that take this long are logged. */
  readonly slowQueryMs: number
  /** What asks for metrics must know; without it they are for this machine. */
  readonly metricsToken: string | undefined
  /** Whether the server also does jobs. */
  readonly worker: boolean
  /** How long what was deleted can be restored; null for ever. */
  readonly trashDays: number | null
  /** How long events are kept; null for ever. */
  readonly eventDays: number | null
  /** How long the files of exports are kept; null for ever. */
  readonly exportDays: number | null
  readonly webhooks: WebhookConfig
  readonly setup: SetupConfig
}

/** How webhooks are delivered. */
export type WebhookConfig = {
  /** Whether they may go to private addresses. */
  readonly allowPrivate: boolean
  /** For how long what waits for one that is paused is kept. */
  readonly keepDays: number
  /** For how long an event is tried. */
  readonly dropHours: number
  /** How long a change waits for others that are folded into its event. */
  readonly delayMs: number
}

/** The first organization and its owner; what is not given is made up. */
export type SetupConfig = {
  readonly email: string
  readonly password: string | undefined
  readonly apiKey: string | undefined
  readonly organization: string
  readonly country: string
  readonly timezone: string
  readonly currency: string
}

/** A setting that cannot be used; the message names it. */
export class ConfigError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/** Reads the settings from the environment; throws a sentence that names the first wrong one. */
export function readConfig(env: Environment): Config {
  const host = readHost('HOST', optional(env, 'HOST') ?? '127.0.0.1')
  const port = readPort('PORT', optional(env, 'PORT') ?? '3000')
  const url = optional(env, 'AJAR_URL')
  const databaseUrl = optional(env, 'DATABASE_URL')
  if (databaseUrl !== undefined && !isPostgresUrl(databaseUrl))
    throw new ConfigError('DATABASE_URL must look like postgres://user:password@host:5432/database.')
  const logLevel = optional(env, 'LOG_LEVEL') ?? 'warn'
  if (!LOG_LEVELS.includes(logLevel)) wrong('LOG_LEVEL', logLevel, `one of ${LOG_LEVELS.join(', ')}`)
  const data = resolve(optional(env, 'AJAR_DATA') ?? './data')
  return {
    host,
    port,
    url: url === undefined ? undefined : readUrl(url),
    data,
    files: readFiles(env, optional(env, 'AJAR_FILES') ?? join(data, 'files')),
    databaseUrl,
    logLevel,
    slowQueryMs: readNumber('AJAR_SLOW_QUERY_MS', optional(env, 'AJAR_SLOW_QUERY_MS') ?? '500', 3_600_000),
    metricsToken: readToken(optional(env, 'AJAR_METRICS_TOKEN')),
    worker: readSwitch('AJAR_WORKER', optional(env, 'AJAR_WORKER') ?? 'on'),
    eventDays: readDays('AJAR_EVENT_RETENTION_DAYS', optional(env, 'AJAR_EVENT_RETENTION_DAYS') ?? 'never'),
    trashDays: readDays('AJAR_TRASH_DAYS', optional(env, 'AJAR_TRASH_DAYS') ?? '30'),
    exportDays: readDays('AJAR_EXPORT_DAYS', optional(env, 'AJAR_EXPORT_DAYS') ?? '7'),
    webhooks: readWebhooks(env),
    setup: readSetup(env),
  }
}

// s3://bucket/prefix?endpoint=https://…&region=…, with the credentials where the tools of Amazon look for them.
function readFiles(env: Environment, text: string): string | S3Place {
  if (!text.startsWith('s3:')) return resolve(text)
  const form = 's3://bucket/prefix?endpoint=https://storage.example&region=eu-west-1'
  if (!URL.canParse(text)) wrong('AJAR_FILES', text, `a folder, or look like ${form}`)
  const { hostname: bucket, pathname, searchParams } = new URL(text)
  const endpoint = searchParams.get('endpoint') ?? undefined
  const known = [...searchParams.keys()].every((key) => key === 'endpoint' || key === 'region')
  const prefix = pathname.replace(/^\/+|\/+$/g, '')
  const isEndpoint = endpoint === undefined || (URL.canParse(endpoint) && /^https?:/.test(endpoint))
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || !/^[\w./-]*$/.test(prefix) || !known || !isEndpoint)
    wrong('AJAR_FILES', text, `a folder, or look like ${form}`)
  return {
    bucket,
    prefix,
    endpoint: endpoint?.replace(/\/+$/, ''),
    region:
      searchParams.get('region') ?? optional(env, 'AWS_REGION') ?? optional(env, 'AWS_DEFAULT_REGION') ?? 'us-east-1',
    accessKeyId: needed(env, 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: needed(env, 'AWS_SECRET_ACCESS_KEY'),
    sessionToken: optional(env, 'AWS_SESSION_TOKEN'),
  }
}

function needed(env: Environment, name: string): string {
  const text = optional(env, name)
  if (text === undefined) throw new ConfigError(`AJAR_FILES is a bucket, so ${name} must be set.`)
  return text
}

function readSetup(env: Environment): SetupConfig {
  const email = optional(env, 'AJAR_SETUP_EMAIL') ?? 'owner@ajar.local'
  if (!isEmailAddress(email)) wrong('AJAR_SETUP_EMAIL', email, 'an e-mail address')
  const password = optional(env, 'AJAR_SETUP_PASSWORD')
  if (password !== undefined && password.length < 8)
    throw new ConfigError('AJAR_SETUP_PASSWORD must have at least 8 characters.')
  const apiKey = optional(env, 'AJAR_SETUP_API_KEY')
  if (apiKey !== undefined && !/^[\w.-]{8,200}$/.test(apiKey)) {
    throw new ConfigError('AJAR_SETUP_API_KEY must have 8 to 200 letters, digits, dots, dashes or underscores.')
  }
  const country = (optional(env, 'AJAR_SETUP_COUNTRY') ?? 'US').toUpperCase()
  if (!/^[A-Z]{2}$/.test(country)) wrong('AJAR_SETUP_COUNTRY', country, 'a country code of two letters')
  const timezone = optional(env, 'AJAR_SETUP_TIMEZONE') ?? machineTimezone()
  if (!isTimezone(timezone)) wrong('AJAR_SETUP_TIMEZONE', timezone, 'a time zone such as Europe/Oslo')
  const currency = (optional(env, 'AJAR_SETUP_CURRENCY') ?? 'USD').toUpperCase()
  if (!Intl.supportedValuesOf('currency').includes(currency))
    wrong('AJAR_SETUP_CURRENCY', currency, 'a currency code of three letters')
  return {
    email,
    password,
    apiKey,
    organization: optional(env, 'AJAR_SETUP_ORGANIZATION') ?? 'My Organization',
    country,
    timezone,
    currency,
  }
}

function optional(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim()
  return value === '' ? undefined : value
}

/** What to listen on. `name` is what the caller calls it. */
export function readHost(name: string, text: string): string {
  if (isIP(text) === 0 && !/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text))
    wrong(name, text, 'a host name or an IP address')
  return text
}

/** A port that can be listened on; 0 lets the system choose. */
export function readPort(name: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535)) wrong(name, text, 'a number from 0 to 65535')
  return port
}

function readNumber(name: string, text: string, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(number <= most)) wrong(name, text, `a number from 0 to ${most}`)
  return number
}

function readDays(name: string, text: string): number | null {
  if (text === 'never') return null
  const days = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(days >= 1 && days <= 36_500)) wrong(name, text, "a number of days from 1 to 36500, or 'never'")
  return days
}

function readWebhooks(env: Environment): WebhookConfig {
  const keepDays = readDays('AJAR_WEBHOOK_KEEP_DAYS', optional(env, 'AJAR_WEBHOOK_KEEP_DAYS') ?? '30')
  return {
    allowPrivate: readSwitch('AJAR_WEBHOOK_ALLOW_PRIVATE', optional(env, 'AJAR_WEBHOOK_ALLOW_PRIVATE') ?? 'off'),
    keepDays: keepDays ?? FOR_EVER_DAYS,
    dropHours: readNumber('AJAR_WEBHOOK_DROP_HOURS', optional(env, 'AJAR_WEBHOOK_DROP_HOURS') ?? '72', 8760),
    delayMs: readNumber('AJAR_WEBHOOK_DELAY_MS', optional(env, 'AJAR_WEBHOOK_DELAY_MS') ?? '5500', 3_600_000),
  }
}
const FOR_EVER_DAYS = 36_500

function readSwitch(name: string, text: string): boolean {
  if (text !== 'on' && text !== 'off') wrong(name, text, 'on or off')
  return text === 'on'
}

// A value that is no good is not repeated: it may be nearly the right one.
function readToken(text: string | undefined): string | undefined {
  if (text === undefined || /^[\x21-\x7e]{16,500}$/.test(text)) return text
  throw new ConfigError('AJAR_METRICS_TOKEN must have 16 to 500 letters, digits or signs, and no spaces.')
}

function readUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text))
    wrong('AJAR_URL', text, 'an address that begins with http:// or https://')
  return text.replace(/\/+$/, '')
}

// PostgreSQL's own notation may leave the host out, where it is a socket: postgres://user@/database?host=/run/postgresql.
const isPostgresUrl = (text: string) => /^postgres(ql)?:/.test(text) && URL.canParse(text.replace('@/', '@localhost/'))

function wrong(name: string, value: string, expected: string): never {
  throw new ConfigError(`${name} is '${value}', but must be ${expected}.`)
}

function machineTimezone(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return isTimezone(timeZone) ? timeZone : 'UTC'
}
