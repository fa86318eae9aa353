const MAX_DEPTH = 64

/** Whether a parsed body is nested deeper than anything we take: code that walks it must not run out of stack. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth === MAX_DEPTH) return true
  return Object.values(value).some((inner) => isTooDeep(inner, depth + 1))
}
