-- Until when it is told of meetings that they began and ended. What was there before is not told any more.

create table meeting_clocks (
  organization_id text collate "C" primary key references organizations,
  told_until timestamptz not null
);
insert into meeting_clocks (organization_id, told_until) select id, now() from organizations;

create index activities_meeting_ends on activities (organization_id, ((details->>'endsAt') collate "C"))
  where kind = 'meeting' and deleted_at is null;
