-- Custom fields that are shared by what one says, types of activities and of objects that an organization makes up,
-- and what is made of them.

-- `placements` says for each object type where the field stands, whether it is required there and who may edit it.
alter table custom_fields
  add is_shared boolean not null default false,
  add required boolean not null default false,
  add referenced_type_id text collate "C",
  add back_reference_visible boolean,
  add placements jsonb not null default '{}';
update custom_fields set is_shared = true where jsonb_array_length(object_types) > 1;

create table custom_activity_types (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  name text not null,
  description text,
  api_create_only boolean not null,
  editable_with_roles jsonb not null,
  is_archived boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamptz,
  deleted_with text collate "C",
  primary key (organization_id, id)
);

create table custom_object_types (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  name text not null,
  name_plural text not null,
  description text,
  api_create_only boolean not null,
  editable_with_roles jsonb not null,
  is_archived boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamptz,
  deleted_with text collate "C",
  primary key (organization_id, id)
);

create table custom_objects (
  organization_id text collate "C" not null references organizations,
  id text collate "C" not null,
  type_id text collate "C" not null,
  lead_id text collate "C" not null,
  name text not null,
  custom jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  deleted_at timestamptz,
  deleted_with text collate "C",
  primary key (organization_id, id),
  foreign key (organization_id, type_id) references custom_object_types,
  foreign key (organization_id, lead_id) references leads
);
create index custom_objects_lead on custom_objects (organization_id, lead_id, id);
create index custom_objects_type on custom_objects (organization_id, type_id);

alter table activities
  add type_id text collate "C",
  add custom jsonb not null default '{}',
  add foreign key (organization_id, type_id) references custom_activity_types;
create index activities_type on activities (organization_id, type_id) where type_id is not null;

-- The fields of an object type in their order hang on this; the id is how it is named: `lead`, `activity/actitype_…`.
create view custom_field_schemas as
select o.id as organization_id, n.id, n.id as object_type, n.name
from organizations o
cross join (values ('lead', 'Lead'), ('contact', 'Contact'), ('opportunity', 'Opportunity'), ('case', 'Case')) n(id, name)
union all
select organization_id, 'activity/' || id, id, name from custom_activity_types where deleted_at is null
union all
select organization_id, 'custom_object/' || id, id, name from custom_object_types where deleted_at is null;
