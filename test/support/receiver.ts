import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** What the receiver does with requests to a path. */
export type Manner = {
  key?: string
  status?: number
  after?: number
  manner?: 'hang' | 'garbage' | 'reset' | 'drip'
}

/** A request that came: whether its signature was right, and what was answered. */
export type Got = {
  path: string
  at: number
  valid: boolean
  headers: Record<string, string>
  raw: string
  body: { subscription_id: string; event: Record<string, unknown> & { id: string; object_id: string; action: string } }
  status: number | string
}

/** A receiver of webhooks in a process of its own. */
export type Receiver = {
  readonly url: string
  tell(manners: Record<string, Manner>): Promise<void>
  got(path?: string): Promise<readonly Got[]>
  /** How many requests to one path were ever under way at once. */
  mostOpen(): Promise<number>
  stop(): Promise<void>
}

/** Starts a receiver; it is stopped when the test is over. */
export async function aReceiver(port = 0): Promise<Receiver> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'receiver.fixture.ts'), String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const url = `http://127.0.0.1:${line.toString().trim()}`
  const all = async () =>
    (await (await fetch(`${url}/_got`)).json()) as {
      got: (Omit<Got, 'body' | 'raw'> & { body: string })[]
      mostOpen: number
    }
  return {
    url,
    async tell(manners) {
      await fetch(`${url}/_tell`, { method: 'POST', body: JSON.stringify(manners) })
    },
    async got(path) {
      const { got } = await all()
      return got
        .filter((one) => path === undefined || one.path === path)
        .map((one) => ({ ...one, raw: one.body, body: JSON.parse(one.body) as Got['body'] }))
    },
    mostOpen: async () => (await all()).mostOpen,
    async stop() {
      child.kill('SIGKILL')
      await once(child, 'close')
    },
  }
}
