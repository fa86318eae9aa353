-- The gathered words of a lead are those that all have who see it; what only some of them see has its own, beside these.
alter table lead_words add column hidden_words tsvector;
alter table lead_words alter column hidden_words set storage external;
create index lead_words_hidden on lead_words using gin (hidden_words) with (fastupdate = off) where hidden_words is not null;

-- Of thousands of documents each would be added to an ever longer list; in hundreds they are not. Both are null where the
-- words are more than a tsvector holds.
drop function lead_words_of(text, text);
create function lead_words_of(organization text, lead text, hidden text[], out words tsvector, out hidden_words tsvector)
  language plpgsql stable parallel safe cost 5000 as $$
begin
  select words_union(c.words) filter (where not c.is_hidden), nullif(words_union(c.words) filter (where c.is_hidden), '')
    into words, hidden_words from (
      select d.is_hidden, words_union(strip(d.words)) as words from (
        select s.words, s.id = any(hidden) as is_hidden, row_number() over () / 100 as part from search_documents s
        where s.organization_id = organization and s.lead_id = lead) d
      group by d.is_hidden, d.part) c;
exception when program_limit_exceeded then
  words := null;
  hidden_words := null;
end $$;

-- What hangs on something hidden, or on something of another lead, which may be hidden with that.
insert into lead_words_due (organization_id, lead_id)
  select distinct x.organization_id, x.lead_id from (
    select organization_id, lead_id from contacts where visible_to is not null
    union all select organization_id, lead_id from opportunities where visible_to is not null
    union all select organization_id, lead_id from cases where visible_to is not null
    union all select organization_id, lead_id from tasks where visible_to is not null
    union all select x.organization_id, x.lead_id from contacts p
      join opportunities x on x.organization_id = p.organization_id and x.contact_id = p.id where p.visible_to is not null
    union all select x.organization_id, x.lead_id from contacts p
      join cases x on x.organization_id = p.organization_id and x.contact_id = p.id where p.visible_to is not null
    union all select x.organization_id, x.lead_id from contacts p
      join tasks x on x.organization_id = p.organization_id and x.contact_id = p.id where p.visible_to is not null
    union all select x.organization_id, x.lead_id from contacts p
      join activities x on x.organization_id = p.organization_id and x.contact_id = p.id where p.visible_to is not null
    union all select x.organization_id, x.lead_id from opportunities p
      join tasks x on x.organization_id = p.organization_id and x.opportunity_id = p.id
      left join contacts c on c.organization_id = p.organization_id and c.id = p.contact_id
      where p.visible_to is not null or c.visible_to is not null or p.lead_id <> x.lead_id
    union all select x.organization_id, x.lead_id from opportunities p
      join activities x on x.organization_id = p.organization_id and x.opportunity_id = p.id
      left join contacts c on c.organization_id = p.organization_id and c.id = p.contact_id
      where p.visible_to is not null or c.visible_to is not null or p.lead_id <> x.lead_id
    union all select x.organization_id, x.lead_id from cases p
      join tasks x on x.organization_id = p.organization_id and x.case_id = p.id
      left join contacts c on c.organization_id = p.organization_id and c.id = p.contact_id
      where p.visible_to is not null or c.visible_to is not null or p.lead_id <> x.lead_id
    union all select x.organization_id, x.lead_id from cases p
      join activities x on x.organization_id = p.organization_id and x.case_id = p.id
      left join contacts c on c.organization_id = p.organization_id and c.id = p.contact_id
      where p.visible_to is not null or c.visible_to is not null or p.lead_id <> x.lead_id) x
  where x.lead_id is not null;
