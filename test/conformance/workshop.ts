import type { Send } from './client.ts'
import { type Cookbook, type Recipe, type Special, Unprepared, type Workshop } from './recipe.ts'
import { activities } from './recipes/activities.ts'
import { customers } from './recipes/customers.ts'
import { customizations } from './recipes/customizations.ts'
import { outreach } from './recipes/outreach.ts'
import { overview } from './recipes/overview.ts'
import { people } from './recipes/people.ts'

const BOOKS: readonly Cookbook[] = [customers, activities, people, customizations, outreach, overview]
const RESOURCES = new Map(BOOKS.flatMap(({ resources = {} }) => Object.entries(resources)))
const SPECIALS = new Map(BOOKS.flatMap(({ specials = {} }) => Object.entries(specials)))

/** The recipe of a resource; one without needs none of its own. */
export const recipeOf = (resource: string): Recipe => RESOURCES.get(resource) ?? {}

/** How to ask for an operation that is not one of the usual five. */
export const specialOf = (operation: string): Special | undefined => SPECIALS.get(operation)

/** What there are recipes for. */
export const namesInBooks = () => ({ resources: [...RESOURCES.keys()], specials: [...SPECIALS.keys()] })

/** A workshop on an organization of its own. */
export function workshopWith(send: Send): Workshop {
  const shared = new Map<string, Promise<string>>()
  let words = 0
  const workshop: Workshop = {
    send,
    one(resource) {
      const id = shared.get(resource) ?? workshop.another(resource)
      shared.set(resource, id)
      return id
    },
    async another(resource) {
      const { make, find } = recipeOf(resource)
      const id =
        find !== undefined ? await find(workshop) : make !== undefined ? undefined : await first(send, resource)
      if (id !== undefined && id !== null) return id
      if (make === undefined) throw new Unprepared(`there is no ${nameOf(resource)} to try it on`)
      const { status, body, text } = await send('POST', resource, await make(workshop))
      if (status < 300 && body?.id !== undefined) return body.id
      throw new Unprepared(`no ${nameOf(resource)} can be made: ${status} ${text.slice(0, 200)}`)
    },
    word: () => `n${++words}`,
    async me() {
      const { body } = await send('GET', '/me/')
      if (body === undefined) throw new Unprepared('nobody knows who is asking')
      return body
    },
  }
  return workshop
}

const first = async (send: Send, resource: string) => (await send('GET', resource)).body?.data?.[0]?.id

const nameOf = (resource: string) => resource.slice(1, -1).replaceAll('/', ' ').replaceAll('_', ' ')
