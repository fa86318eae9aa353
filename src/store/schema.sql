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
  FOREIGN KEY (organization_id, case_id) REFERENCES cases(organization_id, id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contacts(organization_id, id),
  FOREIGN KEY (organization_id, lead_id) REFERENCES leads(organization_id, id),
  FOREIGN KEY (organization_id, opportunity_id) REFERENCES opportunities(organization_id, id),
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
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  FOREIGN KEY (organization_id, activity_id) REFERENCES activities(organization_id, id),
  FOREIGN KEY (organization_id, task_id) REFERENCES tasks(organization_id, id),
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
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
  PRIMARY KEY (organization_id, id)
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

CREATE TABLE memberships (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  user_id text collate "C" not null,
  role_id text collate "C" not null,
  is_active boolean not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  is_owner boolean not null default false,
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
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
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
  FOREIGN KEY (organization_id) REFERENCES organizations(id),
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
  PRIMARY KEY (organization_id, noun, slot)
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

CREATE INDEX activities_also_filed ON public.activities USING gin (also_filed) WITH (fastupdate=off) WHERE (also_filed <> '[]'::jsonb);

CREATE INDEX activities_case ON public.activities USING btree (organization_id, case_id) WHERE (case_id IS NOT NULL);

CREATE INDEX activities_contact ON public.activities USING btree (organization_id, contact_id) WHERE (contact_id IS NOT NULL);

CREATE INDEX activities_created ON public.activities USING btree (organization_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX activities_lead ON public.activities USING btree (organization_id, lead_id, created_at DESC, id DESC);

CREATE INDEX activities_number ON public.activities USING btree (organization_id, number) WHERE (kind = ANY (ARRAY['note'::text, 'email'::text]));

CREATE INDEX activities_opportunity ON public.activities USING btree (organization_id, opportunity_id) WHERE (opportunity_id IS NOT NULL);

CREATE INDEX api_keys_hash ON public.api_keys USING btree (hash);

CREATE INDEX cases_contact ON public.cases USING btree (organization_id, contact_id) WHERE (contact_id IS NOT NULL);

CREATE INDEX cases_created ON public.cases USING btree (organization_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX cases_lead ON public.cases USING btree (organization_id, lead_id) WHERE (lead_id IS NOT NULL);

CREATE INDEX cases_number ON public.cases USING btree (organization_id, number);

CREATE INDEX cases_restricted ON public.cases USING btree (organization_id, id) WHERE (visible_to IS NOT NULL);

CREATE INDEX comments_activity ON public.comments USING btree (organization_id, activity_id) WHERE (activity_id IS NOT NULL);

CREATE INDEX comments_number ON public.comments USING btree (organization_id, number);

CREATE INDEX comments_task ON public.comments USING btree (organization_id, task_id) WHERE (task_id IS NOT NULL);

CREATE INDEX contacts_created ON public.contacts USING btree (organization_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX contacts_lead ON public.contacts USING btree (organization_id, lead_id, created_at, id);

CREATE INDEX contacts_number ON public.contacts USING btree (organization_id, number);

CREATE INDEX contacts_restricted ON public.contacts USING btree (organization_id, id) WHERE (visible_to IS NOT NULL);

CREATE INDEX custom_fields_number ON public.custom_fields USING btree (organization_id, number);

CREATE INDEX events_lead ON public.events USING btree (organization_id, lead_id, id DESC) WHERE (lead_id IS NOT NULL);

CREATE INDEX events_object ON public.events USING btree (organization_id, object_id, id DESC);

CREATE INDEX files_folder ON public.files USING btree (organization_id, folder_id);

CREATE INDEX files_number ON public.files USING btree (organization_id, number);

CREATE INDEX folders_number ON public.folders USING btree (organization_id, number);

CREATE INDEX folders_parent ON public.folders USING btree (organization_id, parent_id);

CREATE INDEX leads_created ON public.leads USING btree (organization_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX leads_number ON public.leads USING btree (organization_id, number);

CREATE INDEX leads_restricted ON public.leads USING btree (organization_id, id) WHERE (visible_to IS NOT NULL);

CREATE INDEX leads_status ON public.leads USING btree (organization_id, status_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX leads_updated ON public.leads USING btree (organization_id, updated_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX linked_files_number ON public.linked_files USING btree (organization_id, number);

CREATE INDEX memberships_user ON public.memberships USING btree (user_id);

CREATE INDEX opportunities_contact ON public.opportunities USING btree (organization_id, contact_id) WHERE (contact_id IS NOT NULL);

CREATE INDEX opportunities_created ON public.opportunities USING btree (organization_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX opportunities_lead ON public.opportunities USING btree (organization_id, lead_id, created_at DESC, id DESC);

CREATE INDEX opportunities_number ON public.opportunities USING btree (organization_id, number);

CREATE INDEX opportunities_restricted ON public.opportunities USING btree (organization_id, id) WHERE (visible_to IS NOT NULL);

CREATE INDEX opportunities_status ON public.opportunities USING btree (organization_id, status_id) WHERE (deleted_at IS NULL);

CREATE INDEX tasks_assignee ON public.tasks USING btree (organization_id, assignee_id) WHERE ((NOT is_complete) AND (deleted_at IS NULL));

CREATE INDEX tasks_case ON public.tasks USING btree (organization_id, case_id) WHERE (case_id IS NOT NULL);

CREATE INDEX tasks_contact ON public.tasks USING btree (organization_id, contact_id) WHERE (contact_id IS NOT NULL);

CREATE INDEX tasks_created ON public.tasks USING btree (organization_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX tasks_lead ON public.tasks USING btree (organization_id, lead_id) WHERE (lead_id IS NOT NULL);

CREATE INDEX tasks_number ON public.tasks USING btree (organization_id, number);

CREATE INDEX tasks_opportunity ON public.tasks USING btree (organization_id, opportunity_id) WHERE (opportunity_id IS NOT NULL);

CREATE INDEX tasks_restricted ON public.tasks USING btree (organization_id, id) WHERE (visible_to IS NOT NULL);

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

CREATE OR REPLACE FUNCTION public.with_custom(object json, custom jsonb, prefix text, only_ids text[] DEFAULT NULL::text[])
 RETURNS json
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  extra text;
begin
  if custom = '{}' then
    return object;
  end if;
  select string_agg('"' || prefix || v.key || '":' || v.value, ',') into extra
  from jsonb_each(custom) v where only_ids is null or v.key = any (only_ids);
  if extra is null then
    return object;
  end if;
  return left(object::text, -1) || case object::text when '{}' then '' else ',' end || extra || '}';
end $function$
;
