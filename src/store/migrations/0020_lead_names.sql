-- Leads in the order of their names, however these are written; and those without a name of their own, whose contacts lend
-- them theirs.
create index leads_name on leads (organization_id, (lower(name collate letters) collate "C"), id)
  where deleted_at is null and name <> '';
create index leads_unnamed on leads (organization_id, id) where deleted_at is null and (name is null or name = '');
