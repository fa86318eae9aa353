import type { Plot } from './searchData.ts'

/** Leads that have thousands of activities and a hundred contacts. */
export const HUGE_LEADS = 20
const HUGE_ACTIVITIES = 5000
const HUGE_CONTACTS = 100

/** One lead of so many says each of these, as its name, its industry or in a note: what hardly anybody has. */
export const RARE = { of: 20_011, name: 'Zugzwang', industry: 'Falconry', note: 'the heron at the gate' } as const

/** From so long ago until now. */
const SPAN = "interval '3 years'"
const WORDS = 16_384
const MADE = 'created_at, updated_at, created_by_id, updated_by_id'

/** The statements that make the leads from the first to the last of a batch, and all that they have. */
export function rowsOf(plot: Plot, first: number, last: number): string[] {
  const leads = `generate_series(${first}::bigint, ${last}::bigint) i`
  return [
    leadsSql(plot, leads),
    contactsSql(plot, leads),
    opportunitiesSql(plot, leads),
    activitiesSql(plot, leads),
    tasksSql(plot, leads),
  ]
}

/** The id of the n-th lead. */
export const leadId = (n: number) => `lead_${String(n).padStart(43, '0')}`

const idOf = (prefix: string, n: string) => `'${prefix}_' || lpad((${n})::text, 43, '0')`

/** A number that is always the same for the n-th of something, and says nothing about the next: below 2 to the power of 20. */
const chance = (n: string, salt: number) => `(hashint8extended((${n})::bigint, ${salt}) & 1048575)`
/** The same from 0 until just before 1. */
const share = (n: string, salt: number) => `(${chance(n, salt)} / 1048576.0::float8)`
/** Joins the words that the n-th of something has. */
const withWords = (n: string, aliases: readonly string[]) =>
  aliases.map((alias, i) => `join words ${alias} on ${alias}.n = (${chance(n, 50 + i)} & ${WORDS - 1})::int`).join(' ')

/** One of a list: the first half of the time, the second a quarter, and so on. */
const halving = (list: readonly string[], n: string, salt: number) =>
  `(array[${list.map((one) => `'${one}'`).join(', ')}])[least(${list.length}, 1 + floor(-ln(1 - ${share(n, salt)}) / ln(2)))::int]`
const asArray = (list: readonly string[]) => `array[${list.map((one) => `'${one}'`).join(', ')}]`
const evenly = (list: readonly string[], n: string, salt: number) =>
  `(${asArray(list)})[1 + ${chance(n, salt)} % ${list.length}]`

// Later leads are made as the days go by; what happens with them happens between then and now.
const madeAt = (plot: Plot) => `(now() - ${SPAN} + i * (${SPAN} / ${plot.leads}))`
const between = (plot: Plot, n: string, salt: number) =>
  `(${madeAt(plot)} + (now() - ${madeAt(plot)}) * ${share(n, salt)})`
const stamps = (plot: Plot, at: string, updated = at) =>
  `${at}, ${updated}, ${halving(plot.users, 'i', 3)}, ${halving(plot.users, 'i', 4)}`
const plain = (text: string) => `regexp_replace(lower(${text}), '[^a-z0-9]', '', 'g')`
const rarely = (n: string, value: string, otherwise: string) =>
  `case when ${n} % ${RARE.of} = 7 then ${value} else ${otherwise} end`

function leadsSql(plot: Plot, leads: string): string {
  const { fields } = plot
  const company = `l.last || ' ' || n.noun || ' ' || s.suffix`
  return `insert into leads (organization_id, id, is_company, name, description, url, status_id, source, addresses, custom, tags, ${MADE})
    select '${plot.organizationId}', ${idOf('lead', 'i')}, true,
      ${rarely('i', `'${RARE.name} ' || n.noun`, company)},
      case when ${share('i', 10)} < 0.4 then t.sentence end,
      'https://' || ${plain('l.last || n.noun')} || i || '.' || d.domain,
      ${halving(plot.leadStatuses, 'i', 11)}, 'import',
      case when ${share('i', 12)} < 0.8 then jsonb_build_array(jsonb_build_object('label', 'business',
        'address_1', (1 + ${chance('i', 13)} % 900) || ' ' || a.street, 'address_2', null, 'city', c.city, 'state', st.state,
        'zipcode', lpad((${chance('i', 14)} % 100000)::text, 5, '0'), 'country', 'US')) else '[]' end,
      jsonb_strip_nulls(jsonb_build_object(
        '${fields.industry}', ${rarely('i', `'${RARE.industry}'`, `case when ${share('i', 15)} < 0.9 then x.industry end`)},
        '${fields.seats}', case when ${share('i', 16)} < 0.8 then round(exp(${share('i', 17)} * 8)) end,
        '${fields.renewal}', case when ${share('i', 18)} < 0.6 then (now() + ${share('i', 19)} * interval '2 years')::date end,
        '${fields.source}', case when ${share('i', 20)} < 0.7 then o.source end)),
      case when ${share('i', 21)} < 0.02 then '["vip"]'::jsonb when ${share('i', 21)} < 0.1 then '["newsletter"]' else '[]' end,
      ${stamps(plot, madeAt(plot), between(plot, 'i', 22))}
    from ${leads} ${withWords('i', ['l', 'n', 's', 't', 'd', 'a', 'c', 'st', 'x', 'o'])}`
}

function contactsSql(plot: Plot, leads: string): string {
  const n = '(i * 128 + j)'
  const phone = `(200 + ${chance(n, 30)} % 800)::text || lpad((${chance(n, 31)} * 7919 % 10000000)::text, 7, '0')`
  return `insert into contacts (organization_id, id, lead_id, name, first_name, last_name, title, emails, phones, urls, custom, ${MADE})
    select '${plot.organizationId}', ${idOf('cont', n)}, ${idOf('lead', 'i')}, f.first || ' ' || l.last, f.first, l.last,
      case when ${share(n, 32)} < 0.7 then t.title end,
      jsonb_build_array(jsonb_build_object('type', 'office', 'is_unsubscribed', false,
        'email', ${plain('f.first')} || '.' || ${plain('l.last')} || '@' || ${plain('m.noun')} || i || '.' || d.domain)),
      case when ${share(n, 33)} < 0.8 then jsonb_build_array(jsonb_build_object('type', 'office', 'phone', '+1' || p.phone,
        'country', 'US', 'phone_formatted', '+1 ' || substr(p.phone, 1, 3) || '-' || substr(p.phone, 4, 3) || '-' || substr(p.phone, 7)))
        else '[]' end,
      '[]',
      case when ${share(n, 34)} < 0.5 then jsonb_build_object('${plot.fields.role}', ${evenly(['Decides', 'Uses', 'Pays'], n, 35)}) else '{}' end,
      ${stamps(plot, madeAt(plot))}
    from ${leads}
      cross join lateral generate_series(1, case when i < ${HUGE_LEADS} then ${HUGE_CONTACTS} else 1 + ${chance('i', 36)} % 2 end) j
      ${withWords(n, ['f', 'l', 't', 'd'])} join words m on m.n = (${chance('i', 51)} & ${WORDS - 1})::int
      cross join lateral (select ${phone}) p(phone)`
}

function opportunitiesSql(plot: Plot, leads: string): string {
  const n = '(i * 4 + j)'
  return `insert into opportunities (organization_id, id, lead_id, user_id, status_id, value, value_period, confidence, name, note, won_on, custom, ${MADE})
    select '${plot.organizationId}', ${idOf('oppo', n)}, ${idOf('lead', 'i')}, ${halving(plot.users, n, 40)},
      ${halving(plot.stages, n, 41)}, round(exp(${share(n, 42)} * 9) * 10)::bigint * 100,
      ${evenly(['one_time', 'one_time', 'monthly', 'annual'], n, 43)}, ${chance(n, 44)} % 101, p.product,
      case when ${share(n, 45)} < 0.5 then t.sentence end, (${between(plot, n, 46)} + interval '60 days')::date,
      jsonb_build_object('${plot.fields.product}', p.product), ${stamps(plot, between(plot, n, 47))}
    from ${leads}
      cross join lateral generate_series(1, case when ${share('i', 48)} < 0.35 then 0 when ${share('i', 48)} < 0.75 then 1
        when ${share('i', 48)} < 0.9 then 2 else 3 end) j
      ${withWords(n, ['p', 't'])}`
}

const KINDS = `case when j = 0 then 'created' when r.kind < 0.33 then 'note' when r.kind < 0.63 then 'call'
  when r.kind < 0.89 then 'email' when r.kind < 0.94 then 'sms' when r.kind < 0.98 then 'meeting' else 'leadStatusChange' end`

function activitiesSql(plot: Plot, leads: string): string {
  const n = '(i * 8192 + j)'
  const html = `jsonb_build_object('html', '<body><p>' || k.text || '</p></body>', 'title', null, 'pinned', false, 'pinnedAt', null, 'attachments', '[]'::jsonb)`
  const direction = (out: string, back: string) => `case when ${share(n, 60)} < 0.7 then '${out}' else '${back}' end`
  const phone = `'+1' || (2000000000 + ${chance(n, 61)} * 7000)`
  return `insert into activities (organization_id, id, kind, lead_id, user_id, at, text, details, ${MADE})
    select '${plot.organizationId}', ${idOf('acti', n)}, k.kind, ${idOf('lead', 'i')}, ${halving(plot.users, n, 62)}, k.at, k.text,
      case k.kind
        when 'note' then ${html}
        when 'call' then '{"html":null,"disposition":null,"localPhone":null,"localPhoneFormatted":null,"localPhoneCountry":"","recordingUrl":null,"voicemailUrl":null,"voicemailDuration":0,"source":"External","method":"external","cost":null}'::jsonb
          || jsonb_build_object('direction', ${direction('outbound', 'inbound')}, 'status', ${evenly(['completed', 'completed', 'completed', 'no-answer'], n, 63)},
            'duration', ${chance(n, 64)} % 900, 'phone', ${phone}, 'phoneFormatted', ${phone}, 'phoneCountry', 'US')
        when 'email' then '{"html":null,"cc":[],"bcc":[],"envelope":null,"quotedText":[],"quotedHtml":[],"attachments":[],"messageIds":[],"references":[],"opens":[]}'::jsonb
          || jsonb_build_object('direction', ${direction('outgoing', 'incoming')}, 'status', ${direction('sent', 'inbox')}, 'subject', p.product,
            'sender', 'someone' || ${chance(n, 65)} || '@ajar.example', 'to', jsonb_build_array('p' || i || '@lead' || i || '.example'), 'preview', coalesce(left(k.text, 60), ''), 'sentAt', k.at)
        when 'sms' then jsonb_build_object('direction', ${direction('outbound', 'inbound')}, 'status', ${direction('sent', 'inbox')}, 'phone', ${phone})
        when 'meeting' then jsonb_build_object('title', p.product, 'startsAt', k.at, 'endsAt', k.at + interval '1 hour', 'isCanceled', false)
        when 'created' then '{"source":"import","importId":null}'
        else jsonb_build_object('oldStatusId', '${plot.leadStatuses[0]}', 'oldStatusLabel', 'Potential', 'newStatusId', '${plot.leadStatuses[1]}', 'newStatusLabel', 'Contacted') end,
      ${stamps(plot, 'k.at')}
    from ${leads}
      cross join lateral generate_series(0, case when i < ${HUGE_LEADS} then ${HUGE_ACTIVITIES}
        else least(60, floor(-ln(1 - ${share('i', 66)}) * 4.5))::int end) j
      cross join lateral (select ${share(n, 67)}) r(kind)
      ${withWords(n, ['t', 'p'])}
      cross join lateral (select ${KINDS}, case when j = 0 then ${madeAt(plot)} else ${between(plot, n, 68)} end,
        case when j > 0 and r.kind < 0.94 and ${share(n, 69)} < 0.9 then t.sentence || ${rarely(n, `' Asked for ${RARE.note}.'`, "''")} end) k(kind, at, text)`
}

function tasksSql(plot: Plot, leads: string): string {
  const done = `${share('i', 81)} < 0.4`
  return `insert into tasks (organization_id, id, kind, lead_id, assignee_id, text, due_on, is_complete, completed_at, details, ${MADE})
    select '${plot.organizationId}', ${idOf('task', 'i')}, 'lead', ${idOf('lead', 'i')}, ${halving(plot.users, 'i', 82)}, t.sentence,
      (now() + (${share('i', 83)} - 0.7) * interval '1 year')::date, ${done}, case when ${done} then now() end, '{}', ${stamps(plot, between(plot, 'i', 84))}
    from ${leads} ${withWords('i', ['t'])} where ${share('i', 80)} < 0.5`
}
