import type { FastifyRequest } from 'fastify'

type Many = (list: readonly unknown[]) => string

/** Parameters as texts; `many` says what becomes of one that is given several times. */
export function textual(values: Readonly<Record<string, unknown>>, many: Many): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, v]) => [name, Array.isArray(v) ? many(v) : asText(v)]))
}

/**
 * The parameters of the URL; of one that is given several times, the last counts.
 * @param listed names of those that are lists, and are put together
 */
export function queryOf(request: FastifyRequest, listed?: RegExp): Record<string, string> {
  const values = Object.entries(request.query as Record<string, unknown>).map(([name, value]) => {
    const several = Array.isArray(value) && listed?.test(name) === true
    return [name, several ? value.map(asText).join(',') : value] as const
  })
  return textual(Object.fromEntries(values), (list) => asText(list.at(-1)))
}

/** A value as a parameter would carry it. */
export function asText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The whole number that a parameter is, or undefined. */
export const wholeNumber = (text: string) => (/^-?\d{1,15}$/.test(text.trim()) ? Number(text) : undefined)
