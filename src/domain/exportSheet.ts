import type { DateFormat } from './export.ts'
import type { OneView } from './view.ts'

/** What the file of an export shows of each object; without columns the object as it is. */
export type Sheet = { readonly view: OneView; readonly columns: readonly Column[] }

/** A column, and where its value is in what the view shows. */
export type Column = {
  readonly header: string
  readonly path: readonly (string | number)[]
  readonly isMoment?: boolean
  /** There is a list: this of each of its objects but the first. */
  readonly others?: string
}

export type Cell = string | number | boolean | null
type Shown = Readonly<Record<string, unknown>>

/** The values of a row, in the order of the columns. */
export const cellsOf = (columns: readonly Column[], shown: Shown): Cell[] => columns.map((one) => cellOf(one, shown))

function cellOf({ path, others }: Column, shown: Shown): Cell {
  let value: unknown = shown
  for (const step of path) value = (value as Record<string | number, unknown> | null | undefined)?.[step]
  if (others !== undefined) value = ((value ?? []) as readonly Shown[]).slice(1).map((one) => one[others])
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  if (typeof value === 'object') return JSON.stringify(value)
  return value as Cell
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/**
 * A cell as text. What a spreadsheet would take for a formula gets an apostrophe before it: anybody may have written it, and
 * whoever opens the file would run it. Numbers, and what looks like a phone number, do no harm.
 */
export function textOfCell(cell: Cell, isMoment: boolean, format: DateFormat): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  if (isMoment) return momentText(cell, format)
  return /^[=@\t\r]/.test(cell) || (/^[+-]/.test(cell) && !/^[+-][\d\s().,/-]*$/.test(cell)) ? `'${cell}` : cell
}

const MOMENT = /^(\d{4}-\d\d-\d\d)T(\d\d)(:\d\d:\d\d)(\.\d+)?\+00:00$/

/** An instant in UTC as one of the formats has it; what is not one stays as it is. */
export function momentText(text: string, format: DateFormat): string {
  const [, day, hour = '', rest, fraction = ''] = MOMENT.exec(text) ?? []
  if (day === undefined) return text
  if (format === 'iso8601') return `${day}T${hour}${rest}+00:00`
  if (format === 'original') return `${day} ${hour}${rest}${fraction}+00:00`
  const twelve = String(Number(hour) % 12 || 12).padStart(2, '0')
  return `${day} ${twelve}${rest} ${Number(hour) < 12 ? 'AM' : 'PM'}`
}
