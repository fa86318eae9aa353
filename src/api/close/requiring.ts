import { malformed } from '../../domain/errors.ts'

type Params = Readonly<Record<string, string>>

/** Refuses a list that is not narrowed by a parameter; with `for`, only where these are among the others. */
export function requiring(needed: string, options: { readonly for?: readonly string[] } = {}) {
  return (params: Params): void => {
    if ((params[needed] ?? '') !== '') return
    const asked = options.for?.find((name) => params[name] !== undefined)
    if (asked !== undefined) throw malformed(`Filtering by ${asked} requires ${needed}.`)
    if (options.for === undefined) throw malformed(`This list requires ${needed}.`)
  }
}
