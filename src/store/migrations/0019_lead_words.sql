-- All words of a lead and of what belongs to it, in one row, so that an index knows which leads have several words, in
-- whatever places these are, and how many they are. Made from the search documents a moment after these were written:
-- until then a lead is due, and looked up in its documents.
create aggregate words_union(tsvector) (sfunc = tsvector_concat, stype = tsvector, initcond = '', parallel = safe);

-- A count reads all the rows that have a word, so there have to be many of them on a page: their words lie apart. PostgreSQL
-- puts a value apart only where the row is longer than 2 kB, which the filling makes sure of; compressed, it takes 40 bytes.
create table lead_words (
  organization_id text collate "C" not null,
  lead_id text collate "C" not null,
  created_at timestamptz not null,
  words tsvector,
  filling text not null generated always as (repeat(' ', 2000)) stored
) with (toast_tuple_target = 128);
alter table lead_words alter column words set storage external,
  alter column organization_id set storage plain, alter column lead_id set storage plain;

create table lead_words_due (
  organization_id text collate "C" not null,
  lead_id text collate "C" not null
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000);

create index search_documents_lead on search_documents (organization_id, lead_id);
create index lead_words_due_lead on lead_words_due (organization_id, lead_id);

-- Of thousands of documents each would be added to an ever longer list; in hundreds they are not. Null where the words are
-- more than a tsvector holds.
create function lead_words_of(organization text, lead text) returns tsvector language plpgsql stable parallel safe cost 5000 as $$
begin
  return (select words_union(c.words) from (
    select words_union(strip(d.words)) as words from (
      select s.words, row_number() over () / 100 as part from search_documents s
      where s.organization_id = organization and s.lead_id = lead) d
    group by d.part) c);
exception when program_limit_exceeded then
  return null;
end $$;

insert into lead_words (organization_id, lead_id, created_at, words)
  select l.organization_id, l.id, l.created_at, lead_words_of(l.organization_id, l.id) from leads l
  where l.deleted_at is null
    and exists (select 1 from search_documents d where d.organization_id = l.organization_id and d.lead_id = l.id);

alter table lead_words add primary key (organization_id, lead_id);
create index lead_words_words on lead_words using gin (words) with (fastupdate = off);
-- Those that have too many.
create index lead_words_unknown on lead_words (organization_id, lead_id) where words is null;
