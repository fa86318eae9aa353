import type { ByteRange } from '../../domain/file.ts'

/**
 * The part that a `Range` header asks for, as far as there is that much. Undefined when all is wanted, also by what is
 * not understood, as RFC 9110 has it; null when nothing of it is there.
 */
export function readRange(header: string | undefined, size: number): ByteRange | null | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (first === '' && last === '') return undefined
  if (first === '') return ranged(Math.max(0, size - Number(last)), size - 1)
  if (last !== '' && Number(last) < Number(first)) return undefined
  return ranged(Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1))
}

const ranged = (start: number, end: number) => (start > end ? null : { start, end })
