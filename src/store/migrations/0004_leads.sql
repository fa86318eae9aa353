-- Links that an organization shows at its leads, contacts or opportunities, to what other programs know of them. The
-- address is a template: {{ lead.name }} in it stands for a value.
create table integration_links (
  organization_id text collate "C" not null references organizations (id),
  id text collate "C" not null,
  object_type text not null check (object_type in ('lead', 'contact', 'opportunity')),
  name text not null,
  url text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by_id text collate "C",
  updated_by_id text collate "C",
  primary key (organization_id, id)
);

-- A text as a part of an address: what is not a letter, a digit or one of -._~ is written as %XX, byte by byte.
create function percent_encoded(value text) returns text language sql immutable parallel safe as $$
  select string_agg(case when octet_length(c) = 1 and c ~ '[A-Za-z0-9._~-]' then c
    else regexp_replace(upper(encode(convert_to(c, 'UTF8'), 'hex')), '(..)', '%\1', 'g') end, '' order by place)
  from regexp_split_to_table(value, '') with ordinality s(c, place)
$$;

-- A template with values in the place of its variables: {{ lead.name }} is $.lead.name, {{ lead.custom.A B }} is
-- $.lead.custom."A B". Of a list all items are shown, of nothing nothing.
create function filled_template(template text, variables jsonb) returns text language sql immutable parallel safe as $$
  select string_agg(l.part || coalesce(percent_encoded(
      case jsonb_typeof(v.value)
        when 'array' then (select string_agg(e, ', ') from jsonb_array_elements_text(v.value) e)
        else v.value #>> '{}' end), ''), '' order by l.place)
  from regexp_split_to_table(template, '\{\{[^{}]*\}\}') with ordinality l(part, place)
  left join regexp_matches(template, '\{\{([^{}]*)\}\}', 'g') with ordinality m(found, place) on m.place = l.place
  left join lateral (
    select variables #> array_remove(regexp_match(btrim(m.found[1]), '^(\w+)\.(?:(custom)\.)?(.*)$'), null) as value) v on true
$$;

-- What templates may name of a lead, contact or opportunity; `object` is its row. A function, because a statement that
-- says all this for each object takes a fifth longer to start, also where there are no links.
create function link_values(object jsonb, display_name text) returns jsonb language sql stable parallel safe as $$
  select coalesce(own.fields, '{}') || jsonb_build_object(
    'display_name', display_name,
    'email', coalesce(object->'emails', object->'details'->'emails')->0->'email',
    'phone', coalesce(object->'phones', object->'details'->'phones')->0->'phone',
    'url', coalesce(object->'url', object->'urls'->0->'url'),
    'date_won', object->'won_on',
    'status_label', (
      select s.label from lead_statuses s
      where s.organization_id = object->>'organization_id' and s.id = object->>'status_id'
      union all
      select s.label from opportunity_statuses s
      where s.organization_id = object->>'organization_id' and s.id = object->>'status_id'),
    'custom', coalesce((
      select jsonb_object_agg(f.name, v.value)
      from jsonb_each(object->'custom') v
      join custom_fields f on f.organization_id = object->>'organization_id' and f.id = v.key), '{}') || (object->'custom'))
  from (
    select jsonb_object_agg(e.key, e.value) from jsonb_each(object) e
    where e.key in ('id', 'name', 'description', 'status_id', 'first_name', 'last_name', 'title', 'note', 'value',
      'value_period', 'confidence')) own(fields)
$$;

-- Where the clocks are in a country, or in one of its states where it has several time zones; null when that cannot be
-- said. Of countries with a few far islands, where most people are.
create function timezone_of(country text, state text) returns text language sql immutable parallel safe as $$
  select coalesce(zones.by_place ->> (upper(country) || '-' || upper(btrim(state))), zones.by_place ->> upper(country))
  from (select '{
    "AD":"Europe/Andorra","AE":"Asia/Dubai","AF":"Asia/Kabul","AG":"America/Antigua","AI":"America/Anguilla",
    "AL":"Europe/Tirane","AM":"Asia/Yerevan","AO":"Africa/Luanda","AR":"America/Argentina/Buenos_Aires",
    "AS":"Pacific/Pago_Pago","AT":"Europe/Vienna","AU-ACT":"Australia/Sydney","AU-NSW":"Australia/Sydney",
    "AU-NT":"Australia/Darwin","AU-QLD":"Australia/Brisbane","AU-SA":"Australia/Adelaide","AU-TAS":"Australia/Hobart",
    "AU-VIC":"Australia/Melbourne","AU-WA":"Australia/Perth","AW":"America/Aruba","AX":"Europe/Mariehamn",
    "AZ":"Asia/Baku","BA":"Europe/Sarajevo","BB":"America/Barbados","BD":"Asia/Dhaka","BE":"Europe/Brussels",
    "BF":"Africa/Ouagadougou","BG":"Europe/Sofia","BH":"Asia/Bahrain","BI":"Africa/Bujumbura",
    "BJ":"Africa/Porto-Novo","BL":"America/St_Barthelemy","BM":"Atlantic/Bermuda","BN":"Asia/Brunei",
    "BO":"America/La_Paz","BQ":"America/Kralendijk","BS":"America/Nassau","BT":"Asia/Thimphu","BW":"Africa/Gaborone",
    "BY":"Europe/Minsk","BZ":"America/Belize","CA-AB":"America/Edmonton","CA-BC":"America/Vancouver",
    "CA-MB":"America/Winnipeg","CA-NB":"America/Halifax","CA-NL":"America/St_Johns","CA-NS":"America/Halifax",
    "CA-NT":"America/Edmonton","CA-ON":"America/Toronto","CA-PE":"America/Halifax","CA-QC":"America/Toronto",
    "CA-SK":"America/Regina","CA-YT":"America/Whitehorse","CC":"Indian/Cocos","CF":"Africa/Bangui",
    "CG":"Africa/Brazzaville","CH":"Europe/Zurich","CI":"Africa/Abidjan","CK":"Pacific/Rarotonga",
    "CL":"America/Santiago","CM":"Africa/Douala","CN":"Asia/Shanghai","CO":"America/Bogota","CR":"America/Costa_Rica",
    "CU":"America/Havana","CV":"Atlantic/Cape_Verde","CW":"America/Curacao","CX":"Indian/Christmas",
    "CY":"Asia/Nicosia","CZ":"Europe/Prague","DE":"Europe/Berlin","DJ":"Africa/Djibouti","DK":"Europe/Copenhagen",
    "DM":"America/Dominica","DO":"America/Santo_Domingo","DZ":"Africa/Algiers","EC":"America/Guayaquil",
    "EE":"Europe/Tallinn","EG":"Africa/Cairo","EH":"Africa/El_Aaiun","ER":"Africa/Asmara","ES":"Europe/Madrid",
    "ET":"Africa/Addis_Ababa","FI":"Europe/Helsinki","FJ":"Pacific/Fiji","FK":"Atlantic/Stanley",
    "FO":"Atlantic/Faroe","FR":"Europe/Paris","GA":"Africa/Libreville","GB":"Europe/London","GD":"America/Grenada",
    "GE":"Asia/Tbilisi","GF":"America/Cayenne","GG":"Europe/Guernsey","GH":"Africa/Accra","GI":"Europe/Gibraltar",
    "GM":"Africa/Banjul","GN":"Africa/Conakry","GP":"America/Guadeloupe","GQ":"Africa/Malabo","GR":"Europe/Athens",
    "GS":"Atlantic/South_Georgia","GT":"America/Guatemala","GU":"Pacific/Guam","GW":"Africa/Bissau",
    "GY":"America/Guyana","HK":"Asia/Hong_Kong","HN":"America/Tegucigalpa","HR":"Europe/Zagreb",
    "HT":"America/Port-au-Prince","HU":"Europe/Budapest","IE":"Europe/Dublin","IL":"Asia/Jerusalem",
    "IM":"Europe/Isle_of_Man","IN":"Asia/Kolkata","IO":"Indian/Chagos","IQ":"Asia/Baghdad","IR":"Asia/Tehran",
    "IS":"Atlantic/Reykjavik","IT":"Europe/Rome","JE":"Europe/Jersey","JM":"America/Jamaica","JO":"Asia/Amman",
    "JP":"Asia/Tokyo","KE":"Africa/Nairobi","KG":"Asia/Bishkek","KH":"Asia/Phnom_Penh","KM":"Indian/Comoro",
    "KN":"America/St_Kitts","KP":"Asia/Pyongyang","KR":"Asia/Seoul","KW":"Asia/Kuwait","KY":"America/Cayman",
    "LA":"Asia/Vientiane","LB":"Asia/Beirut","LC":"America/St_Lucia","LI":"Europe/Vaduz","LK":"Asia/Colombo",
    "LR":"Africa/Monrovia","LS":"Africa/Maseru","LT":"Europe/Vilnius","LU":"Europe/Luxembourg","LV":"Europe/Riga",
    "LY":"Africa/Tripoli","MA":"Africa/Casablanca","MC":"Europe/Monaco","MD":"Europe/Chisinau",
    "ME":"Europe/Podgorica","MF":"America/Marigot","MG":"Indian/Antananarivo","MK":"Europe/Skopje",
    "ML":"Africa/Bamako","MM":"Asia/Yangon","MO":"Asia/Macau","MP":"Pacific/Saipan","MQ":"America/Martinique",
    "MR":"Africa/Nouakchott","MS":"America/Montserrat","MT":"Europe/Malta","MU":"Indian/Mauritius",
    "MV":"Indian/Maldives","MW":"Africa/Blantyre","MY":"Asia/Kuala_Lumpur","MZ":"Africa/Maputo",
    "NA":"Africa/Windhoek","NC":"Pacific/Noumea","NE":"Africa/Niamey","NF":"Pacific/Norfolk","NG":"Africa/Lagos",
    "NI":"America/Managua","NL":"Europe/Amsterdam","NO":"Europe/Oslo","NP":"Asia/Kathmandu","NR":"Pacific/Nauru",
    "NU":"Pacific/Niue","NZ":"Pacific/Auckland","OM":"Asia/Muscat","PA":"America/Panama","PE":"America/Lima",
    "PH":"Asia/Manila","PK":"Asia/Karachi","PL":"Europe/Warsaw","PM":"America/Miquelon","PN":"Pacific/Pitcairn",
    "PR":"America/Puerto_Rico","PT":"Europe/Lisbon","PW":"Pacific/Palau","PY":"America/Asuncion",
    "PZ":"America/Panama","QA":"Asia/Qatar","RE":"Indian/Reunion","RO":"Europe/Bucharest","RS":"Europe/Belgrade",
    "RW":"Africa/Kigali","SA":"Asia/Riyadh","SB":"Pacific/Guadalcanal","SC":"Indian/Mahe","SD":"Africa/Khartoum",
    "SE":"Europe/Stockholm","SG":"Asia/Singapore","SH":"Atlantic/St_Helena","SI":"Europe/Ljubljana",
    "SJ":"Arctic/Longyearbyen","SK":"Europe/Bratislava","SL":"Africa/Freetown","SM":"Europe/San_Marino",
    "SN":"Africa/Dakar","SO":"Africa/Mogadishu","SR":"America/Paramaribo","SS":"Africa/Juba","ST":"Africa/Sao_Tome",
    "SV":"America/El_Salvador","SX":"America/Lower_Princes","SY":"Asia/Damascus","SZ":"Africa/Mbabane",
    "TC":"America/Grand_Turk","TD":"Africa/Ndjamena","TF":"Indian/Kerguelen","TG":"Africa/Lome","TH":"Asia/Bangkok",
    "TJ":"Asia/Dushanbe","TK":"Pacific/Fakaofo","TL":"Asia/Dili","TM":"Asia/Ashgabat","TN":"Africa/Tunis",
    "TO":"Pacific/Tongatapu","TR":"Europe/Istanbul","TT":"America/Port_of_Spain","TV":"Pacific/Funafuti",
    "TW":"Asia/Taipei","TZ":"Africa/Dar_es_Salaam","UA":"Europe/Kiev","UG":"Africa/Kampala","UK":"Europe/London",
    "US-AK":"America/Anchorage","US-AL":"America/Chicago","US-AR":"America/Chicago","US-AZ":"America/Phoenix",
    "US-CA":"America/Los_Angeles","US-CO":"America/Denver","US-CT":"America/New_York","US-DC":"America/New_York",
    "US-DE":"America/New_York","US-FL":"America/New_York","US-GA":"America/New_York","US-HI":"Pacific/Honolulu",
    "US-IA":"America/Chicago","US-ID":"America/Denver","US-IL":"America/Chicago","US-IN":"America/New_York",
    "US-KS":"America/Chicago","US-KY":"America/New_York","US-LA":"America/Chicago","US-MA":"America/New_York",
    "US-MD":"America/New_York","US-ME":"America/New_York","US-MI":"America/New_York","US-MN":"America/Chicago",
    "US-MO":"America/Chicago","US-MS":"America/Chicago","US-MT":"America/Denver","US-NC":"America/New_York",
    "US-ND":"America/Chicago","US-NE":"America/Chicago","US-NH":"America/New_York","US-NJ":"America/New_York",
    "US-NM":"America/Denver","US-NV":"America/Los_Angeles","US-NY":"America/New_York","US-OH":"America/New_York",
    "US-OK":"America/Chicago","US-OR":"America/Los_Angeles","US-PA":"America/New_York","US-RI":"America/New_York",
    "US-SC":"America/New_York","US-SD":"America/Chicago","US-TN":"America/Chicago","US-TX":"America/Chicago",
    "US-UT":"America/Denver","US-VA":"America/New_York","US-VT":"America/New_York","US-WA":"America/Los_Angeles",
    "US-WI":"America/Chicago","US-WV":"America/New_York","US-WY":"America/Denver","UY":"America/Montevideo",
    "UZ":"Asia/Tashkent","VA":"Europe/Vatican","VC":"America/St_Vincent","VD":"Asia/Ho_Chi_Minh",
    "VE":"America/Caracas","VG":"America/Tortola","VI":"America/St_Thomas","VN":"Asia/Ho_Chi_Minh",
    "VU":"Pacific/Efate","WF":"Pacific/Wallis","WS":"Pacific/Apia","XK":"Europe/Belgrade","YE":"Asia/Aden",
    "YT":"Indian/Mayotte","ZA":"Africa/Johannesburg","ZM":"Africa/Lusaka","ZW":"Africa/Harare"
  }'::jsonb) zones(by_place)
$$;

-- What a clock in a time zone shows now, with its distance from UTC.
create function local_time(timezone text) returns text language sql stable parallel safe as $$
  select to_char(l.at, 'YYYY-MM-DD"T"HH24:MI:SS')
    || case when l.at < u.at then '-' else '+' end
    || to_char(greatest(l.at, u.at) - least(l.at, u.at), 'HH24:MI')
  from (select now() at time zone timezone) l(at), (select now() at time zone 'UTC') u(at)
$$;

-- Opportunities can have attachments.
update opportunities set details = details || '{"attachments": []}';
