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
  /** One field of each object of a list, in ascending order. */
  | { readonly key: string; readonly list: string; readonly pick: string }
  | { readonly key: string; readonly constant: unknown }
  /** What it refers to, as another view shows that; null where it refers to nothing. */
  | { readonly key: string; readonly ref: string; readonly view: OneView }
  /** A field that searches know, by its name there. */
  | { readonly key: string; readonly sought: string; readonly render: Render }
  /** The same object once more, as another view shows it; null unless `when` is true of it. */
  | { readonly key: string; readonly within: OneView; readonly when?: string }
  /** All custom values, each under `<prefix><field id>`; `only` names the wanted fields. */
  | { readonly spread: 'custom'; readonly prefix: string; readonly only?: readonly string[] }

/** Fields that are shown under their own names, as they are. */
export const plainly = (...paths: readonly string[]): readonly ViewEntry[] =>
  paths.map((path) => ({ key: path, path, render: 'plain' }))

/** How a value is printed. `plain` is JSON's own way. The SQL for each is in `store/projection/render.ts`. */
export type Render =
  | 'plain'
  | 'isoTime'
  | 'isoTimeNoOffset'
  /** Whole seconds, ending in `Z`. */
  | 'isoTimeZ'
  | 'midnightTime'
  /** Hundredths as a text with two decimals. */
  | 'decimalText'
  | { readonly before: string; readonly after: string }
  /** A kept word as the dialect says it. */
  | Words
  | { readonly shape: Shape }

/** Kept words and what they are called; any other value, also none, is called `otherwise`. */
export type Words = { readonly words: Readonly<Record<string, string>>; readonly otherwise?: string }

/** What a dialect makes of a structured value: other keys, other words, less of it. */
export type Shape =
  | Words
  /** One key of an object, and what to make of it. */
  | { readonly key: string; readonly as?: Shape }
  /** A list made of a list; items that come to nothing are left out. */
  | { readonly each: Shape }
  /** An object with these keys; a sparse one is without those that have no value. */
  | { readonly object: Readonly<Record<string, Shape>>; readonly sparse?: true }
