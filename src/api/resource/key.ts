import type { Key } from '../../actions/read.ts'
import { notFound } from '../../domain/errors.ts'
import { readNumber } from './references.ts'
import { isNumbered, type Resource } from './resource.ts'

/** The object that a path names, among those that the resource has; throws not_found for a name that none can have. */
export function keyOf(of: Resource, name: string): Key {
  const { key: path, only: where = [], binned = false } = of
  const value = isNumbered(of) ? readNumber(of.keyPrefix ?? '', name) : name
  if (value === undefined) throw notFound(of.noun, name)
  return { path, value, where, binned }
}
