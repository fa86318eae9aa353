-- Notifications are tasks that nobody wrote: an activity or an opportunity asks for them. Of a task that somebody wrote,
-- `activity_id` is the activity that tells of its completion.

alter table tasks
  add activity_id text collate "C",
  add thread_id text collate "C",
  add foreign key (organization_id, activity_id) references activities;
create index tasks_activity on tasks (organization_id, activity_id) where activity_id is not null;
create index tasks_thread on tasks (organization_id, thread_id) where thread_id is not null;

-- How far ahead of UTC the caller's clock is, which says when their day begins. A statement for somebody elsewhere has a
-- row of the same name for itself (`with caller as …`); for all others the text stays as it is.
create view caller as select interval '0' as ahead;
