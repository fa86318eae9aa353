-- The trash as it is listed: what was deleted by itself, the last first, and what went with it. These indexes have a row
-- only for what is deleted, so whoever writes to the living does not pay for them.
create index leads_trash on leads (organization_id, deleted_at, id)
  where deleted_at is not null and (deleted_with is null or deleted_with = id);
create index contacts_trash on contacts (organization_id, deleted_at, id)
  where deleted_at is not null and (deleted_with is null or deleted_with = id);
create index opportunities_trash on opportunities (organization_id, deleted_at, id)
  where deleted_at is not null and (deleted_with is null or deleted_with = id);
create index activities_trash on activities (organization_id, deleted_at, id)
  where deleted_at is not null and (deleted_with is null or deleted_with = id);
create index tasks_trash on tasks (organization_id, deleted_at, id)
  where deleted_at is not null and (deleted_with is null or deleted_with = id);
create index cases_trash on cases (organization_id, deleted_at, id)
  where deleted_at is not null and (deleted_with is null or deleted_with = id);
create index comments_trash on comments (organization_id, deleted_at, id)
  where deleted_at is not null and (deleted_with is null or deleted_with = id);
create index comment_threads_trash on comment_threads (organization_id, deleted_at, id)
  where deleted_at is not null and (deleted_with is null or deleted_with = id);
create index custom_objects_trash on custom_objects (organization_id, deleted_at, id)
  where deleted_at is not null and (deleted_with is null or deleted_with = id);

create index contacts_deleted_with on contacts (deleted_with) where deleted_with is not null;
create index opportunities_deleted_with on opportunities (deleted_with) where deleted_with is not null;
create index activities_deleted_with on activities (deleted_with) where deleted_with is not null;
create index tasks_deleted_with on tasks (deleted_with) where deleted_with is not null;
create index cases_deleted_with on cases (deleted_with) where deleted_with is not null;
create index comments_deleted_with on comments (deleted_with) where deleted_with is not null;
create index comment_threads_deleted_with on comment_threads (deleted_with) where deleted_with is not null;
create index custom_objects_deleted_with on custom_objects (deleted_with) where deleted_with is not null;
