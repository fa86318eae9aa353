-- E-mails that answer each other are a thread, which is an activity too. Text messages, meetings and more need no columns.

alter table activities add thread_id text collate "C";
update activities set thread_id = details->>'threadId', details = details - 'threadId'
where kind = 'email' and details ? 'threadId';

-- Until now each e-mail named a thread of its own that was not there.
insert into activities (organization_id, id, kind, lead_id, contact_id, user_id, at, text, details, also_filed,
  created_at, updated_at, created_by_id, updated_by_id, deleted_at, deleted_with)
select organization_id, thread_id, 'emailThread', lead_id, contact_id, user_id, at, null,
  jsonb_build_object('subject', regexp_replace(trim(coalesce(details->>'subject', '')), '^((re|fwd?|aw|sv)\s*:\s*)+', '', 'i')),
  '[]', created_at, updated_at, created_by_id, updated_by_id, deleted_at, deleted_with
from activities where kind = 'email' and thread_id is not null
on conflict do nothing;

create index activities_thread on activities (organization_id, thread_id) where thread_id is not null;

-- Lists of kinds that are few among many notes, calls and e-mails.
create index activities_uncommon on activities (organization_id, kind, created_at desc, id desc)
where deleted_at is null and kind in ('emailThread', 'sms', 'whatsAppMessage', 'meeting', 'formSubmission');
create index activities_whatsapp on activities (organization_id, (details->>'externalId')) where kind = 'whatsAppMessage';
