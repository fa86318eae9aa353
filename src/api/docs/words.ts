import type { JsonSchema } from '../resource/codec.ts'
import type { Description } from '../resource/description.ts'
import type { Resource } from '../resource/resource.ts'

/** Tags with descriptions: one for each title, since several paths may show the same kind of object. */
export function tagsOf({ resources, titles, headings = {} }: Description): JsonSchema[] {
  const byTitle = new Map(resources.toReversed().map((of) => [of.title, of]))
  const order = Object.keys(titles)
  const rank = (of: Resource) => (order.includes(of.title) ? order.indexOf(of.title) : order.length)
  const tags = [...byTitle.values()]
    .toReversed()
    .toSorted((a, b) => rank(a) - rank(b))
    .map((of) => ({ name: tagOf(of), description: titles[of.title] ?? of.description ?? '' }))
  return [...tags, ...Object.entries(headings).map(([name, description]) => ({ name, description }))]
}

/** The heading of a resource: `LeadStatus` is `Lead statuses`. */
export function tagOf(of: Resource): string {
  const name = plural(words(of.title))
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** A title in a sentence: `LeadStatus` is `lead status`. */
export function words(title: string): string {
  const name = title
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .replace(/^sms$/, 'SMS message')
    .replace('whats app', 'WhatsApp')
  // What is named by what happened, such as `Created`, is no noun yet.
  return name.endsWith('ed') ? `${name} activity` : name
}

/** `activity` is `activities`, `status` is `statuses`. */
export function plural(name: string): string {
  if (name.endsWith('y')) return `${name.slice(0, -1)}ies`
  return name.endsWith('s') ? `${name}es` : `${name}s`
}

export const withArticle = (noun: string) => `${/^(?:SMS|[aeio]|u(?!ser))/.test(noun) ? 'an' : 'a'} ${noun}`
