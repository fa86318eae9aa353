import type { Json, Send } from './client.ts'

export type Body = Readonly<Record<string, unknown>>

/** What recipes are made with: real objects, made through the API the first time someone asks. */
export type Workshop = {
  readonly send: Send
  /** The object of a resource that everyone may use, but nobody deletes. */
  readonly one: (resource: string) => Promise<string>
  /** An object of a resource for the caller alone, to delete for instance. */
  readonly another: (resource: string) => Promise<string>
  /** A word that no other request has, for what must be unique. */
  readonly word: () => string
  /** The caller's user with everything that belongs to them. */
  readonly me: () => Promise<Json>
}

type Made<T> = (of: Workshop) => T | Promise<T>

/** How to speak of the objects of a resource, whose path is the key. */
export type Recipe = {
  /** A body that makes one. */
  readonly make?: Made<Body>
  /** A body that changes one. */
  readonly change?: Made<Body>
  /** The query parameters of its list. */
  readonly list?: Made<Readonly<Record<string, string>>>
  /** How one comes to be, or is found, where that is not by making it; the id. Otherwise it is the first of the list. */
  readonly find?: Made<string | undefined>
}

/** A request for an operation that is not one of the usual five. */
export type Special = Made<{ readonly path: string; readonly body?: unknown }>

export type Cookbook = {
  /** By the path of the resource. */
  readonly resources?: Readonly<Record<string, Recipe>>
  /** By method and path. */
  readonly specials?: Readonly<Record<string, Special>>
}

/** Nothing can be prepared, for a reason that a person can act on. */
export class Unprepared extends Error {}
