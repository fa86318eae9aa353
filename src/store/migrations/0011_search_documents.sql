-- What searches look into. One row for each live object that has text, kept by the statement that writes the object.
create extension if not exists pg_trgm with schema public;

-- What is a letter, and which is its small form, whatever locale the database was made with: in locale C "Ж" is none.
do $$
begin
  if current_setting('server_version_num')::int >= 170000 then
    create collation letters (provider = builtin, locale = 'C.UTF-8');
  else
    begin
      create collation letters (provider = icu, locale = 'und');
    exception when others then
      create collation letters (provider = libc, locale = 'C.UTF-8');
    end;
  end if;
end $$;

-- The functions cost some 20 µs, several hundred times as much as finding a row by an index, and the planner is told.

-- A text as it is compared: in small letters, without accents, "ﬁ" and "Ｆ" as "fi" and "f". What is written with
-- ASCII alone, as most is, needs less. Marks that are no accents, like the vowels of Hindi, stay.
create function folded(value text) returns text language plpgsql immutable strict parallel safe cost 500 as $$
begin
  if octet_length(value) = char_length(value) then
    return lower(value collate "C");
  end if;
  return replace(replace(lower(
      regexp_replace(normalize(value, NFKD), '[\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670]+', '', 'g') collate letters),
    'ß', 'ss'), 'ς', 'σ');
end $$;

-- The words of a text with blanks between them: whatever is no letter, digit or mark is a blank. Cut to what fits into
-- a tsvector, which is 1 MB at most and takes 4 bytes for each character when it comes to the worst. The ranges are the
-- marks and numbers of Unicode, without which a locale may know letters alone.
create function search_text(value text) returns text language plpgsql immutable strict parallel safe cost 500 as $$
begin
  if octet_length(value) = char_length(value) then
    return regexp_replace(lower(left(value, 250000) collate "C"), '[^a-z0-9]+', ' ', 'g');
  end if;
  return left(regexp_replace(folded(left(value, 250000)) collate letters,
    '[^[:alnum:]'
    || '\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u0669\u0670'
    || '\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06f9\u0711-\u07f3\u07fd\u0816-\u082d\u0859-\u085b\u0897-\u08e1'
    || '\u08e3-\u0963\u0966-\u096f\u0981-\u09c8\u09cd-\u09ef\u09f4-\u09f9\u09fe-\u0a75\u0a81-\u0aef\u0afa-\u0b47'
    || '\u0b4d-\u0b6f\u0b72-\u0bc8\u0bcd-\u0bf2\u0c00-\u0c47\u0c4a-\u0c6f\u0c78-\u0c7e\u0c81-\u0c83\u0cbc-\u0cbf'
    || '\u0cc1-\u0cc6\u0ccc-\u0d48\u0d4d\u0d57-\u0d78\u0d81-\u0dd9\u0ddb\u0ddf-\u0df3\u0e31-\u0e3a\u0e47-\u0e4e'
    || '\u0e50-\u0e59\u0eb1-\u0ed9\u0f18\u0f19\u0f20-\u0f33\u0f35\u0f37\u0f39\u0f3e-\u0f72\u0f74\u0f7a-\u0f80'
    || '\u0f82-\u0f84\u0f86-\u0f92\u0f94-\u0f9c\u0f9e-\u0fa1\u0fa3-\u0fa6\u0fa8-\u0fab\u0fad-\u0fb8\u0fba-\u0fbc'
    || '\u0fc6\u102b-\u1049\u1056-\u109d\u135d-\u135f\u1369-\u137c\u16ee-\u1734\u1752-\u17d3\u17dd-\u17f9'
    || '\u180b-\u180d\u180f-\u193b\u1946-\u19da\u1a17-\u1a1b\u1a55-\u1a99\u1ab0-\u1b3a\u1b3c\u1b3e\u1b3f\u1b42'
    || '\u1b44\u1b50-\u1b59\u1b6b-\u1b73\u1b80-\u1bf3\u1c24-\u1c37\u1c40-\u1c59\u1cd0-\u1cd2\u1cd4-\u1dff'
    || '\u20d0-\u20f0\u2180-\u2188\u24eb-\u24ff\u2776-\u2793\u2cef-\u2cf1\u2cfd\u2d7f-\u2dff\u3007\u3021-\u302f'
    || '\u3099\u309a\u3248-\u324f\ua620-\ua672\ua674-\ua67d\ua69e-\ua6f1\ua802-\ua827\ua82c-\ua835\ua880-\ua8c5'
    || '\ua8d0-\ua8f1\ua8ff-\ua92d\ua947-\ua953\ua980-\ua9c0\ua9d0-\ua9d9\ua9e5-\uaa59\uaa7b-\uaac1\uaaeb-\uaaef'
    || '\uaaf5\uaaf6\uabe3-\uabea\uabec-\uabf9\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\U00010107-\U00010133'
    || '\U00010140-\U00010178\U0001018a\U0001018b\U000101fd-\U0001037a\U000103d1-\U000104a9\U00010858-\U0001085f'
    || '\U00010879-\U0001091b\U000109bc-\U00010a48\U00010a7d\U00010a7e\U00010a9d-\U00010a9f\U00010ae5-\U00010aef'
    || '\U00010b58-\U00010b7f\U00010ba9-\U00010d6d\U00010e60-\U00010eac\U00010efa-\U00010f54\U00010f82-\U00010f85'
    || '\U00010fc5-\U00011046\U00011052-\U000110ba\U000110c2\U000110f0-\U0001112d\U00011130-\U0001113f'
    || '\U00011145-\U00011173\U00011180-\U000111c0\U000111c9-\U000111cc\U000111ce-\U000111d9\U000111e1-\U00011237'
    || '\U0001123e-\U00011241\U000112df-\U00011348\U0001134d-\U000113c2\U000113c9-\U000113d2\U000113e1-\U00011446'
    || '\U00011450-\U00011459\U0001145e-\U000114ba\U000114bd\U000114bf-\U000114c3\U000114d0-\U000115b9'
    || '\U000115bc-\U000115c0\U000115dc-\U00011640\U00011650-\U00011659\U000116ab-\U000116b7\U000116c0-\U0001173b'
    || '\U0001182c-\U0001183a\U000118e0-\U00011937\U0001193b-\U00011943\U00011950-\U000119e0\U000119e4-\U00011a3e'
    || '\U00011a47-\U00011a99\U00011b60-\U00011b67\U00011bf0-\U00011c3f\U00011c50-\U00011c6c\U00011c92-\U00011ef6'
    || '\U00011f00-\U00011f42\U00011f50-\U00011fd4\U00012400-\U0001246e\U00013440-\U00016120\U00016129-\U00016a69'
    || '\U00016ac0-\U00016af4\U00016b30-\U00016b36\U00016b50-\U00016b61\U00016d70-\U00016e96\U00016f4f-\U00016f92'
    || '\U00016fe4-\U00016ff6\U0001bc9d\U0001bc9e\U0001cf00-\U0001cf46\U0001d165-\U0001d169\U0001d16d-\U0001d172'
    || '\U0001d17b-\U0001d182\U0001d185-\U0001d18b\U0001d1aa-\U0001d1ad\U0001d242-\U0001d244\U0001d2c0-\U0001d2f3'
    || '\U0001d360-\U0001d378\U0001da00-\U0001da36\U0001da3b-\U0001da6c\U0001da75\U0001da84\U0001da9b-\U0001e149'
    || '\U0001e2ae-\U0001e2f9\U0001e4ec-\U0001e5fa\U0001e6e3-\U0001e959\U0001ec71-\U0001ecab\U0001ecad-\U0001ecaf'
    || '\U0001ecb1-\U0001ed2d\U0001ed2f-\U0001ed3d\U0001f10b\U0001f10c\U000e0100-\U000e01ef'
    || ']+',
    ' ', 'g'), 250000);
end $$;

-- The words of a text for an index. Between two fields (U+001F) there is a gap, so that no phrase begins in one of them
-- and ends in the next.
create function search_words(value text) returns tsvector language plpgsql immutable strict parallel safe cost 500 as $$
begin
  if value = '' then
    return '';
  elsif strpos(value, E'\x1f') = 0 then
    return to_tsvector('simple', search_text(value));
  end if;
  return ts_delete(to_tsvector('simple', search_text(replace(value, E'\x1f', ' 0endoffield0 '))), '0endoffield0');
end $$;

-- The digits of a telephone number, in any of the ways to write one; several numbers (U+001F) stay several.
create function digits(value text) returns text language plpgsql immutable strict parallel safe cost 500 as $$
begin
  if octet_length(value) = char_length(value) then
    return regexp_replace(value, '[^0-9\x1f]+', '', 'g');
  end if;
  return regexp_replace(translate(normalize(value, NFKC), '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', '01234567890123456789'),
    '[^0-9\x1f]+', '', 'g');
end $$;

-- The texts that a path finds in a JSON value, as fields of their own.
create function texts_at(value jsonb, path jsonpath) returns text language plpgsql immutable strict parallel safe cost 500 as $$
begin
  if value in ('[]', '{}') then
    return null;
  end if;
  return (select string_agg(t.v #>> '{}', E'\x1f') from jsonb_path_query(value, path, '{}', true) t(v)
    where jsonb_typeof(t.v) = 'string');
end $$;

-- What may be mistyped, one a line. Nobody has so many names that it is cut.
create function search_names(name text, emails text, phones text) returns text language plpgsql immutable parallel safe cost 500 as $$
begin
  return nullif(left(replace(concat_ws(E'\n', folded(nullif(name, '')), folded(emails), nullif(digits(phones), '')),
    E'\x1f', E'\n'), 50000), '');
end $$;

create table search_documents (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  noun text not null,
  lead_id text collate "C",
  words tsvector not null,
  names text,
  primary key (organization_id, id)
);
-- The values of custom fields one by one, for ranges and sorting: a text as folded(), dates and times as they are
-- written, of which the order is right; numbers as numbers. Of a list each value has its place. No row is as good as the
-- object itself: texts are cut.
create table custom_values (
  organization_id text collate "C" not null,
  object_id text collate "C" not null,
  field_id text collate "C" not null,
  place integer not null,
  noun text not null,
  text text collate "C",
  number numeric,
  primary key (organization_id, object_id, field_id, place)
);

-- What there is already. Every activity says some of the same things.
insert into search_documents
  select d.* from (
    select organization_id, id, 'lead' as noun, id as lead_id,
      search_words(concat_ws(e'\x1f', name, description, url,
        texts_at(addresses, '$[*].keyvalue() ? (@.key != "label").value'), texts_at(details->'emails', '$[*].email'),
        texts_at(details->'phones', '$[*].phone'), texts_at(details->'urls', '$[*].url'), texts_at(tags, '$[*]'),
        texts_at(custom, '$.*[*]'))) as words,
      search_names(name, texts_at(details->'emails', '$[*].email'), texts_at(details->'phones', '$[*].phone')) as names
    from leads where deleted_at is null offset 0) d where d.words <> ''
  union all
  select d.* from (
    select organization_id, id, 'contact', lead_id,
      search_words(concat_ws(e'\x1f', name, title, details->>'description', texts_at(emails, '$[*].email'),
        texts_at(phones, '$[*].phone'), texts_at(urls, '$[*].url'),
        texts_at(details->'addresses', '$[*].keyvalue() ? (@.key != "label").value'), texts_at(tags, '$[*]'),
        texts_at(custom, '$.*[*]'))) as words,
      search_names(name, texts_at(emails, '$[*].email'), texts_at(phones, '$[*].phone'))
    from contacts where deleted_at is null offset 0) d where d.words <> ''
  union all
  select d.* from (
    select organization_id, id, 'opportunity', lead_id,
      search_words(concat_ws(e'\x1f', name, note, texts_at(tags, '$[*]'), texts_at(custom, '$.*[*]'))) as words,
      search_names(name, null, null)
    from opportunities where deleted_at is null offset 0) d where d.words <> ''
  union all
  select d.* from (
    select organization_id, id, 'case', lead_id,
      search_words(concat_ws(e'\x1f', name, description, texts_at(tags, '$[*]'), texts_at(custom, '$.*[*]'))) as words,
      search_names(name, null, null)
    from cases where deleted_at is null offset 0) d where d.words <> ''
  union all
  select d.* from (
    select organization_id, id, 'task', lead_id,
      search_words(concat_ws(e'\x1f', text, details->>'location')) as words, null
    from tasks where deleted_at is null offset 0) d where d.words <> ''
  union all
  select d.* from (
    select organization_id, id, 'activity', lead_id,
      search_words(concat_ws(e'\x1f', details->>'title', details->>'subject', text, details->>'sender',
        texts_at(details->'to', '$[*]'), texts_at(details->'cc', '$[*]'), texts_at(details->'bcc', '$[*]'),
        details->>'phone', details->>'localPhone', details->>'location', details->>'note',
        texts_at(details->'attendees', '$[*].keyvalue() ? (@.key == "name" || @.key == "email").value'),
        details->>'formName', texts_at(details->'valuesByName', '$.*[*]'), details->>'taskText',
        texts_at(custom, '$.*[*]'))) as words, null
    from activities where deleted_at is null offset 0) d where d.words <> '';

insert into custom_values
  select o.organization_id, o.id, f.key, e.place - 1, o.noun,
    case jsonb_typeof(e.value) when 'string' then left(folded(left(e.value #>> '{}', 200)), 200) end,
    case jsonb_typeof(e.value) when 'number' then e.value::numeric end
  from (
    select organization_id, id, 'lead' as noun, custom from leads where deleted_at is null and custom <> '{}'
    union all select organization_id, id, 'contact', custom from contacts where deleted_at is null and custom <> '{}'
    union all select organization_id, id, 'opportunity', custom from opportunities where deleted_at is null and custom <> '{}'
    union all select organization_id, id, 'case', custom from cases where deleted_at is null and custom <> '{}'
    union all select organization_id, id, 'customActivity', custom from activities where deleted_at is null and custom <> '{}') o
  cross join jsonb_each(o.custom) f
  cross join jsonb_array_elements(case jsonb_typeof(f.value) when 'array' then f.value else jsonb_build_array(f.value) end)
    with ordinality e(value, place);

create index search_documents_words on search_documents using gin (words) with (fastupdate = off);
create index search_documents_names on search_documents using gin (names gin_trgm_ops) with (fastupdate = off)
  where names is not null;
create index custom_values_text on custom_values (organization_id, field_id, text, object_id) where text is not null;
create index custom_values_number on custom_values (organization_id, field_id, number, object_id) where number is not null;

-- Whether, how often and when last something of a kind happened with a lead, of all leads and of each, without a look at
-- the activities themselves; and which leads have an opportunity of such a value.
create index activities_kind on activities (organization_id, kind, at, lead_id) where deleted_at is null;
create index activities_kind_lead on activities (organization_id, kind, lead_id, at) where deleted_at is null;
create index opportunities_value on opportunities (organization_id, value, lead_id) where deleted_at is null;
