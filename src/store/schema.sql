-- What the migrations add up to. Made by a test from a migrated database; after a new migration run
--   UPDATE_SCHEMA=1 npm test -- src/store/schema.test.ts

CREATE TABLE activities (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  number bigint not null generated always as identity,
  kind text not null,
  lead_id text collate "C",
  contact_id text collate "C",
  user_id text collate "C",
  opportunity_id text collate "C",
  at timestamp with time zone not null,
  text text,
  details jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamp with time zone,
  deleted_with text collate "C",
  case_id text collate "C",
  also_filed jsonb not null default '[]'::jsonb,
  thread_id text collate "C",
  type_id text collate "C",
  custom jsonb not null default '{}'::jsonb,
  FOREIGN KEY (organization_id, case_id) REFERENCES cases(organization_id, id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contacts(organization_id, id),
  FOREIGN KEY (organization_id, lead_id) REFERENCES leads(organization_id, id),
  FOREIGN KEY (organization_id, opportunity_id) REFERENCES opportunities(organization_id, id),
  FOREIGN KEY (organization_id, type_id) REFERENCES custom_activity_types(organization_id, id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE api_keys (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  membership_id text collate "C" not null,
  name text not null,
  hash bytea not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  FOREIGN KEY (organization_id, membership_id) REFERENCES memberships(organization_id, id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE bulk_action_errors (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  bulk_action_id text collate "C" not null,
  object_id text collate "C" not null,
  message text not null,
  created_at timestamp with time zone not null,
  FOREIGN KEY (organization_id, bulk_action_id) REFERENCES bulk_actions(organization_id, id) ON DELETE CASCADE,
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE bulk_action_parts (
  organization_id text collate "C" not null,
  bulk_action_id text collate "C" not null,
  place bigint not null,
  ids text[] not null,
  leads bigint[] not null,
  FOREIGN KEY (organization_id, bulk_action_id) REFERENCES bulk_actions(organization_id, id) ON DELETE CASCADE,
  PRIMARY KEY (organization_id, bulk_action_id, place)
);

CREATE TABLE bulk_actions (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  kind text not null,
  query text,
  search_query jsonb,
  sort jsonb not null,
  results_limit bigint,
  sends_done_email boolean not null,
  status text not null,
  lead_count bigint,
  object_count bigint,
  leads_done bigint not null,
  objects_done bigint not null,
  error_count bigint not null,
  error text,
  target_noun text not null,
  membership_id text collate "C" not null,
  offset_minutes bigint not null,
  details jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  bulk_action_id text collate "C",
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE cases (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  number bigint not null generated always as identity,
  lead_id text collate "C",
  contact_id text collate "C",
  user_id text collate "C",
  name text not null,
  description text,
  tags jsonb not null,
  custom jsonb not null,
  details jsonb not null,
  visible_to jsonb,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamp with time zone,
  deleted_with text collate "C",
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contacts(organization_id, id),
  FOREIGN KEY (organization_id, lead_id) REFERENCES leads(organization_id, id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE comment_threads (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  lead_id text collate "C",
  activity_id text collate "C",
  task_id text collate "C",
  opportunity_id text collate "C",
  object_id text collate "C" not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamp with time zone,
  deleted_with text collate "C",
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  FOREIGN KEY (organization_id, activity_id) REFERENCES activities(organization_id, id),
  FOREIGN KEY (organization_id, opportunity_id) REFERENCES opportunities(organization_id, id),
  FOREIGN KEY (organization_id, task_id) REFERENCES tasks(organization_id, id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE comments (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  number bigint not null generated always as identity,
  lead_id text collate "C",
  activity_id text collate "C",
  task_id text collate "C",
  text text not null,
  html text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamp with time zone,
  deleted_with text collate "C",
  opportunity_id text collate "C",
  thread_id text collate "C" not null,
  mention_ids jsonb not null default '[]'::jsonb,
  removed_at timestamp with time zone,
  removed_by_id text collate "C",
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  FOREIGN KEY (organization_id, activity_id) REFERENCES activities(organization_id, id),
  FOREIGN KEY (organization_id, opportunity_id) REFERENCES opportunities(organization_id, id),
  FOREIGN KEY (organization_id, task_id) REFERENCES tasks(organization_id, id),
  FOREIGN KEY (organization_id, thread_id) REFERENCES comment_threads(organization_id, id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE contacts (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  number bigint not null default nextval('customer_numbers'::regclass),
  lead_id text collate "C" not null,
  name text,
  title text,
  emails jsonb not null,
  phones jsonb not null,
  urls jsonb not null,
  custom jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamp with time zone,
  deleted_with text collate "C",
  first_name text,
  last_name text,
  details jsonb not null default '{}'::jsonb,
  tags jsonb not null default '[]'::jsonb,
  visible_to jsonb,
  FOREIGN KEY (organization_id, lead_id) REFERENCES leads(organization_id, id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE custom_activity_types (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  name text not null,
  description text,
  api_create_only boolean not null,
  editable_with_roles jsonb not null,
  is_archived boolean not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamp with time zone,
  deleted_with text collate "C",
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE custom_fields (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  number bigint not null generated always as identity,
  name text not null,
  description text,
  type text not null,
  choices jsonb,
  accepts_multiple_values boolean not null,
  editable_with_roles jsonb not null,
  position integer not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  object_types jsonb not null,
  is_shared boolean not null default false,
  required boolean not null default false,
  referenced_type_id text collate "C",
  back_reference_visible boolean,
  placements jsonb not null default '{}'::jsonb,
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE custom_object_types (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  name text not null,
  name_plural text not null,
  description text,
  api_create_only boolean not null,
  editable_with_roles jsonb not null,
  is_archived boolean not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamp with time zone,
  deleted_with text collate "C",
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE custom_objects (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  type_id text collate "C" not null,
  lead_id text collate "C" not null,
  name text not null,
  custom jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamp with time zone,
  deleted_with text collate "C",
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  FOREIGN KEY (organization_id, lead_id) REFERENCES leads(organization_id, id),
  FOREIGN KEY (organization_id, type_id) REFERENCES custom_object_types(organization_id, id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE custom_values (
  organization_id text collate "C" not null,
  object_id text collate "C" not null,
  field_id text collate "C" not null,
  place integer not null,
  noun text not null,
  text text collate "C",
  number numeric,
  PRIMARY KEY (organization_id, object_id, field_id, place)
);

CREATE TABLE events (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  transaction_id xid8 not null default pg_current_xact_id(),
  object_type text not null,
  object_id text collate "C" not null,
  lead_id text collate "C",
  action text not null,
  user_id text collate "C",
  api_key_id text collate "C",
  request_id text,
  data json,
  previous_data json not null,
  changed_fields jsonb not null,
  meta jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE exports (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  kind text not null,
  type text not null,
  format text not null,
  date_format text not null,
  query text,
  search_query jsonb,
  sort jsonb not null,
  results_limit bigint,
  params jsonb,
  fields jsonb,
  includes_activities boolean not null,
  includes_smart_fields boolean not null,
  includes_addresses boolean not null,
  includes_custom_objects boolean not null,
  sends_done_email boolean not null,
  status text not null,
  object_count bigint,
  objects_done bigint not null,
  error text,
  membership_id text collate "C" not null,
  offset_minutes bigint not null,
  content_id text collate "C",
  size bigint,
  sha256 text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE files (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  number bigint not null generated always as identity,
  folder_id text collate "C",
  name text not null,
  content_id text collate "C",
  content_type text,
  size bigint,
  sha256 text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamp with time zone,
  deleted_with text collate "C",
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  FOREIGN KEY (organization_id, folder_id) REFERENCES folders(organization_id, id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE folders (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  number bigint not null generated always as identity,
  parent_id text collate "C",
  name text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamp with time zone,
  deleted_with text collate "C",
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  FOREIGN KEY (organization_id, parent_id) REFERENCES folders(organization_id, id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE groups (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  number bigint not null generated always as identity,
  name text not null,
  member_ids jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE integration_links (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  object_type text not null,
  name text not null,
  url text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  CHECK ((object_type = ANY (ARRAY['lead'::text, 'contact'::text, 'opportunity'::text]))),
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE lead_statuses (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  label text not null,
  color text,
  position integer not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE lead_word_counts (
  organization_id text collate "C" not null,
  query text collate "C" not null,
  count bigint not null,
  used_at timestamp with time zone not null default now(),
  PRIMARY KEY (organization_id, query)
);

CREATE TABLE lead_words (
  organization_id text collate "C" not null,
  lead_id text collate "C" not null,
  created_at timestamp with time zone not null,
  words tsvector,
  filling text not null default repeat(' '::text, 2000),
  hidden_words tsvector,
  PRIMARY KEY (organization_id, lead_id)
);

CREATE TABLE lead_words_due (
  organization_id text collate "C" not null,
  lead_id text collate "C" not null
);

CREATE TABLE leads (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  number bigint not null default nextval('customer_numbers'::regclass),
  is_company boolean not null,
  name text,
  description text,
  url text,
  status_id text collate "C" not null,
  source text,
  addresses jsonb not null,
  custom jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamp with time zone,
  deleted_with text collate "C",
  details jsonb not null default '{}'::jsonb,
  tags jsonb not null default '[]'::jsonb,
  visible_to jsonb,
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  FOREIGN KEY (organization_id, status_id) REFERENCES lead_statuses(organization_id, id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE linked_files (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  number bigint not null generated always as identity,
  name text not null,
  system text not null,
  size bigint,
  link text not null,
  icon text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamp with time zone,
  deleted_with text collate "C",
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE meeting_clocks (
  organization_id text collate "C" not null,
  told_until timestamp with time zone not null,
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  PRIMARY KEY (organization_id)
);

CREATE TABLE memberships (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  user_id text collate "C" not null,
  role_id text collate "C" not null,
  is_active boolean not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  is_owner boolean not null default false,
  auto_record_calls text not null default 'unset'::text,
  default_caller_id text,
  hangup_recording_url text,
  may_workflows_impersonate boolean not null default false,
  track_email_opens boolean not null default false,
  pinned_view_ids jsonb not null default '[]'::jsonb,
  rate_limit jsonb,
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  FOREIGN KEY (organization_id, role_id) REFERENCES roles(organization_id, id),
  FOREIGN KEY (user_id) REFERENCES users(id),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, user_id)
);

CREATE TABLE migrations (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  PRIMARY KEY (name)
);

CREATE TABLE opportunities (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  number bigint not null generated always as identity,
  lead_id text collate "C" not null,
  contact_id text collate "C",
  user_id text collate "C",
  status_id text collate "C" not null,
  value bigint,
  value_period text not null,
  confidence integer not null,
  note text,
  won_on date,
  lost_at timestamp with time zone,
  custom jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamp with time zone,
  deleted_with text collate "C",
  name text,
  currency_code text,
  details jsonb not null default '{}'::jsonb,
  tags jsonb not null default '[]'::jsonb,
  visible_to jsonb,
  CHECK (((confidence >= 0) AND (confidence <= 100))),
  CHECK ((value >= 0)),
  CHECK ((value_period = ANY (ARRAY['one_time'::text, 'monthly'::text, 'annual'::text]))),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contacts(organization_id, id),
  FOREIGN KEY (organization_id, lead_id) REFERENCES leads(organization_id, id),
  FOREIGN KEY (organization_id, status_id) REFERENCES opportunity_statuses(organization_id, id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE opportunity_statuses (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  pipeline_id text collate "C" not null,
  label text not null,
  type text not null,
  position integer not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  CHECK ((type = ANY (ARRAY['active'::text, 'won'::text, 'lost'::text]))),
  FOREIGN KEY (organization_id, pipeline_id) REFERENCES pipelines(organization_id, id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE opportunity_sums (
  organization_id text collate "C" not null,
  slot integer not null,
  user_id text collate "C",
  status_id text collate "C" not null,
  value_period text not null,
  count bigint not null,
  value bigint not null,
  weighted bigint not null,
  UNIQUE NULLS NOT DISTINCT (organization_id, slot, user_id, status_id, value_period)
);

CREATE TABLE organizations (
  id text collate "C" not null,
  name text not null,
  currency text not null,
  currency_symbol text not null,
  country text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  timezone text not null default 'UTC'::text,
  rate_limit jsonb,
  signing_key bytea not null default decode(replace(((gen_random_uuid())::text || (gen_random_uuid())::text), '-'::text, ''::text), 'hex'::text),
  PRIMARY KEY (id)
);

CREATE TABLE pipelines (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  name text not null,
  position integer not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE roles (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  name text not null,
  is_built_in boolean not null,
  permissions jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  visibility_field_ids jsonb not null default '[]'::jsonb,
  visibility_behavior text,
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE saved_searches (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  name text not null,
  description text,
  object_type text not null,
  query text,
  search_query jsonb,
  selected_fields jsonb,
  is_user_dependent boolean not null,
  is_shared_with_all boolean not null,
  shared_user_ids jsonb not null,
  shared_group_ids jsonb not null,
  shared_at timestamp with time zone,
  shared_by_id text collate "C",
  sharing_updated_at timestamp with time zone,
  sharing_updated_by_id text collate "C",
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE search_documents (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  noun text not null,
  lead_id text collate "C",
  words tsvector not null,
  names text,
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE tasks (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  number bigint not null generated always as identity,
  kind text not null,
  lead_id text collate "C",
  contact_id text collate "C",
  opportunity_id text collate "C",
  case_id text collate "C",
  assignee_id text collate "C",
  text text not null,
  due_on date,
  due_at timestamp with time zone,
  is_complete boolean not null,
  completed_at timestamp with time zone,
  details jsonb not null,
  visible_to jsonb,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamp with time zone,
  deleted_with text collate "C",
  activity_id text collate "C",
  thread_id text collate "C",
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  FOREIGN KEY (organization_id, activity_id) REFERENCES activities(organization_id, id),
  FOREIGN KEY (organization_id, case_id) REFERENCES cases(organization_id, id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contacts(organization_id, id),
  FOREIGN KEY (organization_id, lead_id) REFERENCES leads(organization_id, id),
  FOREIGN KEY (organization_id, opportunity_id) REFERENCES opportunities(organization_id, id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE totals (
  organization_id text collate "C" not null,
  noun text not null,
  slot integer not null,
  count bigint not null,
  part text collate "C" not null default ''::text,
  PRIMARY KEY (organization_id, noun, part, slot)
);

CREATE TABLE uploads (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  name text not null,
  content_type text,
  content_id text collate "C",
  size bigint,
  sha256 text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE users (
  id text collate "C" not null,
  number bigint not null generated always as identity,
  first_name text not null,
  last_name text not null,
  email text not null,
  password_hash text,
  last_used_timezone text,
  email_verified_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  PRIMARY KEY (id)
);

CREATE TABLE webhook_deliveries (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  webhook_id text collate "C" not null,
  event_id text collate "C" not null,
  kind text not null,
  object_type text not null,
  action text not null,
  attempt bigint not null,
  sent_at timestamp with time zone not null,
  duration_ms bigint not null,
  is_success boolean not null,
  request_headers jsonb not null,
  request_body text not null,
  response_status bigint,
  response_headers jsonb,
  response_body text,
  error text,
  FOREIGN KEY (organization_id, webhook_id) REFERENCES webhooks(organization_id, id) ON DELETE CASCADE,
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE webhook_pending (
  organization_id text collate "C" not null,
  webhook_id text collate "C" not null,
  event_id text collate "C" not null,
  transaction_id xid8 not null,
  object_id text collate "C" not null,
  ready_at timestamp with time zone not null,
  due_at timestamp with time zone,
  attempts integer not null default 0,
  first_tried_at timestamp with time zone,
  FOREIGN KEY (organization_id, webhook_id) REFERENCES webhook_queues(organization_id, webhook_id) ON DELETE CASCADE,
  PRIMARY KEY (organization_id, webhook_id, event_id)
);

CREATE TABLE webhook_queues (
  organization_id text collate "C" not null,
  webhook_id text collate "C" not null,
  transaction_id xid8 not null,
  event_id text collate "C" not null,
  keeper text,
  kept_until timestamp with time zone,
  queued bigint not null default 0,
  found bigint not null default 0,
  delivered bigint not null default 0,
  failed bigint not null default 0,
  dropped bigint not null default 0,
  failures integer not null default 0,
  failing_since timestamp with time zone,
  latest_error jsonb,
  FOREIGN KEY (organization_id, webhook_id) REFERENCES webhooks(organization_id, id) ON DELETE CASCADE,
  PRIMARY KEY (organization_id, webhook_id)
);

CREATE TABLE webhooks (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  url text not null,
  events jsonb not null,
  event_filter jsonb,
  verify_ssl boolean not null,
  signature_key text not null,
  status text not null,
  pause_reason text,
  resumed_at timestamp with time zone,
  starts_at text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  PRIMARY KEY (organization_id, id)
);

CREATE COLLATION letters;

CREATE EXTENSION pg_trgm;

CREATE INDEX activities_also_filed ON public.activities USING gin (also_filed) WITH (fastupdate=off) WHERE (also_filed <> '[]'::jsonb);

CREATE INDEX activities_attachments ON public.activities USING gin (((details -> 'attachments'::text)) jsonb_path_ops) WITH (fastupdate=off) WHERE ((details -> 'attachments'::text) <> '[]'::jsonb);

CREATE INDEX activities_calls ON public.activities USING btree (organization_id, at, ((details ->> 'direction'::text)), (((details ->> 'duration'::text))::bigint)) WHERE ((kind = 'call'::text) AND (deleted_at IS NULL));

CREATE INDEX activities_case ON public.activities USING btree (organization_id, case_id) WHERE (case_id IS NOT NULL);

CREATE INDEX activities_contact ON public.activities USING btree (organization_id, contact_id) WHERE (contact_id IS NOT NULL);

CREATE INDEX activities_created ON public.activities USING btree (organization_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX activities_deleted ON public.activities USING btree (organization_id, deleted_at) WHERE (deleted_at IS NOT NULL);

CREATE INDEX activities_deleted_with ON public.activities USING btree (deleted_with) WHERE (deleted_with IS NOT NULL);

CREATE INDEX activities_kind ON public.activities USING btree (organization_id, kind, at, lead_id) WHERE (deleted_at IS NULL);

CREATE INDEX activities_kind_lead ON public.activities USING btree (organization_id, kind, lead_id, at) WHERE (deleted_at IS NULL);

CREATE INDEX activities_lead ON public.activities USING btree (organization_id, lead_id, created_at DESC, id DESC);

CREATE INDEX activities_meeting_ends ON public.activities USING btree (organization_id, ((details ->> 'endsAt'::text)) COLLATE "C") WHERE ((kind = 'meeting'::text) AND (deleted_at IS NULL));

CREATE INDEX activities_number ON public.activities USING btree (organization_id, number) WHERE (kind = ANY (ARRAY['note'::text, 'email'::text]));

CREATE INDEX activities_opportunity ON public.activities USING btree (organization_id, opportunity_id) WHERE (opportunity_id IS NOT NULL);

CREATE INDEX activities_thread ON public.activities USING btree (organization_id, thread_id) WHERE (thread_id IS NOT NULL);

CREATE INDEX activities_trash ON public.activities USING btree (organization_id, deleted_at, id) WHERE ((deleted_at IS NOT NULL) AND ((deleted_with IS NULL) OR (deleted_with = id)));

CREATE INDEX activities_type ON public.activities USING btree (organization_id, type_id) WHERE (type_id IS NOT NULL);

CREATE INDEX activities_uncommon ON public.activities USING btree (organization_id, kind, created_at DESC, id DESC) WHERE ((deleted_at IS NULL) AND (kind = ANY (ARRAY['emailThread'::text, 'sms'::text, 'whatsAppMessage'::text, 'meeting'::text, 'formSubmission'::text])));

CREATE INDEX activities_updated ON public.activities USING btree (organization_id, updated_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX activities_whatsapp ON public.activities USING btree (organization_id, ((details ->> 'externalId'::text))) WHERE (kind = 'whatsAppMessage'::text);

CREATE INDEX api_keys_hash ON public.api_keys USING btree (hash);

CREATE INDEX bulk_action_errors_of ON public.bulk_action_errors USING btree (organization_id, bulk_action_id, id);

CREATE INDEX bulk_actions_created ON public.bulk_actions USING btree (organization_id, kind, created_at DESC, id DESC);

CREATE INDEX bulk_actions_undone ON public.bulk_actions USING btree (organization_id, bulk_action_id) WHERE (bulk_action_id IS NOT NULL);

CREATE INDEX cases_contact ON public.cases USING btree (organization_id, contact_id) WHERE (contact_id IS NOT NULL);

CREATE INDEX cases_created ON public.cases USING btree (organization_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX cases_deleted_with ON public.cases USING btree (deleted_with) WHERE (deleted_with IS NOT NULL);

CREATE INDEX cases_lead ON public.cases USING btree (organization_id, lead_id) WHERE (lead_id IS NOT NULL);

CREATE INDEX cases_number ON public.cases USING btree (organization_id, number);

CREATE INDEX cases_restricted ON public.cases USING btree (organization_id, id) WHERE (visible_to IS NOT NULL);

CREATE INDEX cases_trash ON public.cases USING btree (organization_id, deleted_at, id) WHERE ((deleted_at IS NOT NULL) AND ((deleted_with IS NULL) OR (deleted_with = id)));

CREATE INDEX comment_threads_activity ON public.comment_threads USING btree (organization_id, activity_id) WHERE (activity_id IS NOT NULL);

CREATE INDEX comment_threads_created ON public.comment_threads USING btree (organization_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX comment_threads_deleted_with ON public.comment_threads USING btree (deleted_with) WHERE (deleted_with IS NOT NULL);

CREATE INDEX comment_threads_lead ON public.comment_threads USING btree (organization_id, lead_id) WHERE (lead_id IS NOT NULL);

CREATE INDEX comment_threads_opportunity ON public.comment_threads USING btree (organization_id, opportunity_id) WHERE (opportunity_id IS NOT NULL);

CREATE INDEX comment_threads_task ON public.comment_threads USING btree (organization_id, task_id) WHERE (task_id IS NOT NULL);

CREATE INDEX comment_threads_trash ON public.comment_threads USING btree (organization_id, deleted_at, id) WHERE ((deleted_at IS NOT NULL) AND ((deleted_with IS NULL) OR (deleted_with = id)));

CREATE INDEX comments_activity ON public.comments USING btree (organization_id, activity_id) WHERE (activity_id IS NOT NULL);

CREATE INDEX comments_deleted ON public.comments USING btree (organization_id, deleted_at) WHERE (deleted_at IS NOT NULL);

CREATE INDEX comments_deleted_with ON public.comments USING btree (deleted_with) WHERE (deleted_with IS NOT NULL);

CREATE INDEX comments_number ON public.comments USING btree (organization_id, number);

CREATE INDEX comments_opportunity ON public.comments USING btree (organization_id, opportunity_id) WHERE (opportunity_id IS NOT NULL);

CREATE INDEX comments_task ON public.comments USING btree (organization_id, task_id) WHERE (task_id IS NOT NULL);

CREATE INDEX comments_thread ON public.comments USING btree (organization_id, thread_id, created_at);

CREATE INDEX comments_trash ON public.comments USING btree (organization_id, deleted_at, id) WHERE ((deleted_at IS NOT NULL) AND ((deleted_with IS NULL) OR (deleted_with = id)));

CREATE INDEX contacts_created ON public.contacts USING btree (organization_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX contacts_deleted ON public.contacts USING btree (organization_id, deleted_at) WHERE (deleted_at IS NOT NULL);

CREATE INDEX contacts_deleted_with ON public.contacts USING btree (deleted_with) WHERE (deleted_with IS NOT NULL);

CREATE INDEX contacts_lead ON public.contacts USING btree (organization_id, lead_id, created_at, id);

CREATE INDEX contacts_number ON public.contacts USING btree (organization_id, number);

CREATE INDEX contacts_restricted ON public.contacts USING btree (organization_id, id) WHERE (visible_to IS NOT NULL);

CREATE INDEX contacts_trash ON public.contacts USING btree (organization_id, deleted_at, id) WHERE ((deleted_at IS NOT NULL) AND ((deleted_with IS NULL) OR (deleted_with = id)));

CREATE INDEX contacts_updated ON public.contacts USING btree (organization_id, updated_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX custom_fields_number ON public.custom_fields USING btree (organization_id, number);

CREATE INDEX custom_objects_deleted_with ON public.custom_objects USING btree (deleted_with) WHERE (deleted_with IS NOT NULL);

CREATE INDEX custom_objects_lead ON public.custom_objects USING btree (organization_id, lead_id, id);

CREATE INDEX custom_objects_trash ON public.custom_objects USING btree (organization_id, deleted_at, id) WHERE ((deleted_at IS NOT NULL) AND ((deleted_with IS NULL) OR (deleted_with = id)));

CREATE INDEX custom_objects_type ON public.custom_objects USING btree (organization_id, type_id);

CREATE INDEX custom_values_number ON public.custom_values USING btree (organization_id, field_id, number, object_id) WHERE (number IS NOT NULL);

CREATE INDEX custom_values_text ON public.custom_values USING btree (organization_id, field_id, text, object_id) WHERE (text IS NOT NULL);

CREATE INDEX events_bulk_action ON public.events USING btree (organization_id, ((meta ->> 'bulk_action_id'::text))) WHERE ((meta ->> 'bulk_action_id'::text) IS NOT NULL);

CREATE INDEX events_lead ON public.events USING btree (lead_id, updated_at, id) WHERE (lead_id IS NOT NULL);

CREATE INDEX events_object ON public.events USING btree (object_id, updated_at, id);

CREATE INDEX events_position ON public.events USING btree (organization_id, transaction_id, id);

CREATE INDEX events_recent ON public.events USING btree (organization_id, updated_at, id);

CREATE INDEX events_request ON public.events USING btree (request_id, updated_at, id) WHERE (request_id IS NOT NULL);

CREATE INDEX events_type ON public.events USING btree (organization_id, object_type, action, updated_at, id);

CREATE INDEX events_user ON public.events USING btree (user_id, object_type, action, updated_at, id) WHERE (user_id IS NOT NULL);

CREATE INDEX exports_created ON public.exports USING btree (organization_id, created_at DESC, id DESC);

CREATE INDEX exports_kept ON public.exports USING btree (organization_id, updated_at) WHERE (content_id IS NOT NULL);

CREATE INDEX files_folder ON public.files USING btree (organization_id, folder_id);

CREATE INDEX files_number ON public.files USING btree (organization_id, number);

CREATE INDEX folders_number ON public.folders USING btree (organization_id, number);

CREATE INDEX folders_parent ON public.folders USING btree (organization_id, parent_id);

CREATE INDEX lead_words_due_lead ON public.lead_words_due USING btree (organization_id, lead_id);

CREATE INDEX lead_words_hidden ON public.lead_words USING gin (hidden_words) WITH (fastupdate=off) WHERE (hidden_words IS NOT NULL);

CREATE INDEX lead_words_unknown ON public.lead_words USING btree (organization_id, lead_id) WHERE (words IS NULL);

CREATE INDEX lead_words_words ON public.lead_words USING gin (words) WITH (fastupdate='on', gin_pending_list_limit='512');

CREATE INDEX leads_created ON public.leads USING btree (organization_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX leads_deleted ON public.leads USING btree (organization_id, deleted_at) WHERE (deleted_at IS NOT NULL);

CREATE INDEX leads_name ON public.leads USING btree (organization_id, lower((name COLLATE letters)) COLLATE "C", id) WHERE ((deleted_at IS NULL) AND (name <> ''::text));

CREATE INDEX leads_number ON public.leads USING btree (organization_id, number);

CREATE INDEX leads_restricted ON public.leads USING btree (organization_id, id) WHERE (visible_to IS NOT NULL);

CREATE INDEX leads_status ON public.leads USING btree (organization_id, status_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX leads_trash ON public.leads USING btree (organization_id, deleted_at, id) WHERE ((deleted_at IS NOT NULL) AND ((deleted_with IS NULL) OR (deleted_with = id)));

CREATE INDEX leads_unnamed ON public.leads USING btree (organization_id, id) WHERE ((deleted_at IS NULL) AND ((name IS NULL) OR (name = ''::text)));

CREATE INDEX leads_updated ON public.leads USING btree (organization_id, updated_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX linked_files_number ON public.linked_files USING btree (organization_id, number);

CREATE INDEX memberships_role ON public.memberships USING btree (organization_id, role_id);

CREATE INDEX memberships_user ON public.memberships USING btree (user_id);

CREATE INDEX opportunities_attachments ON public.opportunities USING gin (((details -> 'attachments'::text)) jsonb_path_ops) WITH (fastupdate=off) WHERE ((details -> 'attachments'::text) <> '[]'::jsonb);

CREATE INDEX opportunities_contact ON public.opportunities USING btree (organization_id, contact_id) WHERE (contact_id IS NOT NULL);

CREATE INDEX opportunities_created ON public.opportunities USING btree (organization_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX opportunities_deleted ON public.opportunities USING btree (organization_id, deleted_at) WHERE (deleted_at IS NOT NULL);

CREATE INDEX opportunities_deleted_with ON public.opportunities USING btree (deleted_with) WHERE (deleted_with IS NOT NULL);

CREATE INDEX opportunities_lead ON public.opportunities USING btree (organization_id, lead_id, created_at DESC, id DESC);

CREATE INDEX opportunities_number ON public.opportunities USING btree (organization_id, number);

CREATE INDEX opportunities_restricted ON public.opportunities USING btree (organization_id, id) WHERE (visible_to IS NOT NULL);

CREATE INDEX opportunities_status ON public.opportunities USING btree (organization_id, status_id) WHERE (deleted_at IS NULL);

CREATE INDEX opportunities_trash ON public.opportunities USING btree (organization_id, deleted_at, id) WHERE ((deleted_at IS NOT NULL) AND ((deleted_with IS NULL) OR (deleted_with = id)));

CREATE INDEX opportunities_updated ON public.opportunities USING btree (organization_id, updated_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX opportunities_value ON public.opportunities USING btree (organization_id, value, lead_id) WHERE (deleted_at IS NULL);

CREATE INDEX saved_searches_created ON public.saved_searches USING btree (organization_id, object_type, created_at DESC, id DESC);

CREATE INDEX search_documents_beginnings ON public.search_documents USING btree (organization_id, noun, "left"(names, 64) COLLATE "C") WHERE (names IS NOT NULL);

CREATE INDEX search_documents_lead ON public.search_documents USING btree (organization_id, lead_id);

CREATE INDEX search_documents_names ON public.search_documents USING gin (names gin_trgm_ops) WITH (fastupdate='on', gin_pending_list_limit='512') WHERE (names IS NOT NULL);

CREATE INDEX search_documents_words ON public.search_documents USING gin (words) WITH (fastupdate='on', gin_pending_list_limit='512');

CREATE INDEX tasks_activity ON public.tasks USING btree (organization_id, activity_id) WHERE (activity_id IS NOT NULL);

CREATE INDEX tasks_assignee ON public.tasks USING btree (organization_id, assignee_id) WHERE ((NOT is_complete) AND (deleted_at IS NULL));

CREATE INDEX tasks_case ON public.tasks USING btree (organization_id, case_id) WHERE (case_id IS NOT NULL);

CREATE INDEX tasks_contact ON public.tasks USING btree (organization_id, contact_id) WHERE (contact_id IS NOT NULL);

CREATE INDEX tasks_created ON public.tasks USING btree (organization_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX tasks_deleted ON public.tasks USING btree (organization_id, deleted_at) WHERE (deleted_at IS NOT NULL);

CREATE INDEX tasks_deleted_with ON public.tasks USING btree (deleted_with) WHERE (deleted_with IS NOT NULL);

CREATE INDEX tasks_lead ON public.tasks USING btree (organization_id, lead_id) WHERE (lead_id IS NOT NULL);

CREATE INDEX tasks_number ON public.tasks USING btree (organization_id, number);

CREATE INDEX tasks_opportunity ON public.tasks USING btree (organization_id, opportunity_id) WHERE (opportunity_id IS NOT NULL);

CREATE INDEX tasks_restricted ON public.tasks USING btree (organization_id, id) WHERE (visible_to IS NOT NULL);

CREATE INDEX tasks_thread ON public.tasks USING btree (organization_id, thread_id) WHERE (thread_id IS NOT NULL);

CREATE INDEX tasks_trash ON public.tasks USING btree (organization_id, deleted_at, id) WHERE ((deleted_at IS NOT NULL) AND ((deleted_with IS NULL) OR (deleted_with = id)));

CREATE INDEX tasks_updated ON public.tasks USING btree (organization_id, updated_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX uploads_created ON public.uploads USING btree (organization_id, created_at);

CREATE INDEX webhook_deliveries_sent ON public.webhook_deliveries USING btree (organization_id, webhook_id, sent_at, id);

CREATE INDEX webhook_pending_due ON public.webhook_pending USING btree (organization_id, webhook_id, due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX webhook_pending_object ON public.webhook_pending USING btree (organization_id, webhook_id, object_id, transaction_id, event_id);

CREATE UNIQUE INDEX comment_threads_object ON public.comment_threads USING btree (organization_id, object_id) WHERE (deleted_at IS NULL);

CREATE UNIQUE INDEX custom_fields_name ON public.custom_fields USING btree (organization_id, name, object_types);

CREATE UNIQUE INDEX groups_name ON public.groups USING btree (organization_id, lower(name));

CREATE UNIQUE INDEX lead_statuses_label ON public.lead_statuses USING btree (organization_id, lower(label));

CREATE UNIQUE INDEX opportunity_statuses_label ON public.opportunity_statuses USING btree (organization_id, pipeline_id, lower(label));

CREATE UNIQUE INDEX users_email ON public.users USING btree (lower(email));

CREATE SEQUENCE activities_number_seq;

CREATE SEQUENCE cases_number_seq;

CREATE SEQUENCE comments_number_seq;

CREATE SEQUENCE custom_fields_number_seq;

CREATE SEQUENCE customer_numbers;

CREATE SEQUENCE files_number_seq;

CREATE SEQUENCE folders_number_seq;

CREATE SEQUENCE groups_number_seq;

CREATE SEQUENCE linked_files_number_seq;

CREATE SEQUENCE opportunities_number_seq;

CREATE SEQUENCE tasks_number_seq;

CREATE SEQUENCE users_number_seq;

CREATE OR REPLACE FUNCTION public.digits(value text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT COST 500
AS $function$
begin
  if octet_length(value) = char_length(value) then
    return regexp_replace(value, '[^0-9\x1f]+', '', 'g');
  end if;
  return regexp_replace(translate(normalize(value, NFKC), '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', '01234567890123456789'),
    '[^0-9\x1f]+', '', 'g');
end $function$
;

CREATE OR REPLACE FUNCTION public.filled_template(template text, variables jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select string_agg(l.part || coalesce(percent_encoded(
      case jsonb_typeof(v.value)
        when 'array' then (select string_agg(e, ', ') from jsonb_array_elements_text(v.value) e)
        else v.value #>> '{}' end), ''), '' order by l.place)
  from regexp_split_to_table(template, '\{\{[^{}]*\}\}') with ordinality l(part, place)
  left join regexp_matches(template, '\{\{([^{}]*)\}\}', 'g') with ordinality m(found, place) on m.place = l.place
  left join lateral (
    select variables #> array_remove(regexp_match(btrim(m.found[1]), '^(\w+)\.(?:(custom)\.)?(.*)$'), null) as value) v on true
$function$
;

CREATE OR REPLACE FUNCTION public.folded(value text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT COST 500
AS $function$
begin
  if octet_length(value) = char_length(value) then
    return lower(value collate "C");
  end if;
  return replace(replace(lower(
      regexp_replace(normalize(value, NFKD), '[\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670]+', '', 'g') collate letters),
    'ß', 'ss'), 'ς', 'σ');
end $function$
;

CREATE OR REPLACE FUNCTION public.lead_words_of(organization text, lead text, hidden text[], OUT words tsvector, OUT hidden_words tsvector)
 RETURNS record
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE COST 5000
AS $function$
begin
  select words_union(c.words) filter (where not c.is_hidden), nullif(words_union(c.words) filter (where c.is_hidden), '')
    into words, hidden_words from (
      select d.is_hidden, words_union(strip(d.words)) as words from (
        select s.words, s.id = any(hidden) as is_hidden, row_number() over () / 100 as part from search_documents s
        where s.organization_id = organization and s.lead_id = lead) d
      group by d.is_hidden, d.part) c;
exception when program_limit_exceeded then
  words := null;
  hidden_words := null;
end $function$
;

CREATE OR REPLACE FUNCTION public.link_values(object jsonb, display_name text)
 RETURNS jsonb
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select coalesce(own.fields, '{}') || jsonb_build_object(
    'display_name', display_name,
    'email', coalesce(object->'emails', object->'details'->'emails')->0->'email',
    'phone', coalesce(object->'phones', object->'details'->'phones')->0->'phone',
    'url', coalesce(object->'url', object->'urls'->0->'url'),
    'date_won', object->'won_on',
    'status_label', (
      select s.label from lead_statuses s
      where s.organization_id = object->>'organization_id' and s.id = object->>'status_id'
      union all
      select s.label from opportunity_statuses s
      where s.organization_id = object->>'organization_id' and s.id = object->>'status_id'),
    'custom', coalesce((
      select jsonb_object_agg(f.name, v.value)
      from jsonb_each(object->'custom') v
      join custom_fields f on f.organization_id = object->>'organization_id' and f.id = v.key), '{}') || (object->'custom'))
  from (
    select jsonb_object_agg(e.key, e.value) from jsonb_each(object) e
    where e.key in ('id', 'name', 'description', 'status_id', 'first_name', 'last_name', 'title', 'note', 'value',
      'value_period', 'confidence')) own(fields)
$function$
;

CREATE OR REPLACE FUNCTION public.local_time(timezone text)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select to_char(l.at, 'YYYY-MM-DD"T"HH24:MI:SS')
    || case when l.at < u.at then '-' else '+' end
    || to_char(greatest(l.at, u.at) - least(l.at, u.at), 'HH24:MI')
  from (select now() at time zone timezone) l(at), (select now() at time zone 'UTC') u(at)
$function$
;

CREATE OR REPLACE FUNCTION public.percent_encoded(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select string_agg(case when octet_length(c) = 1 and c ~ '[A-Za-z0-9._~-]' then c
    else regexp_replace(upper(encode(convert_to(c, 'UTF8'), 'hex')), '(..)', '%\1', 'g') end, '' order by place)
  from regexp_split_to_table(value, '') with ordinality s(c, place)
$function$
;

CREATE OR REPLACE FUNCTION public.search_names(name text, emails text, phones text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE COST 500
AS $function$
begin
  return nullif(left(replace(concat_ws(E'\n', folded(nullif(name, '')), folded(emails), nullif(digits(phones), '')),
    E'\x1f', E'\n'), 50000), '');
end $function$
;

CREATE OR REPLACE FUNCTION public.search_text(value text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT COST 500
AS $function$
begin
  if octet_length(value) = char_length(value) then
    return regexp_replace(lower(left(value, 250000) collate "C"), '[^a-z0-9]+', ' ', 'g');
  end if;
  return left(regexp_replace(folded(left(value, 250000)) collate letters,
    '[^[:alnum:]'
    || '\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u0669\u0670'
    || '\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06f9\u0711-\u07f3\u07fd\u0816-\u082d\u0859-\u085b\u0897-\u08e1'
    || '\u08e3-\u0963\u0966-\u096f\u0981-\u09c8\u09cd-\u09ef\u09f4-\u09f9\u09fe-\u0a75\u0a81-\u0aef\u0afa-\u0b47'
    || '\u0b4d-\u0b6f\u0b72-\u0bc8\u0bcd-\u0bf2\u0c00-\u0c47\u0c4a-\u0c6f\u0c78-\u0c7e\u0c81-\u0c83\u0cbc-\u0cbf'
    || '\u0cc1-\u0cc6\u0ccc-\u0d48\u0d4d\u0d57-\u0d78\u0d81-\u0dd9\u0ddb\u0ddf-\u0df3\u0e31-\u0e3a\u0e47-\u0e4e'
    || '\u0e50-\u0e59\u0eb1-\u0ed9\u0f18\u0f19\u0f20-\u0f33\u0f35\u0f37\u0f39\u0f3e-\u0f72\u0f74\u0f7a-\u0f80'
    || '\u0f82-\u0f84\u0f86-\u0f92\u0f94-\u0f9c\u0f9e-\u0fa1\u0fa3-\u0fa6\u0fa8-\u0fab\u0fad-\u0fb8\u0fba-\u0fbc'
    || '\u0fc6\u102b-\u1049\u1056-\u109d\u135d-\u135f\u1369-\u137c\u16ee-\u1734\u1752-\u17d3\u17dd-\u17f9'
    || '\u180b-\u180d\u180f-\u193b\u1946-\u19da\u1a17-\u1a1b\u1a55-\u1a99\u1ab0-\u1b3a\u1b3c\u1b3e\u1b3f\u1b42'
    || '\u1b44\u1b50-\u1b59\u1b6b-\u1b73\u1b80-\u1bf3\u1c24-\u1c37\u1c40-\u1c59\u1cd0-\u1cd2\u1cd4-\u1dff'
    || '\u20d0-\u20f0\u2180-\u2188\u24eb-\u24ff\u2776-\u2793\u2cef-\u2cf1\u2cfd\u2d7f-\u2dff\u3007\u3021-\u302f'
    || '\u3099\u309a\u3248-\u324f\ua620-\ua672\ua674-\ua67d\ua69e-\ua6f1\ua802-\ua827\ua82c-\ua835\ua880-\ua8c5'
    || '\ua8d0-\ua8f1\ua8ff-\ua92d\ua947-\ua953\ua980-\ua9c0\ua9d0-\ua9d9\ua9e5-\uaa59\uaa7b-\uaac1\uaaeb-\uaaef'
    || '\uaaf5\uaaf6\uabe3-\uabea\uabec-\uabf9\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\U00010107-\U00010133'
    || '\U00010140-\U00010178\U0001018a\U0001018b\U000101fd-\U0001037a\U000103d1-\U000104a9\U00010858-\U0001085f'
    || '\U00010879-\U0001091b\U000109bc-\U00010a48\U00010a7d\U00010a7e\U00010a9d-\U00010a9f\U00010ae5-\U00010aef'
    || '\U00010b58-\U00010b7f\U00010ba9-\U00010d6d\U00010e60-\U00010eac\U00010efa-\U00010f54\U00010f82-\U00010f85'
    || '\U00010fc5-\U00011046\U00011052-\U000110ba\U000110c2\U000110f0-\U0001112d\U00011130-\U0001113f'
    || '\U00011145-\U00011173\U00011180-\U000111c0\U000111c9-\U000111cc\U000111ce-\U000111d9\U000111e1-\U00011237'
    || '\U0001123e-\U00011241\U000112df-\U00011348\U0001134d-\U000113c2\U000113c9-\U000113d2\U000113e1-\U00011446'
    || '\U00011450-\U00011459\U0001145e-\U000114ba\U000114bd\U000114bf-\U000114c3\U000114d0-\U000115b9'
    || '\U000115bc-\U000115c0\U000115dc-\U00011640\U00011650-\U00011659\U000116ab-\U000116b7\U000116c0-\U0001173b'
    || '\U0001182c-\U0001183a\U000118e0-\U00011937\U0001193b-\U00011943\U00011950-\U000119e0\U000119e4-\U00011a3e'
    || '\U00011a47-\U00011a99\U00011b60-\U00011b67\U00011bf0-\U00011c3f\U00011c50-\U00011c6c\U00011c92-\U00011ef6'
    || '\U00011f00-\U00011f42\U00011f50-\U00011fd4\U00012400-\U0001246e\U00013440-\U00016120\U00016129-\U00016a69'
    || '\U00016ac0-\U00016af4\U00016b30-\U00016b36\U00016b50-\U00016b61\U00016d70-\U00016e96\U00016f4f-\U00016f92'
    || '\U00016fe4-\U00016ff6\U0001bc9d\U0001bc9e\U0001cf00-\U0001cf46\U0001d165-\U0001d169\U0001d16d-\U0001d172'
    || '\U0001d17b-\U0001d182\U0001d185-\U0001d18b\U0001d1aa-\U0001d1ad\U0001d242-\U0001d244\U0001d2c0-\U0001d2f3'
    || '\U0001d360-\U0001d378\U0001da00-\U0001da36\U0001da3b-\U0001da6c\U0001da75\U0001da84\U0001da9b-\U0001e149'
    || '\U0001e2ae-\U0001e2f9\U0001e4ec-\U0001e5fa\U0001e6e3-\U0001e959\U0001ec71-\U0001ecab\U0001ecad-\U0001ecaf'
    || '\U0001ecb1-\U0001ed2d\U0001ed2f-\U0001ed3d\U0001f10b\U0001f10c\U000e0100-\U000e01ef'
    || ']+',
    ' ', 'g'), 250000);
end $function$
;

CREATE OR REPLACE FUNCTION public.search_words(value text)
 RETURNS tsvector
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT COST 500
AS $function$
begin
  if value = '' then
    return '';
  elsif strpos(value, E'\x1f') = 0 then
    return to_tsvector('simple', search_text(value));
  end if;
  return ts_delete(to_tsvector('simple', search_text(replace(value, E'\x1f', ' 0endoffield0 '))), '0endoffield0');
end $function$
;

CREATE OR REPLACE FUNCTION public.texts_at(value jsonb, path jsonpath)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT COST 500
AS $function$
begin
  if value in ('[]', '{}') then
    return null;
  end if;
  return (select string_agg(t.v #>> '{}', E'\x1f') from jsonb_path_query(value, path, '{}', true) t(v)
    where jsonb_typeof(t.v) = 'string');
end $function$
;

CREATE OR REPLACE FUNCTION public.timezone_of(country text, state text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select coalesce(zones.by_place ->> (upper(country) || '-' || upper(btrim(state))), zones.by_place ->> upper(country))
  from (select '{
    "AD":"Europe/Andorra","AE":"Asia/Dubai","AF":"Asia/Kabul","AG":"America/Antigua","AI":"America/Anguilla",
    "AL":"Europe/Tirane","AM":"Asia/Yerevan","AO":"Africa/Luanda","AR":"America/Argentina/Buenos_Aires",
    "AS":"Pacific/Pago_Pago","AT":"Europe/Vienna","AU-ACT":"Australia/Sydney","AU-NSW":"Australia/Sydney",
    "AU-NT":"Australia/Darwin","AU-QLD":"Australia/Brisbane","AU-SA":"Australia/Adelaide","AU-TAS":"Australia/Hobart",
    "AU-VIC":"Australia/Melbourne","AU-WA":"Australia/Perth","AW":"America/Aruba","AX":"Europe/Mariehamn",
    "AZ":"Asia/Baku","BA":"Europe/Sarajevo","BB":"America/Barbados","BD":"Asia/Dhaka","BE":"Europe/Brussels",
    "BF":"Africa/Ouagadougou","BG":"Europe/Sofia","BH":"Asia/Bahrain","BI":"Africa/Bujumbura",
    "BJ":"Africa/Porto-Novo","BL":"America/St_Barthelemy","BM":"Atlantic/Bermuda","BN":"Asia/Brunei",
    "BO":"America/La_Paz","BQ":"America/Kralendijk","BS":"America/Nassau","BT":"Asia/Thimphu","BW":"Africa/Gaborone",
    "BY":"Europe/Minsk","BZ":"America/Belize","CA-AB":"America/Edmonton","CA-BC":"America/Vancouver",
    "CA-MB":"America/Winnipeg","CA-NB":"America/Halifax","CA-NL":"America/St_Johns","CA-NS":"America/Halifax",
    "CA-NT":"America/Edmonton","CA-ON":"America/Toronto","CA-PE":"America/Halifax","CA-QC":"America/Toronto",
    "CA-SK":"America/Regina","CA-YT":"America/Whitehorse","CC":"Indian/Cocos","CF":"Africa/Bangui",
    "CG":"Africa/Brazzaville","CH":"Europe/Zurich","CI":"Africa/Abidjan","CK":"Pacific/Rarotonga",
    "CL":"America/Santiago","CM":"Africa/Douala","CN":"Asia/Shanghai","CO":"America/Bogota","CR":"America/Costa_Rica",
    "CU":"America/Havana","CV":"Atlantic/Cape_Verde","CW":"America/Curacao","CX":"Indian/Christmas",
    "CY":"Asia/Nicosia","CZ":"Europe/Prague","DE":"Europe/Berlin","DJ":"Africa/Djibouti","DK":"Europe/Copenhagen",
    "DM":"America/Dominica","DO":"America/Santo_Domingo","DZ":"Africa/Algiers","EC":"America/Guayaquil",
    "EE":"Europe/Tallinn","EG":"Africa/Cairo","EH":"Africa/El_Aaiun","ER":"Africa/Asmara","ES":"Europe/Madrid",
    "ET":"Africa/Addis_Ababa","FI":"Europe/Helsinki","FJ":"Pacific/Fiji","FK":"Atlantic/Stanley",
    "FO":"Atlantic/Faroe","FR":"Europe/Paris","GA":"Africa/Libreville","GB":"Europe/London","GD":"America/Grenada",
    "GE":"Asia/Tbilisi","GF":"America/Cayenne","GG":"Europe/Guernsey","GH":"Africa/Accra","GI":"Europe/Gibraltar",
    "GM":"Africa/Banjul","GN":"Africa/Conakry","GP":"America/Guadeloupe","GQ":"Africa/Malabo","GR":"Europe/Athens",
    "GS":"Atlantic/South_Georgia","GT":"America/Guatemala","GU":"Pacific/Guam","GW":"Africa/Bissau",
    "GY":"America/Guyana","HK":"Asia/Hong_Kong","HN":"America/Tegucigalpa","HR":"Europe/Zagreb",
    "HT":"America/Port-au-Prince","HU":"Europe/Budapest","IE":"Europe/Dublin","IL":"Asia/Jerusalem",
    "IM":"Europe/Isle_of_Man","IN":"Asia/Kolkata","IO":"Indian/Chagos","IQ":"Asia/Baghdad","IR":"Asia/Tehran",
    "IS":"Atlantic/Reykjavik","IT":"Europe/Rome","JE":"Europe/Jersey","JM":"America/Jamaica","JO":"Asia/Amman",
    "JP":"Asia/Tokyo","KE":"Africa/Nairobi","KG":"Asia/Bishkek","KH":"Asia/Phnom_Penh","KM":"Indian/Comoro",
    "KN":"America/St_Kitts","KP":"Asia/Pyongyang","KR":"Asia/Seoul","KW":"Asia/Kuwait","KY":"America/Cayman",
    "LA":"Asia/Vientiane","LB":"Asia/Beirut","LC":"America/St_Lucia","LI":"Europe/Vaduz","LK":"Asia/Colombo",
    "LR":"Africa/Monrovia","LS":"Africa/Maseru","LT":"Europe/Vilnius","LU":"Europe/Luxembourg","LV":"Europe/Riga",
    "LY":"Africa/Tripoli","MA":"Africa/Casablanca","MC":"Europe/Monaco","MD":"Europe/Chisinau",
    "ME":"Europe/Podgorica","MF":"America/Marigot","MG":"Indian/Antananarivo","MK":"Europe/Skopje",
    "ML":"Africa/Bamako","MM":"Asia/Yangon","MO":"Asia/Macau","MP":"Pacific/Saipan","MQ":"America/Martinique",
    "MR":"Africa/Nouakchott","MS":"America/Montserrat","MT":"Europe/Malta","MU":"Indian/Mauritius",
    "MV":"Indian/Maldives","MW":"Africa/Blantyre","MY":"Asia/Kuala_Lumpur","MZ":"Africa/Maputo",
    "NA":"Africa/Windhoek","NC":"Pacific/Noumea","NE":"Africa/Niamey","NF":"Pacific/Norfolk","NG":"Africa/Lagos",
    "NI":"America/Managua","NL":"Europe/Amsterdam","NO":"Europe/Oslo","NP":"Asia/Kathmandu","NR":"Pacific/Nauru",
    "NU":"Pacific/Niue","NZ":"Pacific/Auckland","OM":"Asia/Muscat","PA":"America/Panama","PE":"America/Lima",
    "PH":"Asia/Manila","PK":"Asia/Karachi","PL":"Europe/Warsaw","PM":"America/Miquelon","PN":"Pacific/Pitcairn",
    "PR":"America/Puerto_Rico","PT":"Europe/Lisbon","PW":"Pacific/Palau","PY":"America/Asuncion",
    "PZ":"America/Panama","QA":"Asia/Qatar","RE":"Indian/Reunion","RO":"Europe/Bucharest","RS":"Europe/Belgrade",
    "RW":"Africa/Kigali","SA":"Asia/Riyadh","SB":"Pacific/Guadalcanal","SC":"Indian/Mahe","SD":"Africa/Khartoum",
    "SE":"Europe/Stockholm","SG":"Asia/Singapore","SH":"Atlantic/St_Helena","SI":"Europe/Ljubljana",
    "SJ":"Arctic/Longyearbyen","SK":"Europe/Bratislava","SL":"Africa/Freetown","SM":"Europe/San_Marino",
    "SN":"Africa/Dakar","SO":"Africa/Mogadishu","SR":"America/Paramaribo","SS":"Africa/Juba","ST":"Africa/Sao_Tome",
    "SV":"America/El_Salvador","SX":"America/Lower_Princes","SY":"Asia/Damascus","SZ":"Africa/Mbabane",
    "TC":"America/Grand_Turk","TD":"Africa/Ndjamena","TF":"Indian/Kerguelen","TG":"Africa/Lome","TH":"Asia/Bangkok",
    "TJ":"Asia/Dushanbe","TK":"Pacific/Fakaofo","TL":"Asia/Dili","TM":"Asia/Ashgabat","TN":"Africa/Tunis",
    "TO":"Pacific/Tongatapu","TR":"Europe/Istanbul","TT":"America/Port_of_Spain","TV":"Pacific/Funafuti",
    "TW":"Asia/Taipei","TZ":"Africa/Dar_es_Salaam","UA":"Europe/Kiev","UG":"Africa/Kampala","UK":"Europe/London",
    "US-AK":"America/Anchorage","US-AL":"America/Chicago","US-AR":"America/Chicago","US-AZ":"America/Phoenix",
    "US-CA":"America/Los_Angeles","US-CO":"America/Denver","US-CT":"America/New_York","US-DC":"America/New_York",
    "US-DE":"America/New_York","US-FL":"America/New_York","US-GA":"America/New_York","US-HI":"Pacific/Honolulu",
    "US-IA":"America/Chicago","US-ID":"America/Denver","US-IL":"America/Chicago","US-IN":"America/New_York",
    "US-KS":"America/Chicago","US-KY":"America/New_York","US-LA":"America/Chicago","US-MA":"America/New_York",
    "US-MD":"America/New_York","US-ME":"America/New_York","US-MI":"America/New_York","US-MN":"America/Chicago",
    "US-MO":"America/Chicago","US-MS":"America/Chicago","US-MT":"America/Denver","US-NC":"America/New_York",
    "US-ND":"America/Chicago","US-NE":"America/Chicago","US-NH":"America/New_York","US-NJ":"America/New_York",
    "US-NM":"America/Denver","US-NV":"America/Los_Angeles","US-NY":"America/New_York","US-OH":"America/New_York",
    "US-OK":"America/Chicago","US-OR":"America/Los_Angeles","US-PA":"America/New_York","US-RI":"America/New_York",
    "US-SC":"America/New_York","US-SD":"America/Chicago","US-TN":"America/Chicago","US-TX":"America/Chicago",
    "US-UT":"America/Denver","US-VA":"America/New_York","US-VT":"America/New_York","US-WA":"America/Los_Angeles",
    "US-WI":"America/Chicago","US-WV":"America/New_York","US-WY":"America/Denver","UY":"America/Montevideo",
    "UZ":"Asia/Tashkent","VA":"Europe/Vatican","VC":"America/St_Vincent","VD":"Asia/Ho_Chi_Minh",
    "VE":"America/Caracas","VG":"America/Tortola","VI":"America/St_Thomas","VN":"Asia/Ho_Chi_Minh",
    "VU":"Pacific/Efate","WF":"Pacific/Wallis","WS":"Pacific/Apia","XK":"Europe/Belgrade","YE":"Asia/Aden",
    "YT":"Indian/Mayotte","ZA":"Africa/Johannesburg","ZM":"Africa/Lusaka","ZW":"Africa/Harare"
  }'::jsonb) zones(by_place)
$function$
;

CREATE OR REPLACE FUNCTION public.with_custom(object json, custom jsonb, prefix text, only_ids text[] DEFAULT NULL::text[])
 RETURNS json
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  extra text;
  bytes bytea;
begin
  if custom = '{}' then
    return object;
  end if;
  select string_agg('"' || prefix || v.key || '":' || v.value, ',') into extra
  from jsonb_each(custom) v where only_ids is null or v.key = any (only_ids);
  if extra is null then
    return object;
  end if;
  bytes := convert_to(object::text, 'UTF8');
  return convert_from(substr(bytes, 1, length(bytes) - 1), 'UTF8') || case length(bytes) when 2 then '' else ',' end || extra || '}';
end $function$
;

CREATE VIEW caller AS SELECT '00:00:00'::interval AS ahead;

CREATE VIEW custom_field_schemas AS SELECT o.id AS organization_id,
    n.id,
    n.id AS object_type,
    n.name
   FROM (organizations o
     CROSS JOIN ( VALUES ('lead'::text,'Lead'::text), ('contact'::text,'Contact'::text), ('opportunity'::text,'Opportunity'::text), ('case'::text,'Case'::text)) n(id, name))
UNION ALL
 SELECT custom_activity_types.organization_id,
    ('activity/'::text || custom_activity_types.id) AS id,
    custom_activity_types.id AS object_type,
    custom_activity_types.name
   FROM custom_activity_types
  WHERE (custom_activity_types.deleted_at IS NULL)
UNION ALL
 SELECT custom_object_types.organization_id,
    ('custom_object/'::text || custom_object_types.id) AS id,
    custom_object_types.id AS object_type,
    custom_object_types.name
   FROM custom_object_types
  WHERE (custom_object_types.deleted_at IS NULL);
