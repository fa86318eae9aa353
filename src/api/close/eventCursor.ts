import type { EventPlace } from '../../actions/event.ts'
import { invalid } from '../../domain/errors.ts'
import { parseInstant } from '../../domain/time.ts'
import type { Comparison } from '../../search/listQuery.ts'

/** Where a page of the log begins, in which direction, and which dates it was narrowed to. */
export type EventCursor = {
  readonly beyond: EventPlace
  readonly newer: boolean
  readonly dates: readonly Comparison[]
}

const VERSION = 1
const OPERATORS = ['eq', 'gt', 'gte', 'lt', 'lte'] as const

/** A cursor as a text that goes into an address as it is. */
export function printCursor({ beyond, newer, dates }: EventCursor): string {
  const bounds = dates.map(({ op, value }) => [op, value])
  return Buffer.from(JSON.stringify([VERSION, newer ? 1 : 0, beyond.at, beyond.id, bounds])).toString('base64url')
}

/** The cursor that a text is; undefined for none, throws invalid for one that we have not printed. */
export function readCursor(text: string | undefined): EventCursor | undefined {
  if (text === undefined || text === '') return undefined
  const [version, newer, at, id, bounds] = partsOf(text)
  const dates = Array.isArray(bounds) ? bounds.map(readBound) : [undefined]
  const isPlace = typeof at === 'string' && parseInstant(at) !== null && typeof id === 'string' && /^ev_\w+$/.test(id)
  if (version !== VERSION || !isPlace || dates.includes(undefined)) throw unknown()
  return { beyond: { at, id }, newer: newer === 1, dates: dates.filter((date) => date !== undefined) }
}

function partsOf(text: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return Array.isArray(parts) ? parts : []
  } catch {
    throw unknown()
  }
}

function readBound(bound: unknown): Comparison | undefined {
  const [name, value]: readonly unknown[] = Array.isArray(bound) ? bound : []
  const op = OPERATORS.find((one) => one === name)
  const instant = typeof value === 'string' ? parseInstant(value) : null
  return op === undefined || instant === null ? undefined : { path: 'updatedAt', op, value: instant }
}

const unknown = () =>
  invalid([{ path: ['_cursor'], code: 'object', detail: 'This is not a cursor that this list has given.' }])
