// Most receivers answer within a tenth of a second; of those that do not, some are on the same host.
const AT_ALL = 256
const PER_HOST = 32

/** Lets only so many requests go out at once: of all together, and to one host. */
export function openSlots(
  limits: { readonly atAll: number; readonly perHost: number } = { atAll: AT_ALL, perHost: PER_HOST },
) {
  const all = new Slots(limits.atAll)
  const hosts = new Map<string, Slots>()

  return async function within<T>(host: string, work: () => Promise<T>): Promise<T> {
    const own = hosts.get(host) ?? new Slots(limits.perHost)
    hosts.set(host, own)
    try {
      return await own.within(() => all.within(work))
    } finally {
      if (own.isIdle) hosts.delete(host)
    }
  }
}

class Slots {
  private readonly size: number
  private taken = 0
  private readonly waiting: (() => void)[] = []

  constructor(size: number) {
    this.size = size
  }

  get isIdle(): boolean {
    return this.taken === 0
  }

  async within<T>(work: () => Promise<T>): Promise<T> {
    if (this.taken >= this.size) await new Promise<void>((resolve) => this.waiting.push(resolve))
    else this.taken += 1
    try {
      return await work()
    } finally {
      // Whoever waits takes over the place.
      const next = this.waiting.shift()
      if (next === undefined) this.taken -= 1
      else next()
    }
  }
}
