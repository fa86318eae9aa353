import type { NounName } from './catalogue.ts'

/**
 * What to read of a noun, and under which names: the bridge between a dialect's map and the store, which compiles it
 * into a projection. Plain data, made once per resource and per set of asked fields.
 */
export type View = OneView | EitherView
export type OneView = { readonly noun: NounName; readonly entries: readonly ViewEntry[] }
/** Objects of several kinds in one list; each row is shown by the view of its kind. */
export type EitherView = { readonly noun: NounName; readonly kinds: Readonly<Record<string, OneView>> }

export type ViewEntry =
  | { readonly key: string; readonly path: string; readonly render: Render }
  | { readonly key: string; readonly list: string; readonly view: View; readonly newest?: number; readonly by?: string }
  | { readonly key: string; readonly constant: unknown }
  /** All custom values, each under `<prefix><field id>`; `only` names the wanted fields. */
  | { readonly spread: 'custom'; readonly prefix: string; readonly only?: readonly string[] }

/** How a value is printed. `plain` is JSON's own way. The SQL for each is in `store/render.ts`. */
export type Render =
  | 'plain'
  | 'isoTime'
  | 'isoTimeNoOffset'
  | 'midnightTime'
  | { readonly before: string; readonly after: string }
  /** A kept word as the dialect says it. */
  | { readonly words: Readonly<Record<string, string>> }
