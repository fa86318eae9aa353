-- What a member has set up for themselves, which leads a role sees, and how often somebody may ask.

alter table memberships
  add auto_record_calls text not null default 'unset',
  add default_caller_id text,
  add hangup_recording_url text,
  add may_workflows_impersonate boolean not null default false,
  add track_email_opens boolean not null default false,
  add pinned_view_ids jsonb not null default '[]',
  add rate_limit jsonb;
create index memberships_role on memberships (organization_id, role_id);

-- A role without view_all_leads sees the leads that name its user in one of these custom fields.
alter table roles
  add visibility_field_ids jsonb not null default '[]',
  add visibility_behavior text;

alter table organizations add rate_limit jsonb;
