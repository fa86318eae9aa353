-- How many leads there are of each status: what every view of a status asks. Other nouns have no such parts.
alter table totals add column part text collate "C" not null default '';
alter table totals drop constraint totals_pkey;
delete from totals where noun = 'lead';
insert into totals (organization_id, noun, part, slot, count)
  select organization_id, 'lead', status_id, 0, count(*) from leads where deleted_at is null group by organization_id, status_id;
alter table totals add primary key (organization_id, noun, part, slot);
