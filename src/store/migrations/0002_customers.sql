-- People and companies on their own, tags, visibility, groups, tasks, cases, comments, files, and custom fields that
-- several nouns share.

alter table organizations add timezone text not null default 'UTC';

alter table memberships add is_owner boolean not null default false;
-- Who set an organization up is its first member.
update memberships m set is_owner = true
where m.role_id = 'admin' and not exists (
  select 1 from memberships o
  where o.organization_id = m.organization_id and o.role_id = 'admin' and (o.created_at, o.id) < (m.created_at, m.id));

update roles set permissions = permissions || '["edit_records"]' where not permissions ? 'edit_records';
insert into roles (organization_id, id, name, is_built_in, permissions, created_at, updated_at)
select id, 'readonly', 'Read-only User', true, '["view_all_leads"]', '0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'
from organizations on conflict do nothing;

create table groups (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  number bigint generated always as identity,
  name text not null,
  member_ids jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  primary key (organization_id, id)
);
create unique index groups_name on groups (organization_id, lower(name));

-- `visible_to` is null for everyone, otherwise the ids of the users and groups who may see the object.
alter table leads
  add details jsonb not null default '{}',
  add tags jsonb not null default '[]',
  add visible_to jsonb;
create index leads_restricted on leads (organization_id, id) where visible_to is not null;

alter table contacts
  add first_name text,
  add last_name text,
  add details jsonb not null default '{}',
  add tags jsonb not null default '[]',
  add visible_to jsonb;
create index contacts_restricted on contacts (organization_id, id) where visible_to is not null;
update contacts set
  first_name = case when name ~ '\S\s+\S' then regexp_replace(trim(name), '\s+\S+$', '') else nullif(trim(name), '') end,
  last_name = case when name ~ '\S\s+\S' then substring(trim(name) from '\S+$') end;

alter table opportunities
  add name text,
  add currency_code text,
  add details jsonb not null default '{}',
  add tags jsonb not null default '[]',
  add visible_to jsonb;
create index opportunities_restricted on opportunities (organization_id, id) where visible_to is not null;
create index opportunities_number on opportunities (organization_id, number);

create table cases (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  number bigint generated always as identity,
  lead_id text collate "C",
  contact_id text collate "C",
  user_id text collate "C",
  name text not null,
  description text,
  tags jsonb not null,
  custom jsonb not null,
  details jsonb not null,
  visible_to jsonb,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamptz,
  deleted_with text collate "C",
  primary key (organization_id, id),
  foreign key (organization_id, lead_id) references leads,
  foreign key (organization_id, contact_id) references contacts
);
create index cases_lead on cases (organization_id, lead_id) where lead_id is not null;
create index cases_contact on cases (organization_id, contact_id) where contact_id is not null;
create index cases_created on cases (organization_id, created_at desc, id desc) where deleted_at is null;
create index cases_number on cases (organization_id, number);
create index cases_restricted on cases (organization_id, id) where visible_to is not null;

-- A task is due on a day, at an instant, or at no time.
create table tasks (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  number bigint generated always as identity,
  kind text not null,
  lead_id text collate "C",
  contact_id text collate "C",
  opportunity_id text collate "C",
  case_id text collate "C",
  assignee_id text collate "C",
  text text not null,
  due_on date,
  due_at timestamptz,
  is_complete boolean not null,
  completed_at timestamptz,
  details jsonb not null,
  visible_to jsonb,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamptz,
  deleted_with text collate "C",
  primary key (organization_id, id),
  foreign key (organization_id, lead_id) references leads,
  foreign key (organization_id, contact_id) references contacts,
  foreign key (organization_id, opportunity_id) references opportunities,
  foreign key (organization_id, case_id) references cases
);
create index tasks_lead on tasks (organization_id, lead_id) where lead_id is not null;
create index tasks_contact on tasks (organization_id, contact_id) where contact_id is not null;
create index tasks_opportunity on tasks (organization_id, opportunity_id) where opportunity_id is not null;
create index tasks_case on tasks (organization_id, case_id) where case_id is not null;
create index tasks_assignee on tasks (organization_id, assignee_id) where not is_complete and deleted_at is null;
create index tasks_created on tasks (organization_id, created_at desc, id desc) where deleted_at is null;
create index tasks_number on tasks (organization_id, number);
create index tasks_restricted on tasks (organization_id, id) where visible_to is not null;

-- `also_filed` holds the ids of further leads and contacts that a note is filed under.
alter table activities
  alter lead_id drop not null,
  add case_id text collate "C",
  add also_filed jsonb not null default '[]',
  add foreign key (organization_id, case_id) references cases;
create index activities_case on activities (organization_id, case_id) where case_id is not null;
create index activities_also_filed on activities using gin (also_filed) with (fastupdate = off) where also_filed <> '[]';
create index activities_number on activities (organization_id, number) where kind in ('note', 'email');

create table comments (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  number bigint generated always as identity,
  lead_id text collate "C",
  activity_id text collate "C",
  task_id text collate "C",
  text text not null,
  html text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamptz,
  deleted_with text collate "C",
  primary key (organization_id, id),
  foreign key (organization_id, activity_id) references activities,
  foreign key (organization_id, task_id) references tasks
);
create index comments_activity on comments (organization_id, activity_id) where activity_id is not null;
create index comments_task on comments (organization_id, task_id) where task_id is not null;
create index comments_number on comments (organization_id, number);

create table folders (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  number bigint generated always as identity,
  parent_id text collate "C",
  name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamptz,
  deleted_with text collate "C",
  primary key (organization_id, id),
  foreign key (organization_id, parent_id) references folders
);
create index folders_parent on folders (organization_id, parent_id);
create index folders_number on folders (organization_id, number);

-- The bytes are not in the database but kept under `content_id`; without it there are none yet.
create table files (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  number bigint generated always as identity,
  folder_id text collate "C",
  name text not null,
  content_id text collate "C",
  content_type text,
  size bigint,
  sha256 text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamptz,
  deleted_with text collate "C",
  primary key (organization_id, id),
  foreign key (organization_id, folder_id) references folders
);
create index files_folder on files (organization_id, folder_id);
create index files_number on files (organization_id, number);

create table linked_files (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  number bigint generated always as identity,
  name text not null,
  system text not null,
  size bigint,
  link text not null,
  icon text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamptz,
  deleted_with text collate "C",
  primary key (organization_id, id)
);
create index linked_files_number on linked_files (organization_id, number);

-- One definition may serve several nouns.
alter table custom_fields add object_types jsonb;
update custom_fields set object_types = jsonb_build_array(object_type);
drop index custom_fields_name;
alter table custom_fields drop object_type, alter object_types set not null;
create unique index custom_fields_name on custom_fields (organization_id, name, object_types);
create index custom_fields_number on custom_fields (organization_id, number);
