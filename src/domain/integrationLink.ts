import { audited, noun, type RecordOf } from './noun.ts'

export const LINKED_NOUNS = ['lead', 'contact', 'opportunity'] as const
/** What a link is shown at. */
export type LinkedNoun = (typeof LINKED_NOUNS)[number]

/**
 * A link to another program that every lead, contact or opportunity shows. `url` is a template: `{{ lead.name }}` in it
 * stands for a value.
 */
export const integrationLink = noun({ stored: { ...audited, objectType: 'text', name: 'text', url: 'text' } })
export type IntegrationLink = RecordOf<typeof integrationLink>

const VARIABLE = /\{\{[^{}]*\}\}/g

/** A template with a word in the place of each variable, to see whether it can be an address at all. */
export const sampleOf = (template: string) => template.replaceAll(VARIABLE, 'sample')
