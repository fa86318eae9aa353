-- What changed last, for who synchronizes page by page. Without these, each page looks at all there is: of half a million
-- activities that took 0.3 to 0.5 s, and with them 20 ms. Leads have theirs from the beginning.
create index contacts_updated on contacts (organization_id, updated_at desc, id desc) where deleted_at is null;
create index opportunities_updated on opportunities (organization_id, updated_at desc, id desc) where deleted_at is null;
create index activities_updated on activities (organization_id, updated_at desc, id desc) where deleted_at is null;
create index tasks_updated on tasks (organization_id, updated_at desc, id desc) where deleted_at is null;
