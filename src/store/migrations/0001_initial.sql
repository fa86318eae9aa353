-- Ids are text in the C collation: they sort as they were made, and objects that come from elsewhere keep theirs.
-- Every key begins with the organization, so that one tenant's rows can never be reached from another's. A table whose
-- rows hang on another object of the organization does not refer to the organization once more: each foreign key is a
-- look-up in every insert.

create table organizations (
  id text collate "C" primary key,
  name text not null,
  currency text not null,
  currency_symbol text not null,
  country text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C"
);

-- The one thing that people share between organizations.
create table users (
  id text collate "C" primary key,
  number bigint generated always as identity,
  first_name text not null,
  last_name text not null,
  email text not null,
  password_hash text,
  last_used_timezone text,
  email_verified_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index users_email on users (lower(email));

create table roles (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  name text not null,
  is_built_in boolean not null,
  permissions jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);

create table memberships (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  user_id text collate "C" not null references users,
  role_id text collate "C" not null,
  is_active boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, user_id),
  foreign key (organization_id, role_id) references roles
);
create index memberships_user on memberships (user_id);

-- A key is never kept, only its SHA-256.
create table api_keys (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  membership_id text collate "C" not null,
  name text not null,
  hash bytea not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, membership_id) references memberships
);
create index api_keys_hash on api_keys (hash);

create table lead_statuses (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  label text not null,
  color text,
  position integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index lead_statuses_label on lead_statuses (organization_id, lower(label));

create table pipelines (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  name text not null,
  position integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  primary key (organization_id, id)
);

create table opportunity_statuses (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  pipeline_id text collate "C" not null,
  label text not null,
  type text not null check (type in ('active', 'won', 'lost')),
  position integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, pipeline_id) references pipelines
);
create unique index opportunity_statuses_label on opportunity_statuses (organization_id, pipeline_id, lower(label));

create table custom_fields (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  number bigint generated always as identity,
  object_type text not null,
  name text not null,
  description text,
  type text not null,
  choices jsonb,
  accepts_multiple_values boolean not null,
  editable_with_roles jsonb not null,
  position integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  primary key (organization_id, id)
);
create unique index custom_fields_name on custom_fields (organization_id, object_type, name);

-- Leads and contacts are numbered together, as one of the dialects demands.
create sequence customer_numbers;

create table leads (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  number bigint not null default nextval('customer_numbers'),
  is_company boolean not null,
  name text,
  description text,
  url text,
  status_id text collate "C" not null,
  source text,
  addresses jsonb not null,
  custom jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamptz,
  deleted_with text collate "C",
  primary key (organization_id, id),
  foreign key (organization_id, status_id) references lead_statuses
);
create index leads_created on leads (organization_id, created_at desc, id desc) where deleted_at is null;
create index leads_updated on leads (organization_id, updated_at desc, id desc) where deleted_at is null;
create index leads_status on leads (organization_id, status_id, created_at desc, id desc) where deleted_at is null;
create index leads_number on leads (organization_id, number);

create table contacts (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  number bigint not null default nextval('customer_numbers'),
  lead_id text collate "C" not null,
  name text,
  title text,
  emails jsonb not null,
  phones jsonb not null,
  urls jsonb not null,
  custom jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamptz,
  deleted_with text collate "C",
  primary key (organization_id, id),
  foreign key (organization_id, lead_id) references leads
);
create index contacts_lead on contacts (organization_id, lead_id, created_at, id);
create index contacts_created on contacts (organization_id, created_at desc, id desc) where deleted_at is null;
create index contacts_number on contacts (organization_id, number);

create table opportunities (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  number bigint generated always as identity,
  lead_id text collate "C" not null,
  contact_id text collate "C",
  user_id text collate "C",
  status_id text collate "C" not null,
  value bigint check (value >= 0),
  value_period text not null check (value_period in ('one_time', 'monthly', 'annual')),
  confidence integer not null check (confidence between 0 and 100),
  note text,
  won_on date,
  lost_at timestamptz,
  custom jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamptz,
  deleted_with text collate "C",
  primary key (organization_id, id),
  foreign key (organization_id, lead_id) references leads,
  foreign key (organization_id, contact_id) references contacts,
  foreign key (organization_id, status_id) references opportunity_statuses
);
create index opportunities_lead on opportunities (organization_id, lead_id, created_at desc, id desc);
create index opportunities_contact on opportunities (organization_id, contact_id) where contact_id is not null;
create index opportunities_created on opportunities (organization_id, created_at desc, id desc) where deleted_at is null;
create index opportunities_status on opportunities (organization_id, status_id) where deleted_at is null;

create table activities (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  number bigint generated always as identity,
  kind text not null,
  lead_id text collate "C" not null,
  contact_id text collate "C",
  user_id text collate "C",
  opportunity_id text collate "C",
  at timestamptz not null,
  text text,
  details jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamptz,
  deleted_with text collate "C",
  primary key (organization_id, id),
  foreign key (organization_id, lead_id) references leads,
  foreign key (organization_id, contact_id) references contacts,
  foreign key (organization_id, opportunity_id) references opportunities
);
create index activities_lead on activities (organization_id, lead_id, created_at desc, id desc);
create index activities_created on activities (organization_id, created_at desc, id desc) where deleted_at is null;
create index activities_contact on activities (organization_id, contact_id) where contact_id is not null;
create index activities_opportunity on activities (organization_id, opportunity_id) where opportunity_id is not null;

-- How many live objects there are, so that no list counts a million rows. An organization's count is spread over
-- slots, so that people who create at once do not wait for each other.
create table totals (
  organization_id text collate "C" not null,
  noun text not null,
  slot integer not null,
  count bigint not null,
  primary key (organization_id, noun, slot)
) with (fillfactor = 50);

-- Written in the transaction of the change. `transaction_id` lets a reader stop before changes still under way.
create table events (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  transaction_id xid8 not null default pg_current_xact_id(),
  object_type text not null,
  object_id text collate "C" not null,
  lead_id text collate "C",
  action text not null,
  user_id text collate "C",
  api_key_id text collate "C",
  request_id text,
  data json,
  previous_data json not null,
  changed_fields jsonb not null,
  meta jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create index events_object on events (organization_id, object_id, id desc);
create index events_lead on events (organization_id, lead_id, id desc) where lead_id is not null;

-- An object with its custom values added, each under a key of its own.
create function with_custom(object json, custom jsonb, prefix text, only_ids text[] default null)
returns json language plpgsql immutable parallel safe as $$
declare
  extra text;
begin
  if custom = '{}' then
    return object;
  end if;
  select string_agg('"' || prefix || v.key || '":' || v.value, ',') into extra
  from jsonb_each(custom) v where only_ids is null or v.key = any (only_ids);
  if extra is null then
    return object;
  end if;
  return left(object::text, -1) || case object::text when '{}' then '' else ',' end || extra || '}';
end $$;
