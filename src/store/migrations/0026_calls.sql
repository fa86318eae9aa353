-- Which calls of a time went which way and how long they took, without a look at all the calls of that time.
create index activities_calls on activities (organization_id, at, (details->>'direction'), ((details->>'duration')::bigint))
  where kind = 'call' and deleted_at is null;

-- What happens with one lead often stands side by side, as after an import. A sample takes that for few leads with very
-- many activities each, and the planner would hash a million where it expects some thousands. Seven for each is nearer.
alter table activities alter column lead_id set (n_distinct = -0.15);
