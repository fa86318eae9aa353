// The people and things that the examples of the reference are about. Values stand under the names of the wire format
// and are checked against the schemas by a test. Names, numbers and addresses are made up or reserved for examples.

type Values = Readonly<Record<string, unknown>>

const ORGANIZATION = 'orga_0VbgnA1hX4mQ7pZt2KcR9dWyE5sLuTgNfBvJ3oHi8M'
export const USER = 'user_0VbgnA1hX5cPq8RzW3vYtKe7LmNdJs2HgTuB4xFiQoC'
export const LEAD = 'lead_0VbgpC7eR2kZs5TqYx8WnVm3HdLjGf4BuPtA6oJiEcK'
export const CONTACT = 'cont_0VbgpC7eR3nXw6UrMt9YpQv4KeLhJd5CzGsB7aFiTbO'
export const LEAD_STATUS = 'stat_0VbgnA1hX6dLr9SyVt4ZwKf8MnPeJq3HuBgC5xTiYoD'
export const OPPORTUNITY_STATUS = 'stat_0VbgnA1hX7eMs2TzWu5XvLg9NpQfKr4JcBhD6yUiZoE'
export const CUSTOMER = 'stat_0VbgnA1hX9gPu4VbYw7ZxMh2QrReLs5KdCjE7zVkAoF'
export const OPPORTUNITY = 'oppo_0VbgpC7eR4pYx7VsNu2ZqRw5LfMiKe6DaHtC8bGjUcP'
export const WON = 'stat_0VbgnA1hY2hQv5WcZx8YyNj3RsSfMt6LeDkF8aWmBoG'
export const PIPELINE = 'pipe_0VbgnA1hX8fNt3UaXv6Yw'
const GROUP = 'group_0VbgnA1hXaFgPu4VbYw7Z'
export const TASK = 'task_0VbgpC7eS3wFe6ZcVb9AxYd4TnUrSl5LhQaK7iPsBjW'
export const CREATED_AT = '2026-03-04T09:15:22.123000+00:00'

const EMAILS = [{ type: 'office', email: 'nadia@harbor-bakery.example', is_unsubscribed: false }]
const PHONES = [{ type: 'mobile', phone: '+15035550142', country: 'US', phone_formatted: '+1 503-555-0142' }]
const THREAD = 'acti_0VbgpC7eT1dNl5GjCi8HfFk2AvByZs3ToXhR6pWzIqD'
const NUMBERS = {
  remote_phone: '+15035550142',
  remote_phone_formatted: '+1 503-555-0142',
  local_phone: '+14155550100',
  local_phone_formatted: '+1 415-555-0100',
}
export const CALL_NOTE = 'Wants oven delivery before summer. Sends floor plan by Friday.'

/** What fields of these names hold in any object. */
export const ANYWHERE: Values = {
  organization_id: ORGANIZATION,
  lead_id: LEAD,
  lead_name: 'Harbor Bakery',
  contact_id: CONTACT,
  contact_name: 'Nadia Okafor',
  user_id: USER,
  user_name: 'Tomás Rivera',
  created_by: USER,
  created_by_name: 'Tomás Rivera',
  updated_by: USER,
  updated_by_name: 'Tomás Rivera',
  date_created: CREATED_AT,
  date_updated: CREATED_AT,
  activity_at: CREATED_AT,
}

/** What the fields of each kind of object hold, by its title. */
export const SHOWN: Readonly<Record<string, Values>> = {
  Lead: {
    id: LEAD,
    name: 'Harbor Bakery',
    display_name: 'Harbor Bakery',
    description: 'Family bakery with two shops, opening a third.',
    url: 'https://harbor-bakery.example',
    html_url: `https://crm.example.com/lead/${LEAD}/`,
    status_id: LEAD_STATUS,
    status_label: 'Potential',
    status: 'Potential',
    addresses: [
      {
        label: 'business',
        address_1: '12 Quay Street',
        address_2: '',
        city: 'Portland',
        state: 'OR',
        zipcode: '97209',
        country: 'US',
      },
    ],
    tags: ['trade fair'],
    custom: { 'Shop count': 2 },
  },
  Contact: {
    id: CONTACT,
    name: 'Nadia Okafor',
    display_name: 'Nadia Okafor',
    title: 'Owner',
    emails: EMAILS,
    phones: PHONES,
    urls: [],
    tags: ['decides'],
  },
  Opportunity: {
    id: OPPORTUNITY,
    status_id: OPPORTUNITY_STATUS,
    status_label: 'Active',
    status_display_name: 'Active',
    status_type: 'active',
    pipeline_id: PIPELINE,
    pipeline_name: 'Sales',
    value: 480_000,
    value_currency: 'USD',
    value_period: 'monthly',
    value_formatted: '$4,800 monthly',
    annualized_value: 5_760_000,
    expected_value: 288_000,
    annualized_expected_value: 3_456_000,
    confidence: 60,
    note: 'Ovens for the third shop.',
    tags: [],
  },
  Note: {
    id: 'acti_0VbgpC7eR5qZy8WtPv3XrSx6MgNjLf7EbJuD9cHkVdQ',
    title: 'At the trade fair',
    note: 'Met at the trade fair. Third shop opens in June.',
    note_html: '<body><p>Met at the trade fair. Third shop opens in June.</p></body>',
    pinned: false,
    attachments: [],
  },
  Call: {
    id: 'acti_0VbgpC7eR6rAz9XuQw4YsTy7NhPkMg8FcKvE2dJmWeR',
    direction: 'outbound',
    status: 'completed',
    duration: 184,
    phone: '+15035550142',
    remote_phone: '+15035550142',
    remote_phone_formatted: '+1 503-555-0142',
    remote_country_iso: 'US',
    note: CALL_NOTE,
    note_html: `<body><p>${CALL_NOTE}</p></body>`,
    source: 'External',
    call_method: 'external',
  },
  Email: {
    id: 'acti_0VbgpC7eR7sBa2YvRx5ZtUz8PiQmNh9GdLwF3eKnXfS',
    direction: 'outgoing',
    status: 'sent',
    subject: 'Ovens for the third shop',
    sender: 'Tomás Rivera <tomas@ajar.example>',
    to: ['nadia@harbor-bakery.example'],
    cc: [],
    bcc: [],
    body_text: 'Hello Nadia, the offer is attached.',
    body_html: '<p>Hello Nadia, the offer is attached.</p>',
    body_preview: 'Hello Nadia, the offer is attached.',
    thread_id: THREAD,
    date_sent: CREATED_AT,
  },
  EmailThread: {
    id: THREAD,
    latest_normalized_subject: 'Ovens for the third shop',
    n_emails: 1,
    participants: [{ name: '', email: 'nadia@harbor-bakery.example' }],
    latest_emails: [],
  },
  SMS: {
    id: 'acti_0VbgpC7eS6zJh9CfYe4DbBg7WrXuVo8PkTdN2lSvEmZ',
    status: 'sent',
    direction: 'outbound',
    text: 'The fitter is on his way.',
    ...NUMBERS,
    source: 'External',
    attachments: [],
    date_sent: CREATED_AT,
  },
  WhatsAppMessage: {
    id: 'acti_0VbgpC7eS7aKi2DgZf5EcCh8XsYvWp9QlUeO3mTwFnA',
    external_whatsapp_message_id: 'wamid.42',
    direction: 'incoming',
    message_markdown: 'Does it come in *green*?',
    message_html: '<body><p>Does it come in <strong>green</strong>?</p></body>',
    text: 'Does it come in green?',
    ...NUMBERS,
    attachments: [],
    source: 'api',
  },
  Meeting: {
    id: 'acti_0VbgpC7eS8bLj3EhAg6FdDi9YtZwXq1RmVfP4nUxGoB',
    title: 'Oven tasting',
    starts_at: CREATED_AT,
    ends_at: '2026-03-04T10:00:22.123000+00:00',
    duration: 2700,
    location: '12 Quay Street',
    status: 'completed',
    source: 'api',
    is_recurring: false,
    users: [USER],
    attendees: [
      {
        name: 'Nadia Okafor',
        email: 'nadia@harbor-bakery.example',
        status: 'yes',
        is_organizer: false,
        user_id: null,
        contact_id: CONTACT,
      },
    ],
  },
  FormSubmission: {
    id: 'acti_0VbgpC7eS9cMk4FiBh7GeEj1ZuAxYr2SnWgQ5oVyHpC',
    form_id: 'form_0VbgpC7eS9',
    form_configuration_id: 'form_0VbgpC7eS9',
    form_name: 'Ask for a visit',
    values: { field_1: 'Third shop', field_2: true },
    values_by_name: { Subject: 'Third shop', Newsletter: true },
    origin: 'https://ajar.example',
    source_url: 'https://ajar.example/visit?from=mail',
    source_url_normalized: 'https://ajar.example/visit',
  },
  Created: { id: 'acti_0VbgpC7eR8tCb3ZwSy6XuVa9QjRnPi2HeMxG4fLpYgT', source: 'api' },
  LeadMerge: {
    id: 'acti_0VbgpC7eS6zJi9CfYe4DaBg7WrXuVo8PkTdN3lSvEmA',
    source_lead_id: 'lead_0VbgnB8fT2aKj3DgZf5EbCh8XsYvWp9QlUeO4mTwFnB',
    source_display_name: 'Harbour Bakery Ltd',
    destination_lead_id: LEAD,
    destination_display_name: 'Harbor Bakery',
    merge_status: 'completed',
  },
  LeadStatusChange: {
    id: 'acti_0VbgpC7eR9uDc4XaTz7YvWb2RkSpQj3JfNyH5gMqZhU',
    old_status_id: LEAD_STATUS,
    old_status_label: 'Potential',
    new_status_id: CUSTOMER,
    new_status_label: 'Customer',
  },
  OpportunityStatusChange: {
    id: 'acti_0VbgpC7eS2vEd5YbUa8ZwXc3SmTqRk4KgPzJ6hNrAiV',
    opportunity_id: OPPORTUNITY,
    old_status_id: OPPORTUNITY_STATUS,
    old_status_label: 'Active',
    old_status_type: 'active',
    old_pipeline_id: PIPELINE,
    old_pipeline_name: 'Sales',
    new_status_id: WON,
    new_status_label: 'Won',
    new_status_type: 'won',
    new_pipeline_id: PIPELINE,
    new_pipeline_name: 'Sales',
    opportunity_value: 480_000,
    opportunity_value_formatted: '$4,800 monthly',
    opportunity_value_currency: 'USD',
    opportunity_value_period: 'monthly',
    opportunity_confidence: 100,
    opportunity_date_won: '2026-03-20T00:00:00+00:00',
  },
  TaskCompleted: {
    id: 'acti_0VbgpC7eS6zJi9CfYe4DbBg7WrXuVo8OkTdN2lSvEmZ',
    task_id: TASK,
    task_text: 'Send the floor plan back with the ovens drawn in.',
    task_assigned_to: USER,
    task_assigned_to_name: 'Tomás Rivera',
  },
  Task: {
    id: TASK,
    _type: 'lead',
    view: 'inbox',
    assigned_to: USER,
    assigned_to_name: 'Tomás Rivera',
    text: 'Send the floor plan back with the ovens drawn in.',
    date: '2026-03-06',
    due_date: '2026-03-06',
    is_dateless: false,
    is_complete: false,
  },
  Comment: {
    id: 'comm_0VbgpC7eS4xGf7AdWc2ByZe5UpVsTm6MiRbL8jQtCkX',
    thread_id: 'comthr_0VbgpC7eS3wFe6ZcVb9AxYd4TnUrSl5LhQaK7iPsBjW',
    body: '<body><p>The second oven needs a wider door.</p></body>',
    mentions: [],
    created_at: CREATED_AT,
    updated_at: CREATED_AT,
    removed_at: null,
    removed_by: null,
  },
  CommentThread: {
    id: 'comthr_0VbgpC7eS3wFe6ZcVb9AxYd4TnUrSl5LhQaK7iPsBjW',
    object_id: TASK,
    object_type: 'task.lead',
    num_comments: 1,
    participating: [USER],
    created_at: CREATED_AT,
    updated_at: CREATED_AT,
  },
  Case: {
    id: 'case_0VbgpC7eS5yHg8BeXd3CzAf6VqWtUn7NjScM9kRuDlY',
    number: 17,
    name: 'Dented oven door',
    description: 'Scratched in transport, second shop.',
    tags: ['warranty'],
  },
  IntegrationLink: {
    id: 'ilink_0VbgnA1hY9rXw2CfEj5FeQq8ZzZmTa3SkLsM7hDtIuNk',
    name: 'Orders in the web shop',
    url: 'https://shop.example/orders?customer={{ lead.custom.Customer no. }}',
    type: 'lead',
  },
  SavedSearch: {
    id: 'save_0VbgpC7eS6zIh9CfYe4DaBg7WrXuVo8OkTdN0lSvEmZ',
    name: 'Quiet bakeries',
    type: 'lead',
    query: null,
    s_query: {
      query: {
        type: 'and',
        queries: [
          { type: 'object_type', object_type: 'lead' },
          { type: 'text', mode: 'full_words', value: 'bakery' },
        ],
      },
      results_limit: null,
      sort: [],
    },
    selected_fields: [{ type_id: 'lead', field_id: 'display_name' }],
    is_shared: false,
    shared_with: [],
    sharing_settings: null,
    is_user_dependent: false,
  },
  LeadStatus: { label: 'Potential', id: LEAD_STATUS },
  OpportunityStatus: { label: 'Active', id: OPPORTUNITY_STATUS, type: 'active', pipeline_id: PIPELINE },
  // Of the newer generation of the API, whose times have no offset.
  Group: { name: 'Field sales', id: GROUP },
  Pipeline: {
    name: 'Sales',
    id: PIPELINE,
    date_created: '2026-03-04T09:15:22.123000',
    date_updated: '2026-03-04T09:15:22.123000',
  },
  LeadCustomField: customField('Shop count', 'number', 'cf_0VbgnA1hY3jRw6XdAy9ZzPk4StTgNu7MfEmG9bXnCoH'),
  ContactCustomField: customField('Birthday', 'date', 'cf_0VbgnA1hY4kSx7YeBz1AaQl5TuUhOv8NgFnH2cYoDpI'),
  OpportunityCustomField: customField('Competitor', 'text', 'cf_0VbgnA1hY5lTy8ZfCa2BbRm6UvViPw9OhGoI3dZpEqJ'),
  CaseCustomField: customField('Serial number', 'text', 'cf_0VbgnA1hY6mUz9AgDb3CcSn7VwWjQx1PiHpJ4eAqFrK'),
  User: {
    id: USER,
    first_name: 'Tomás',
    last_name: 'Rivera',
    email: 'tomas@ajar.example',
    organizations: [ORGANIZATION],
  },
  Membership: {
    id: 'memb_0VbgnA1hY4kSx7YeBz2XaQm5TuUhPv8NgFnH2cYpDoJ',
    role_id: 'admin',
    role: 'admin',
    auto_record_calls: 'unset',
  },
  Role: {
    id: 'role_0VbgnA1hY7nVa0BhEc4DdTo8WxXkRy2QjIqK5fBrGsL',
    name: 'Caller',
    editable: true,
    permissions: ['calling', 'edit_records', 'view_all_leads'],
    visibility_user_lcf_ids: [],
    visibility_user_lcf_behavior: null,
    date_created: '2026-03-04T09:15:22.123000',
    date_updated: '2026-03-04T09:15:22.123000',
  },
  Organization: { id: ORGANIZATION, name: 'Rivera Ovens', currency: 'USD', currency_symbol: '$', user_count: 1 },
}

function customField(name: string, type: string, id: string): Values {
  return { name, type, id, accepts_multiple_values: false, editable_with_roles: [], is_shared: false }
}
