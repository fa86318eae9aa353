import { rest } from './rest.ts'

/** What gathers the words of leads that were written to. */
export type Gathering = {
  /** How many leads of each organization are due, up to a limit. */
  readonly due: (limit: number) => Promise<ReadonlyMap<string, number>>
  /** Gathers the words of some, and says of how many. */
  readonly gather: (organizationId: string, limit: number) => Promise<number>
  readonly failed: (error: unknown) => void
  readonly everyMs?: number
}

const EVERY_MS = 2_000
const AT_ONCE = 100
// Whoever writes as much at once, as an import does, has the machine to himself for a while.
const MANY = 500
const PATIENCE = 15
const LIMIT = 20_000

/** Gathers until it is stopped: at once what a few have written, and the rest when it has become quiet or has waited long. */
export function keepGathering({ due, gather, failed, everyMs = EVERY_MS }: Gathering): { stop(): Promise<void> } {
  const stopped = new AbortController()
  const { signal } = stopped
  let before = 0
  let waited = 0
  const working = work()

  return {
    async stop() {
      stopped.abort()
      await working
    },
  }

  async function work(): Promise<void> {
    while (!signal.aborted) {
      try {
        await look()
      } catch (error) {
        failed(error)
      }
      await rest(everyMs, signal)
    }
  }

  async function look(): Promise<void> {
    const waiting = await due(LIMIT)
    const count = [...waiting.values()].reduce((sum, one) => sum + one, 0)
    const isBusy = count > MANY && (count > before || count === LIMIT) && waited < PATIENCE
    before = count
    waited = isBusy ? waited + 1 : 0
    if (isBusy) return
    for (const organizationId of waiting.keys()) await gatherAll(organizationId)
    before = 0
  }

  /** With as much rest in between, so that those who write and read meanwhile hardly notice. */
  async function gatherAll(organizationId: string): Promise<void> {
    for (;;) {
      const begun = performance.now()
      if (signal.aborted || (await gather(organizationId, AT_ONCE)) < AT_ONCE) return
      await rest(performance.now() - begun, signal)
    }
  }
}
