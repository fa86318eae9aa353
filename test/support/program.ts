import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import type { Json } from './api.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Ajar as its users run it: a process of its own. It is killed when the test is over. */
export type Program = {
  readonly child: ChildProcess
  /** What it has written so far. */
  out(): string
  err(): string
  /** Its exit code. */
  readonly ended: Promise<number | null>
  /** Signals it, and waits until it has ended. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

type Settings = Readonly<Record<string, string>>

/** Starts a program of `src` on a port of its own, with these settings and no others. */
export function run(file: string, args: readonly string[], settings: Settings = {}): Program {
  const child = spawn(process.execPath, [join(ROOT, file), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // What is slow on a busy machine is no news.
    env: { PATH: process.env.PATH, PORT: '0', AJAR_SLOW_QUERY_MS: '60000', ...settings },
  })
  const written = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => void (written.out += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => void (written.err += chunk))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  onTestFinished(() => void child.kill('SIGKILL'))
  return {
    child,
    out: () => written.out,
    err: () => written.err,
    ended,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal)
      return ended
    },
  }
}

export type Serving = Program & { readonly url: string }

/** Starts a program and waits until it says where it serves. */
export async function serving(file: string, args: readonly string[], settings: Settings = {}): Promise<Serving> {
  const program = run(file, args, settings)
  const url = await Promise.race([
    program.ended.then(() => undefined),
    lines(program, /(?<=Ajar (sandbox )?runs at )\S+/),
  ])
  if (url === undefined) throw new Error(`${file} did not start: ${program.err()}${program.out()}`)
  return { ...program, url }
}

async function lines(program: Program, wanted: RegExp): Promise<string> {
  for (;;) {
    const found = wanted.exec(program.out().slice(0, program.out().lastIndexOf('\n') + 1))
    if (found) return found[0]
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Ajar on a data folder. */
export const ajar = (data: string, settings: Settings = {}, ...args: string[]) =>
  serving('src/main.ts', args, { AJAR_DATA: data, ...settings })

/** A settled test key: what an unattended set-up is given. */
export const KEY = 'e2e_test_key'

export type Answer = { readonly status: number; readonly body: Json; readonly headers: Headers }

/** Calls the API with a key, as any client does. */
export async function call(url: string, method: string, path: string, body?: unknown, key = KEY): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`, connection: 'close' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const { status, headers } = response
  return { status, headers, body: (await response.json()) as Json }
}

/** Reads as a client does that keeps its one connection. */
export function keeper({ url }: Serving) {
  const agent = keptAgent()
  return async (path: string) => {
    const asked = request(`${url}/api/v1${path}`, { agent, auth: `${KEY}:` }).end()
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    await text(response)
    return { status: response.statusCode, connection: response.headers.connection }
  }
}

/** A request whose body comes in two parts, on a connection that would be kept. */
export function slowUpload({ url }: Serving, begin: string) {
  const sent = request(`${url}/api/v1/lead/`, { method: 'POST', agent: keptAgent(), auth: `${KEY}:` })
  sent.write(begin)
  const answer = once(sent, 'response').then(async ([response]) => ({
    status: response.statusCode as number,
    body: JSON.parse(await text(response)) as unknown,
  }))
  return { answer, end: (rest: string) => sent.end(rest) }
}

function keptAgent(): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  return agent
}

/** Runs a line as somebody who pastes it into a terminal, and gives what it prints. */
export async function shell(line: string): Promise<string> {
  const child = spawn('sh', ['-c', line], { stdio: ['ignore', 'pipe', 'ignore'] })
  return text(child.stdout)
}
