-- What a bulk action changed can be put back: its events are found by its id, and so are those that put them back.
create index events_bulk_action on events (organization_id, (meta->>'bulk_action_id'))
  where meta->>'bulk_action_id' is not null;

-- Of what puts a bulk action back: which one.
alter table bulk_actions add column bulk_action_id text collate "C";
create index bulk_actions_undone on bulk_actions (organization_id, bulk_action_id) where bulk_action_id is not null;
