import autocannon from 'autocannon'

/** What a measurement found: rate per second, latencies in milliseconds. */
export type Result = { readonly rate: number; readonly p50: number; readonly p99: number; readonly failures: number }

/** As many callers at once as the budgets are for. */
export const CONNECTIONS = 32

// As many different requests as are made up front: making each one as it is sent would cost more than serving it.
const VARIETY = 500

/** Sends requests over HTTP for a while; `request` gives the n-th of a few hundred that are sent in turn. */
export async function overHttp(
  url: string,
  seconds: number,
  headers: Record<string, string>,
  request: (n: number) => { method: 'GET' | 'POST'; path: string; body?: string },
  connections = CONNECTIONS,
): Promise<Result> {
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    headers,
    requests: Array.from({ length: VARIETY }, (_, n) => request(n)),
  })
  return {
    rate: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failures: result.non2xx + result.errors + result.timeouts,
  }
}

/** Runs a task as often as it goes for a while, as many at once as the HTTP load has connections. */
export async function inProcess(
  seconds: number,
  task: (n: number) => Promise<unknown>,
  connections = CONNECTIONS,
): Promise<Result> {
  const latencies: number[] = []
  const started = performance.now()
  const until = started + seconds * 1000
  let n = 0
  const worker = async () => {
    while (performance.now() < until) {
      const begun = performance.now()
      await task(n++)
      latencies.push(performance.now() - begun)
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  const rate = latencies.length / ((performance.now() - started) / 1000)
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN
  return { rate, p50: at(0.5), p99: at(0.99), failures: 0 }
}
