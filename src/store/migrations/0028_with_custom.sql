-- The custom values at the end of an object. A text is cut character by character, which of a whole lead took longer than all the
-- rest of this; its bytes are cut at once.

create or replace function with_custom(object json, custom jsonb, prefix text, only_ids text[] default null) returns json
language plpgsql immutable parallel safe as $$
declare
  extra text;
  bytes bytea;
begin
  if custom = '{}' then
    return object;
  end if;
  select string_agg('"' || prefix || v.key || '":' || v.value, ',') into extra
  from jsonb_each(custom) v where only_ids is null or v.key = any (only_ids);
  if extra is null then
    return object;
  end if;
  bytes := convert_to(object::text, 'UTF8');
  return convert_from(substr(bytes, 1, length(bytes) - 1), 'UTF8') || case length(bytes) when 2 then '' else ',' end || extra || '}';
end $$;
