/** The text before the resources. */
export const introduction = (url: string) =>
  `
The API of this Ajar server. It follows the public API of Close, so clients written for that work here with another
base address and key.

**Begin.** The API key is the user name of HTTP Basic, the password is empty:

\`\`\`sh
curl -u YOUR_API_KEY: ${url}/api/v1/lead/ -H 'Content-Type: application/json' -d '{"name": "Harbor Bakery"}'
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

/** What resources are, in the order a newcomer needs them. */
export const titles: Readonly<Record<string, string>> = {
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
  Task: 'Something to do for a lead, on a day, at a time or some day.',
  Comment: 'What people say about tasks and activities. The body is rich text.',
  Case: 'Something to be settled for a customer. Close has none; these are Ajar’s own.',
  LeadStatus: 'The statuses a lead can have.',
  OpportunityStatus: 'The statuses an opportunity can have, each in a pipeline.',
  Pipeline: 'The ways a sale can go, as statuses in order.',
  LeadCustomField: 'Fields of your own on leads.',
  ContactCustomField: 'Fields of your own on contacts.',
  OpportunityCustomField: 'Fields of your own on opportunities.',
  CaseCustomField: 'Fields of your own on cases. Ajar’s own.',
  Group: 'Users who are named together, for instance as those who may see a lead.',
  User: 'Those who work here. `/me/` is the caller.',
  Organization: 'The organization: its name, currency, statuses, pipelines and members.',
}

/** What fields mean, where the name does not say it. */
export const fields: Readonly<Record<string, string>> = {
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
  is_dateless: 'Whether it is due at no time; then `date` shows the day it was made.',
  due_date: 'The date, or null where there is none. Write `date`.',
  date_created: 'When it was created. Objects that let it be written can be given an earlier time.',
  activity_at: 'When it happened.',
  note_html: 'The note as rich text; it is cleaned of what is not safe to show.',
  accepts_multiple_values: 'Whether an object may have several values in this field.',
  contacts: 'People at the lead. New ones can be given on creation.',
  tags: 'Each once. Ajar’s own.',
  visible_to: 'Who may see it: ids of users and groups; null is everyone. Ajar’s own.',
  number: 'The short id that the Clevertim API uses. Ajar’s own.',
  is_company: 'False for the lead of a person on their own. Ajar’s own.',
  customer_type: 'What they are to you, such as `customer` or `supplier`. Ajar’s own.',
  social_ids: 'Names in social networks. Ajar’s own.',
  timezone: 'Where the clocks are that tasks go by, such as `Europe/Oslo`. Ajar’s own.',
  member_ids: 'The same as `members`, as ids, to write all at once. Ajar’s own.',
  repeats: 'A task that is done is followed by the next one. Ajar’s own.',
  repeat_every: 'Every so many days, weeks, months or years. Ajar’s own.',
  case_id: 'The case it belongs to. Ajar’s own.',
}
