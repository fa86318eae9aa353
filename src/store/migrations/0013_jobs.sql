-- What was deleted is looked for once a night, among rows that are mostly alive.
create index leads_deleted on leads (organization_id, deleted_at) where deleted_at is not null;
create index contacts_deleted on contacts (organization_id, deleted_at) where deleted_at is not null;
create index opportunities_deleted on opportunities (organization_id, deleted_at) where deleted_at is not null;
create index activities_deleted on activities (organization_id, deleted_at) where deleted_at is not null;
create index tasks_deleted on tasks (organization_id, deleted_at) where deleted_at is not null;
create index comments_deleted on comments (organization_id, deleted_at) where deleted_at is not null;
