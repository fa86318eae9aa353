import { setTimeout } from 'node:timers/promises'
import { residentMb } from './organization.ts'

const SAMPLE_MS = 20

/** What reading everything at once took: bytes, milliseconds to the first and the last of them, megabytes of memory. */
export type All = {
  readonly bytes: number
  readonly firstMs: number
  readonly totalMs: number
  readonly beforeMb: number
  readonly growthMb: number
}

/** Reads a list that is not cut into pages, and watches the memory of the process that serves it. Linux only. */
export async function readAll(url: string, headers: Record<string, string>, pid: number): Promise<All> {
  const beforeMb = await residentMb(pid)
  let peakMb = beforeMb
  let reading = true
  const watch = (async () => {
    while (reading) {
      peakMb = Math.max(peakMb, await residentMb(pid))
      await setTimeout(SAMPLE_MS)
    }
  })()
  const began = performance.now()
  const { body } = await fetch(url, { headers })
  if (body === null) throw new Error(`${url} answered nothing`)
  let bytes = 0
  let firstMs = Number.NaN
  for await (const chunk of body) {
    if (bytes === 0) firstMs = performance.now() - began
    bytes += (chunk as Uint8Array).length
  }
  const totalMs = performance.now() - began
  reading = false
  await watch
  return { bytes, firstMs, totalMs, beforeMb, growthMb: peakMb - beforeMb }
}
