import type { JsonSchema } from '../resource/codec.ts'
import type { Resource } from '../resource/resource.ts'

/** The text before the resources. */
export const introduction = (url: string, prefix: string) =>
  `
The API of this Ajar server. It follows the public API of Close, so clients written for that work here with another
base address and key.

**Begin.** The API key is the user name of HTTP Basic, the password is empty:

\`\`\`sh
curl -u YOUR_API_KEY: ${url}${prefix}/lead/ -H 'Content-Type: application/json' -d '{"name": "Harbor Bakery"}'
\`\`\`

**Objects.** Bodies and answers are JSON. Ids are opaque texts. Times are ISO 8601 in UTC, amounts are whole cents. Most
resources leave keys alone that they do not know; those of the newer generation, such as pipelines, refuse them. A path
may end in a slash or not.

**Lists** come in pages: \`_limit\` and \`_skip\` choose one, \`has_more\` says whether another follows. \`_order_by\` sorts,
\`_fields\` chooses fields, and every other parameter narrows the list.

**Long queries** may travel in the body: send \`POST\` with the header \`X-HTTP-Method-Override: GET\` and the parameters
under \`_params\`.

**Failures** have a status and say what is wrong, by field where they can.
`.trim()

// In the order a newcomer needs them; what is not named here comes after.
const TAGS: Readonly<Record<string, string>> = {
  Lead: 'Who you sell to: a company, or a person on their own.',
  Contact: 'People at a lead.',
  Opportunity: 'Possible sales to a lead. Amounts are cents.',
  Activity: 'Everything that happened with a lead, of all kinds, in one list.',
  Note: 'Notes on a lead, in plain text or rich text.',
  Call: 'Calls that were made elsewhere and are logged here.',
  Email: 'E-mails kept as a record.',
  Created: 'How and when each lead came to be.',
  LeadStatusChange: 'When a lead went from one status to another. Writing one edits the history, never the lead.',
  OpportunityStatusChange:
    'When an opportunity went from one status to another. Writing one edits the history, never the opportunity.',
  LeadStatus: 'The statuses a lead can have.',
  OpportunityStatus: 'The statuses an opportunity can have, each in a pipeline.',
  Pipeline: 'The ways a sale can go, as statuses in order.',
  LeadCustomField: 'Fields of your own on leads.',
  User: 'Those who work here. `/me/` is the caller.',
  Organization: 'The organization: its name, currency, statuses, pipelines and members.',
}

/** Tags with descriptions: one for each title, since several paths may show the same kind of object. */
export function tagsOf(served: readonly Resource[]): JsonSchema[] {
  const byTitle = new Map(served.toReversed().map((of) => [of.title, of]))
  const rank = (of: Resource) => (of.title in TAGS ? Object.keys(TAGS).indexOf(of.title) : Number.POSITIVE_INFINITY)
  return [...byTitle.values()]
    .toReversed()
    .toSorted((a, b) => rank(a) - rank(b) || 0)
    .map((of) => ({ name: tagOf(of), description: TAGS[of.title] ?? of.description ?? '' }))
}

/** The heading of a resource: `LeadStatus` is `Lead statuses`. */
export function tagOf(of: Resource): string {
  const name = plural(words(of.title))
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** A title in a sentence: `LeadStatus` is `lead status`. */
export function words(title: string): string {
  const name = title.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
  // What is named by what happened, such as `Created`, is no noun yet.
  return name.endsWith('ed') ? `${name} activity` : name
}

/** `activity` is `activities`, `status` is `statuses`. */
export function plural(name: string): string {
  if (name.endsWith('y')) return `${name.slice(0, -1)}ies`
  return name.endsWith('s') ? `${name}es` : `${name}s`
}

export const withArticle = (noun: string) => `${/^(?:[aeio]|u(?!ser))/.test(noun) ? 'an' : 'a'} ${noun}`

/** What fields mean, where the name does not say it. */
export const FIELD_WORDS: Readonly<Record<string, string>> = {
  id: 'Opaque, and never used again.',
  display_name: 'What to call it on a screen.',
  html_url: 'Where a person sees it.',
  status_id: 'One of the statuses of the organization.',
  lead_id: 'The lead it belongs to.',
  contact_id: 'The contact it is about.',
  user_id: 'The user it belongs to.',
  custom: 'Custom values by the name of their field. Writing by id is safer: names change.',
  value: 'In cents.',
  value_period: 'How often the value comes in.',
  confidence: 'How likely it is, in percent.',
  expected_value: 'The value times the confidence, in cents.',
  annualized_value: 'What the value comes to in a year, in cents.',
  annualized_expected_value: 'What the expected value comes to in a year, in cents.',
  duration: 'In seconds.',
  voicemail_duration: 'In seconds.',
  date_created: 'When it was created. Objects that let it be written can be given an earlier time.',
  activity_at: 'When it happened.',
  note_html: 'The note as rich text; it is cleaned of what is not safe to show.',
  accepts_multiple_values: 'Whether an object may have several values in this field.',
  contacts: 'People at the lead. New ones can be given on creation.',
}
