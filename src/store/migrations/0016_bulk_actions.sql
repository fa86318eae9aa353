-- What is done to many objects at once, how far it is, and what could not be done.

create table bulk_actions (
  organization_id text collate "C" not null references organizations,
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
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  primary key (organization_id, id)
);
create index bulk_actions_created on bulk_actions (organization_id, kind, created_at desc, id desc);

-- What a bulk action is done to, settled when it begins: objects in the order of their leads, and which lead each is of.
create table bulk_action_parts (
  organization_id text collate "C" not null,
  bulk_action_id text collate "C" not null,
  -- How many objects come before it.
  place bigint not null,
  ids text[] not null,
  leads bigint[] not null,
  primary key (organization_id, bulk_action_id, place),
  foreign key (organization_id, bulk_action_id) references bulk_actions on delete cascade
);

create table bulk_action_errors (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  bulk_action_id text collate "C" not null,
  object_id text collate "C" not null,
  message text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, bulk_action_id) references bulk_actions on delete cascade
);
create index bulk_action_errors_of on bulk_action_errors (organization_id, bulk_action_id, id);
