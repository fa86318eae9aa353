import type { Operation } from './description.ts'
import type { Body, Workshop } from './recipe.ts'
import { recipeOf, specialOf } from './workshop.ts'

export type Request = { readonly path: string; readonly body?: unknown }

/** A sensible request for an operation; what it needs is made first. Throws `Unprepared`. */
export async function requestFor(operation: Operation, workshop: Workshop): Promise<Request> {
  const { name, method, path } = operation
  const special = specialOf(name)
  if (special !== undefined) return special(workshop)

  const resource = path.replace('{id}/', '')
  const { make, change, list } = recipeOf(resource)
  if (path === resource) {
    if (method === 'POST') return { path, body: await bodyFrom(make, workshop) }
    const query = new URLSearchParams(method === 'GET' ? await list?.(workshop) : {})
    return { path: query.size === 0 ? path : `${path}?${query.toString()}` }
  }
  // What is deleted is nobody else's.
  const id = await (method === 'DELETE' ? workshop.another(resource) : workshop.one(resource))
  return { path: path.replace('{id}', id), ...(method === 'PUT' ? { body: await bodyFrom(change, workshop) } : {}) }
}

/** The path with something in place of each id, to ask whether there is anything behind it at all. */
export const pathWithoutIds = ({ path }: Operation) => path.replaceAll(/\{\w+\}/g, 'none')

const bodyFrom = async (recipe: ((of: Workshop) => Body | Promise<Body>) | undefined, workshop: Workshop) =>
  recipe === undefined ? {} : recipe(workshop)
