-- Which calls of a time went which way and how long they took, without a look at all the calls of that time.
create index activities_calls on activities (organization_id, at, (details->>'direction'), ((details->>'duration')::bigint))
  where kind = 'call' and deleted_at is null;
