-- Searches with a name, which people know as Smart Views.

create table saved_searches (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  name text not null,
  description text,
  object_type text not null,
  query text,
  search_query jsonb,
  selected_fields jsonb,
  is_user_dependent boolean not null,
  -- Who sees one beside its maker.
  is_shared_with_all boolean not null,
  shared_user_ids jsonb not null,
  shared_group_ids jsonb not null,
  shared_at timestamptz,
  shared_by_id text collate "C",
  sharing_updated_at timestamptz,
  sharing_updated_by_id text collate "C",
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  primary key (organization_id, id)
);
create index saved_searches_created on saved_searches (organization_id, object_type, created_at desc, id desc);
