// What the tests of this folder share: folders that go away, servers that are ended, and Ajar processes to kill.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, onTestFinished } from 'vitest'
import type { EmbeddedConnection } from './connection.ts'
import { type EmbeddedServer, startEmbedded } from './embedded.ts'

export const asRoot = process.getuid?.() === 0

/** A data folder that does not exist yet; after the test its servers are ended and it is removed. */
export async function aFolder(name = 'data'): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'ajar-test-'))
  await chmod(parent, 0o755)
  onTestFinished(async () => {
    for (const pid of await postmastersBelow(parent)) kill(pid, 'SIGQUIT')
    await until(async () => (await postmastersBelow(parent)).length === 0)
    await rm(parent, { recursive: true, force: true, maxRetries: 5 })
  })
  return join(parent, name)
}

/** A data folder with a cluster in it, for when the first start is not what the test is about. */
export async function aMadeFolder(): Promise<string> {
  const folder = await aFolder()
  template ??= makeTemplate()
  await promisify(execFile)('cp', ['-a', await template, folder])
  return folder
}

let template: Promise<string> | undefined

async function makeTemplate(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ajar-test-template-'))
  await chmod(folder, 0o755)
  await (await startEmbedded({ folder: join(folder, 'data'), durable: false })).stop()
  return join(folder, 'data')
}

afterAll(async () => {
  if (template) await rm(dirname(await template), { recursive: true })
})

/** Starts a server in this process, and leaves it after the test. */
export async function aServer(
  folder: string,
  options: { durable?: boolean; patience?: number; log?: (line: string) => void } = {},
): Promise<EmbeddedServer> {
  const server = await startEmbedded({ folder, durable: false, ...options })
  onTestFinished(async () => server.stop().catch(() => {}))
  return server
}

type Report = { joined: boolean; postmasterPid: number; connection: EmbeddedConnection; error?: string }

/** Another Ajar, as a process of its own. */
export type Ajar = { child: ChildProcess; report: Promise<Report>; stop(): Promise<void>; kill(): Promise<void> }

export const FIXTURE = join(import.meta.dirname, 'testProcess.ts')

type AjarOptions = { durable?: boolean; program?: string; uid?: number; gid?: number }

export function anAjar(folder: string, { durable = false, program = FIXTURE, ...identity }: AjarOptions = {}): Ajar {
  const child = spawn(process.execPath, [program, folder, durable ? 'durable' : 'disposable'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: '/',
    ...identity,
  })
  const exited = once(child, 'exit')
  onTestFinished(() => void child.kill('SIGKILL'))

  const firstLine = once(createInterface(child.stdout), 'line').then(([line]) => JSON.parse(line) as Report)
  return {
    child,
    report: Promise.race([firstLine, exited.then(() => firstLine)]),
    stop: async () => {
      child.stdin.end()
      await exited
    },
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** Runs one statement and returns the first value of its first row. */
export async function ask(connection: EmbeddedConnection, sql: string): Promise<unknown> {
  const client = new pg.Client(connection)
  // A server that is killed in the middle is an answer, not a crash of the test.
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

/** The processes that run `postgres -D` on a folder below this one. */
export async function postmastersBelow(folder: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = new Map<number, number>()
  for (const pid of pids) {
    const [program = '', , data = ''] = (await procFile(pid, 'cmdline')).split('\0')
    const parent = Number(/\nPPid:\t(\d+)/.exec(await procFile(pid, 'status'))?.[1])
    if (basename(program) === 'postgres' && data.startsWith(folder)) found.set(Number(pid), parent)
  }
  // A child looks like its postmaster until it has given itself a title.
  return [...found].filter(([, parent]) => !found.has(parent)).map(([pid]) => pid)
}

async function procFile(pid: string, name: string): Promise<string> {
  return readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')
}

export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended by itself.
  }
}

export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('This did not become so within 10 s')
    await sleep(10)
  }
}
