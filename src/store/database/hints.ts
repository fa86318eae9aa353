import { randomUUID } from 'node:crypto'

/**
 * Hints from process to process that something was written. One may get lost, or come when there is nothing to see yet:
 * whoever must not miss anything also looks by themselves, now and then.
 */
export type Hints = {
  /** Tells this process at once, and others soon. */
  tell(): void
  /** Hears of what is written, here and elsewhere, until the returned function is called. */
  hear(heard: () => void): () => void
  close(): void
}

/** A way between the processes that use a database. */
export type Wire = {
  readonly notify: (channel: string, payload: string) => Promise<unknown>
  readonly listen: (channel: string, ears: Ears) => Promise<() => void>
}

/** What becomes of a connection that listens. */
export type Ears = { readonly heard: (payload: string) => void; readonly lost: () => void }

const CHANNEL = 'ajar_written'
// However much is written, others are told 20 times a second at most.
const APART_MS = 50
const AGAIN_MS = 2_000

/** Opens the hints of a process. There is a connection for them only while somebody in the process hears. */
export function openHints({ notify, listen }: Wire): Hints {
  const own = randomUUID()
  const hearers = new Set<() => void>()
  let isTelling = false
  let hasMore = false
  let hangUp: (() => void) | undefined

  return {
    tell() {
      ring()
      hasMore = true
      if (!isTelling) void tellOthers()
    },
    hear(heard) {
      hearers.add(heard)
      hangUp ??= stayConnected()
      return () => {
        hearers.delete(heard)
        if (hearers.size === 0) close()
      }
    },
    close,
  }

  function ring(): void {
    for (const heard of hearers) heard()
  }

  function close(): void {
    hangUp?.()
    hangUp = undefined
  }

  async function tellOthers(): Promise<void> {
    isTelling = true
    while (hasMore) {
      hasMore = false
      // A hint that does not arrive is no loss.
      await notify(CHANNEL, own).catch(ignore)
      await new Promise((resolve) => setTimeout(resolve, APART_MS).unref())
    }
    isTelling = false
  }

  /** Listens, on another connection when one breaks, until the returned function is called. */
  function stayConnected(): () => void {
    let isOver = false
    let disconnect: (() => void) | undefined
    let retry: NodeJS.Timeout | undefined
    void connect()
    return () => {
      isOver = true
      clearTimeout(retry)
      disconnect?.()
    }

    async function connect(): Promise<void> {
      try {
        const end = await listen(CHANNEL, { heard: (from) => from !== own && ring(), lost: again })
        if (isOver) return end()
        disconnect = end
        // Something may have been written since the connection before.
        ring()
      } catch {
        again()
      }
    }

    function again(): void {
      if (isOver) return
      clearTimeout(retry)
      retry = setTimeout(() => void connect(), AGAIN_MS).unref()
    }
  }
}

const ignore = () => undefined
