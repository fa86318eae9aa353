-- What is written to a file for somebody to download, and how far it is. The file itself is where the bytes of files are.

create table exports (
  organization_id text collate "C" not null references organizations,
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
  -- Under this the bytes are found: all of them once the status is done, and none any more when it is null then.
  content_id text collate "C",
  size bigint,
  sha256 text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  primary key (organization_id, id)
);
create index exports_created on exports (organization_id, created_at desc, id desc);
create index exports_kept on exports (organization_id, updated_at) where content_id is not null;
