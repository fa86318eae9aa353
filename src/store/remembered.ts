/**
 * Remembers what was made for an object and a name, for as long as the object lives. For SQL text that depends on a
 * view and on little else, and takes longer to write than to run.
 */
export function remembered<K extends object, V>(): (key: K, name: string, make: () => V) => V {
  const kept = new WeakMap<K, Map<string, V>>()
  return (key, name, make) => {
    const names = kept.get(key) ?? new Map<string, V>()
    kept.set(key, names)
    const known = names.get(name)
    if (known !== undefined) return known
    const made = make()
    names.set(name, made)
    return made
  }
}
