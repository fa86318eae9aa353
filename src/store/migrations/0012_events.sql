-- The log as it is read: newest first, by any of its filters, and in the order of commits for those who follow it.
-- Ids are unique by themselves, so only what is asked of a whole organization begins with it: each byte less in these
-- keys is written with every event.

drop index events_object;
drop index events_lead;

create index events_recent on events (organization_id, updated_at, id);
create index events_type on events (organization_id, object_type, action, updated_at, id);
create index events_position on events (organization_id, transaction_id, id);
create index events_object on events (object_id, updated_at, id);
create index events_lead on events (lead_id, updated_at, id) where lead_id is not null;
create index events_user on events (user_id, object_type, action, updated_at, id) where user_id is not null;
create index events_request on events (request_id, updated_at, id) where request_id is not null;
