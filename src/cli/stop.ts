import type { FastifyInstance } from 'fastify'

// A Ctrl-C reaches npm, the shell and us, and some of them pass it on: the same wish arrives several times at once.
const SAME_WISH_MS = 1_000

/**
 * Resolves when somebody asks the process to stop. Who asks again, later, does not want to wait: then it ends at once.
 * Call it first of all, so that a start that is interrupted also closes what it has opened.
 */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let since: number | undefined
    const stop = () => {
      since ??= performance.now()
      if (performance.now() - since > SAME_WISH_MS) process.exit(1)
      resolve()
    }
    // SIGHUP is a terminal that was closed.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  })
}

/** Takes no more requests and waits for those in flight, for at most so long: one that hangs must not keep the store. */
export async function finish(app: FastifyInstance, graceMs: number): Promise<void> {
  const limit = setTimeout(() => app.server.closeAllConnections(), graceMs)
  await app.close()
  clearTimeout(limit)
}
