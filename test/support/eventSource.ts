import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { onTestFinished } from 'vitest'
import type { Json } from './api.ts'

/** What a stream said: an event, or something about itself. */
export type Heard = { readonly id: string; readonly type: string; readonly data: Json; readonly at: number }

type Options = { key: string; headers?: Record<string, string>; since?: string }

/**
 * Follows a stream as a browser would: by the rules of server-sent events, with no more knowledge of Ajar than its address.
 * Unlike a browser it connects again only when it is told to.
 */
export class EventSource {
  readonly heard: Heard[] = []
  /** Every block without data: signs of life. */
  signs = 0
  retry: number | undefined
  lastEventId: string
  response: IncomingMessage | undefined
  /** How the connection ended: whole, or cut. */
  end: 'whole' | 'cut' | undefined
  private readonly url: string
  private readonly options: Options
  private asked: ClientRequest | undefined
  private rest = ''
  /** The id of a block that is not complete yet. */
  private comingId: string
  private block: { type: string; data: string[]; isEmpty: boolean } = { type: 'message', data: [], isEmpty: true }

  constructor(url: string, options: Options) {
    this.url = url
    this.options = options
    this.lastEventId = options.since ?? ''
    this.comingId = this.lastEventId
    onTestFinished(() => this.close())
  }

  /** Connects, for the first time or again; from where it was. */
  async open(): Promise<this> {
    const { key, headers } = this.options
    this.end = undefined
    this.rest = ''
    this.comingId = this.lastEventId
    this.block = { type: 'message', data: [], isEmpty: true }
    this.asked = request(this.url, {
      auth: `${key}:`,
      headers: {
        accept: 'text/event-stream',
        ...(this.lastEventId === '' ? {} : { 'last-event-id': this.lastEventId }),
        ...headers,
      },
    }).end()
    const [response] = (await once(this.asked, 'response')) as [IncomingMessage]
    this.response = response
    response.setEncoding('utf8')
    response.on('data', (text: string) => this.take(text))
    response.on('error', () => undefined)
    response.on('close', () => {
      this.end = response.complete ? 'whole' : 'cut'
    })
    return this
  }

  close(): void {
    this.asked?.on('error', () => undefined).destroy()
  }

  /** What came under no name of its own: the events. */
  get events(): readonly Json[] {
    return this.heard.filter(({ type }) => type === 'message').map(({ data }) => data)
  }

  private take(text: string): void {
    const lines = (this.rest + text).split('\n')
    this.rest = lines.pop() ?? ''
    for (const line of lines) this.line(line)
  }

  private line(line: string): void {
    if (line === '') return this.dispatch()
    this.block.isEmpty = false
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? []
    if (name === 'data') this.block.data.push(value)
    else if (name === 'event') this.block.type = value
    else if (name === 'id') this.comingId = value
    else if (name === 'retry') this.retry = Number(value)
  }

  private dispatch(): void {
    const { type, data, isEmpty } = this.block
    this.block = { type: 'message', data: [], isEmpty: true }
    this.lastEventId = this.comingId
    if (data.length > 0)
      this.heard.push({ id: this.lastEventId, type, data: JSON.parse(data.join('\n')) as Json, at: performance.now() })
    else if (!isEmpty) this.signs += 1
  }
}

/** Waits until something is so. */
export async function until(isSo: () => boolean, what = 'it', ms = 15_000): Promise<void> {
  const end = performance.now() + ms
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`${what} did not come to be`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
