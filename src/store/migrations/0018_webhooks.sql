-- Subscriptions to the event log, what waits to be delivered to them, and what was.

create table webhooks (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  url text not null,
  events jsonb not null,
  event_filter jsonb,
  verify_ssl boolean not null,
  signature_key text not null,
  status text not null,
  pause_reason text,
  -- What was tried before has all its time again.
  resumed_at timestamptz,
  -- The transaction that the first event may be of.
  starts_at text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  primary key (organization_id, id)
);

-- How far a subscription has followed the log, and who follows it at the moment.
create table webhook_queues (
  organization_id text collate "C" not null,
  webhook_id text collate "C" not null,
  transaction_id xid8 not null,
  event_id text collate "C" not null,
  keeper text,
  kept_until timestamptz,
  queued bigint not null default 0,
  -- How many there were when this keeper came: a queue that was resumed may be long.
  found bigint not null default 0,
  delivered bigint not null default 0,
  failed bigint not null default 0,
  dropped bigint not null default 0,
  -- In a row.
  failures integer not null default 0,
  failing_since timestamptz,
  latest_error jsonb,
  primary key (organization_id, webhook_id),
  foreign key (organization_id, webhook_id) references webhooks on delete cascade
);

-- Events that match and are not delivered. Only the first of an object is due; `due_at` of the others is null.
create table webhook_pending (
  organization_id text collate "C" not null,
  webhook_id text collate "C" not null,
  event_id text collate "C" not null,
  transaction_id xid8 not null,
  object_id text collate "C" not null,
  ready_at timestamptz not null,
  due_at timestamptz,
  attempts integer not null default 0,
  first_tried_at timestamptz,
  primary key (organization_id, webhook_id, event_id),
  foreign key (organization_id, webhook_id) references webhook_queues on delete cascade
);
create index webhook_pending_due on webhook_pending (organization_id, webhook_id, due_at) where due_at is not null;
create index webhook_pending_object on webhook_pending (organization_id, webhook_id, object_id, transaction_id, event_id);

create table webhook_deliveries (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  webhook_id text collate "C" not null,
  event_id text collate "C" not null,
  kind text not null,
  object_type text not null,
  action text not null,
  attempt bigint not null,
  sent_at timestamptz not null,
  duration_ms bigint not null,
  is_success boolean not null,
  request_headers jsonb not null,
  request_body text not null,
  response_status bigint,
  response_headers jsonb,
  response_body text,
  error text,
  primary key (organization_id, id),
  foreign key (organization_id, webhook_id) references webhooks on delete cascade
);
create index webhook_deliveries_sent on webhook_deliveries (organization_id, webhook_id, sent_at, id);
