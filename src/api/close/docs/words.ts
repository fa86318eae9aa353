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
  EmailThread: 'E-mails of a lead that answer each other.',
  SMS: 'Text messages kept as a record.',
  WhatsAppMessage: 'Messages that were sent and received by WhatsApp.',
  Meeting: 'Meetings with a lead. Close has them from calendars alone; that they can be made here is Ajar’s own.',
  FormSubmission: 'What somebody sent through a form. That they can be made is Ajar’s own.',
  Created: 'How and when each lead came to be.',
  LeadMerge: 'When a lead took in another one; it stands at the lead that stayed.',
  LeadStatusChange: 'When a lead went from one status to another. Writing one edits the history, never the lead.',
  OpportunityStatusChange:
    'When an opportunity went from one status to another. Writing one edits the history, never the opportunity.',
  TaskCompleted: 'When somebody completed a task. It goes when the task is open again.',
  Task: 'Something to do for a lead, on a day, at a time or some day; or what came in and asks for attention.',
  Comment: 'What people say about activities, tasks and opportunities. The body is rich text.',
  CommentThread: 'All comments on one object. A thread comes with the first of them and goes with the last.',
  Case: 'Something to be settled for a customer. Close has none; these are Ajar’s own.',
  LeadStatus: 'The statuses a lead can have.',
  OpportunityStatus: 'The statuses an opportunity can have, each in a pipeline.',
  Pipeline: 'The ways a sale can go, as statuses in order.',
  LeadCustomField: 'Fields of your own on leads.',
  ContactCustomField: 'Fields of your own on contacts.',
  OpportunityCustomField: 'Fields of your own on opportunities.',
  CaseCustomField: 'Fields of your own on cases. Ajar’s own.',
  IntegrationLink: 'Links to other programs, which every lead, contact or opportunity shows filled in.',
  SavedSearch: 'Smart Views: searches with a name, private until they are shared.',
  ActivityCustomField: 'Fields of your own on types of activity.',
  CustomObjectCustomField: 'Fields of your own on types of object.',
  SharedCustomField: 'Fields of your own that are used in several places.',
  CustomFieldSchema: 'The fields of a kind of object in their order.',
  CustomActivityType: 'Types of activity that you make up, such as a site visit.',
  CustomActivity: 'Activities of such types.',
  CustomObjectType: 'Types of object that you make up, such as a warehouse.',
  CustomObject: 'Objects of such types; each belongs to a lead.',
  Group: 'Users who are named together, for instance as those who may see a lead.',
  User: 'Those who work here. `/me/` is the caller.',
  Membership: 'Users as members of the organization, each with a role.',
  Role: 'What members may do, and which leads they see.',
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
  attachments: 'Files that were sent to `/files/upload/` before.',
  integration_links: 'Links to other programs, filled in with what is known here.',
  is_stalled: 'Whether it is active, was not changed for two weeks, and nothing happened with its lead either.',
  localtime: 'What the clocks show there now.',
  timezone_source: 'What the time zone was found by: `phone` or `address`.',
  'IntegrationLink.url': 'A template: `{{ lead.name }}` in it stands for a value.',
  'IntegrationLink.type': 'What shows the link.',
  'SavedSearch.user_id': 'Who made it.',
  'SavedSearch.type': 'What it lists; what `s_query` looks for unless it is said.',
  'SavedSearch.query': 'What is looked for, as a text.',
  s_query: 'What is looked for, as a tree: `query`, and perhaps `sort` and `results_limit`.',
  selected_fields: 'The columns.',
  'SavedSearch.is_shared': 'Whether anybody else sees it. To write, everybody or nobody.',
  shared_with: 'The memberships of those users whom it is shared with one by one.',
  sharing_settings: 'Who else sees it. It is replaced as a whole; null is nobody.',
  is_user_dependent: 'Whether `s_query` names the user who looks.',
  expected_value: 'The value times the confidence, in cents.',
  annualized_value: 'What the value comes to in a year, in cents.',
  annualized_expected_value: 'What the expected value comes to in a year, in cents.',
  duration: 'In seconds.',
  voicemail_duration: 'In seconds.',
  is_dateless: 'Whether it is due at no time; then `date` shows the day it was made.',
  'Task._type': 'What kind of task it is; each has fields of its own. `lead` and `outgoing_call` can be made.',
  'Task.view': 'Where it is due, by the clock of the caller; see `X-TZ-Offset`.',
  'Task.object_id': 'What it is about, or the activity that tells of its completion.',
  resolution: 'Why a call was not made.',
  'Task.emails': 'The e-mails that nobody has looked at, the latest at the end.',
  due_date: 'The date, or null where there is none. Write `date`.',
  date_created: 'When it was created. Objects that let it be written can be given an earlier time.',
  activity_at: 'When it happened.',
  note_html: 'The note as rich text; it is cleaned of what is not safe to show.',
  note_mentions: 'The members whom the rich text mentions.',
  outcome_id: 'How it went.',
  'Email.thread_id': 'The thread of e-mails that it is in.',
  in_reply_to_id: 'The e-mail that it answers.',
  send_in: 'Seconds until it leaves the outbox.',
  followup_date: 'When to ask by a task whether it was answered.',
  message_markdown: 'As it was written, with the marks of WhatsApp.',
  user_note_html: 'What one of us wrote about it, as rich text.',
  accepts_multiple_values: 'Whether an object may have several values in this field.',
  contacts: 'People at the lead. New ones can be given on creation.',
  tags: 'Each once. Ajar’s own.',
  visible_to: 'Who may see it: ids of users and groups; null is everyone. Ajar’s own.',
  number: 'The short id that the Clevertim API uses. Ajar’s own.',
  is_company: 'False for the lead of a person on their own. Ajar’s own.',
  customer_type: 'What they are to you, such as `customer` or `supplier`. Ajar’s own.',
  social_ids: 'Names in social networks. Ajar’s own.',
  rate_limit:
    'How many requests of one kind a key may send within a window of seconds; null is any number. Ajar’s own.',
  permissions: 'What it allows; a list replaces the present one.',
  visibility_user_lcf_ids:
    'Custom fields of leads whose values are users: without `view_all_leads`, members see the leads that name them in one.',
  visibility_user_lcf_behavior: 'Whether members also see leads that name nobody in those fields.',
  read_only: 'Whether its members may only look. Ajar’s own.',
  'Membership.email': 'Who joins; a user is made where there is none with this address.',
  'Membership.rate_limit': 'The limit of each key of this member, instead of that of the organization. Ajar’s own.',
  timezone: 'Where the clocks are that tasks go by, such as `Europe/Oslo`. Ajar’s own.',
  member_ids: 'The same as `members`, as ids, to write all at once. Ajar’s own.',
  repeats: 'A task that is done is followed by the next one. Ajar’s own.',
  repeat_every: 'Every so many days, weeks, months or years. Ajar’s own.',
  case_id: 'The case it belongs to. Ajar’s own.',
  editable_with_roles: 'Only these roles may write it; an empty list is everyone.',
  is_shared: 'Whether it is one of `/custom_field/shared/`.',
  associations: 'Where the field is used.',
  required: 'Whether there must be a value.',
  referenced_custom_type_id: 'The type of object that values of type `custom_object` are of.',
  back_reference_is_visible: 'Whether those objects show that they are referred to.',
  api_create_only: 'Whether screens should not offer to make one.',
  back_reference_fields: 'The fields that refer to objects of this type.',
  'CustomActivity.status': 'What is published has all that its type requires; a draft may lack it.',
  'CustomFieldSchema.object_type':
    '`lead`, `contact`, `opportunity`, `case`, `activity/actitype_…` or `custom_object/cotype_…`.',
  'CustomFieldSchema.fields': 'In their order. To write, ids are enough; those left out come after.',
  'CustomActivityType.fields': 'In their order. To write, ids are enough; those left out come after.',
  mentions: 'The users that are mentioned.',
  thread_id: 'All of one thread have the same.',
  'CommentThread.object_id': 'What it is about.',
  'CommentThread.object_type': 'What kind of thing that is, such as `activity.note`.',
  num_comments: 'How many there are, without the removed.',
  participating: 'The users who wrote them.',
  removed_at: 'When it was removed; its body is empty then.',
}
