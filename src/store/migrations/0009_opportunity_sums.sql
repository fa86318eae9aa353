-- What opportunities come to, kept by what lists are narrowed by, so that no list adds up a million of them. Like
-- totals, each sum is spread over slots. `weighted` is value times confidence in percent.
create table opportunity_sums (
  organization_id text collate "C" not null,
  slot integer not null,
  user_id text collate "C",
  status_id text collate "C" not null,
  value_period text not null,
  count bigint not null,
  value bigint not null,
  weighted bigint not null,
  unique nulls not distinct (organization_id, slot, user_id, status_id, value_period)
) with (fillfactor = 50);

insert into opportunity_sums
select organization_id, 0, user_id, status_id, value_period, count(*), coalesce(sum(value), 0),
  coalesce(sum(value * confidence), 0)
from opportunities where deleted_at is null group by organization_id, user_id, status_id, value_period;
