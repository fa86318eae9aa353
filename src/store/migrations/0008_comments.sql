-- Threads of comments, comments that are removed but keep their place, and uploads that become attachments.

create table comment_threads (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  lead_id text collate "C",
  activity_id text collate "C",
  task_id text collate "C",
  opportunity_id text collate "C",
  object_id text collate "C" not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamptz,
  deleted_with text collate "C",
  primary key (organization_id, id),
  foreign key (organization_id, activity_id) references activities,
  foreign key (organization_id, task_id) references tasks,
  foreign key (organization_id, opportunity_id) references opportunities
);
create unique index comment_threads_object on comment_threads (organization_id, object_id) where deleted_at is null;
create index comment_threads_activity on comment_threads (organization_id, activity_id) where activity_id is not null;
create index comment_threads_task on comment_threads (organization_id, task_id) where task_id is not null;
create index comment_threads_opportunity on comment_threads (organization_id, opportunity_id)
  where opportunity_id is not null;
create index comment_threads_lead on comment_threads (organization_id, lead_id) where lead_id is not null;
create index comment_threads_created on comment_threads (organization_id, created_at desc, id desc)
  where deleted_at is null;

-- Until now a thread was named after what it is about, and was nothing else.
insert into comment_threads (organization_id, id, lead_id, activity_id, task_id, object_id, created_at, updated_at,
  created_by_id, updated_by_id, deleted_at)
select organization_id, 'comthr_' || substr(coalesce(activity_id, task_id), 6), min(lead_id), activity_id, task_id,
  coalesce(activity_id, task_id), min(created_at), max(updated_at), (array_agg(created_by_id order by created_at))[1],
  (array_agg(updated_by_id order by updated_at desc))[1], case when bool_and(deleted_at is not null) then max(deleted_at) end
from comments group by organization_id, activity_id, task_id;

alter table comments
  add opportunity_id text collate "C",
  add thread_id text collate "C",
  add mention_ids jsonb not null default '[]',
  add removed_at timestamptz,
  add removed_by_id text collate "C",
  add foreign key (organization_id, opportunity_id) references opportunities;
update comments set thread_id = 'comthr_' || substr(coalesce(activity_id, task_id), 6);
alter table comments
  alter thread_id set not null,
  add foreign key (organization_id, thread_id) references comment_threads;
create index comments_thread on comments (organization_id, thread_id, created_at);
create index comments_opportunity on comments (organization_id, opportunity_id) where opportunity_id is not null;

-- Proves that an address was given out by the organization; it is never shown.
alter table organizations add signing_key bytea not null
  default decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');

-- The bytes are kept under `content_id`; without it they have not come yet.
create table uploads (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  name text not null,
  content_type text,
  content_id text collate "C",
  size bigint,
  sha256 text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  primary key (organization_id, id)
);
create index uploads_created on uploads (organization_id, created_at);
create index activities_attachments on activities using gin ((details->'attachments') jsonb_path_ops)
  with (fastupdate = off) where details->'attachments' <> '[]';
create index opportunities_attachments on opportunities using gin ((details->'attachments') jsonb_path_ops)
  with (fastupdate = off) where details->'attachments' <> '[]';
