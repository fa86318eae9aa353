import { fileLists, visibility } from './attached.ts'
import { customerNumber } from './customer.ts'
import { customByNumber } from './customValues.ts'
import { integrationLinks } from './integrationLink.ts'
import { asNote } from './lead.ts'
import { primaryOf } from './leadSummary.ts'
import { valueFormatted } from './money.ts'
import { isStalled, stallStatus } from './stalled.ts'
import type { Around, TableSpec } from './table.ts'
import { tasksOf } from './task.ts'

const MONTHS = (t: string) => `case ${t}.value_period when 'monthly' then 12 else 1 end`

/** How opportunities are kept. Amounts are cents; the currency is the organization's, unless it is another. */
export const opportunity: TableSpec = {
  name: 'opportunities',
  counted: true,
  within: ['lead', 'contact'],
  searched: { words: ['name', 'note', 'tags', 'custom'], names: ['name'] },
  computed: {
    ...visibility,
    customerNumber,
    customByNumber,
    currency: (t, { ref }) => `coalesce(${t}.currency_code, ${ref('organization')}.currency)`,
    valueFormatted: (t, { ref }) =>
      valueFormatted(ref('organization'), `${t}.value`, `${t}.value_period`, `${t}.currency_code`),
    annualizedValue: (t) => `${t}.value * ${MONTHS(t)}`,
    expectedValue: (t) => `round(${t}.value * ${t}.confidence / 100.0)::bigint`,
    integrationLinks: integrationLinks('opportunity'),
    isStalled,
    stallStatus,
    commentSummary,
    leadPrimaryPhones,
    wonWeek: (t) => `to_char(${t}.won_on, 'IYYY-"W"IW')`,
    wonMonth: (t) => `to_char(${t}.won_on, 'YYYY-MM')`,
    wonQuarter: (t) => `to_char(${t}.won_on, 'YYYY-"Q"Q')`,
    wonYear: (t) => `to_char(${t}.won_on, 'YYYY')`,
    annualizedExpectedValue: (t) => `round(${t}.value * ${MONTHS(t)} * ${t}.confidence / 100.0)::bigint`,
  },
  lists: {
    tasks: tasksOf('opportunity'),
    notes: {
      on: (c, t) => `${c}.organization_id = ${t}.organization_id and ${c}.opportunity_id = ${t}.id and ${asNote(c)}`,
    },
    ...fileLists,
  },
}

/** SQL for the first phone number of the lead, as a list: that is how it is asked for. */
function leadPrimaryPhones(t: string, around: Around): string {
  const phone = `${primaryOf('phones')('l', around)}`
  return `(select case when ${phone} is null then null else json_build_array(${phone}) end
    from ${around.relations.one('lead', 'opportunity')} l where l.organization_id = ${t}.organization_id and l.id = ${t}.lead_id)`
}

/** SQL for how much is said about the opportunity, and where; null when nothing is. */
function commentSummary(t: string, { relations }: Around): string {
  const threads = relations.many('commentThread', 'opportunity')
  return threads === undefined
    ? 'null::json'
    : `(select json_build_object('thread_id', h.id, 'comment_count', (select count(*) from ${relations.one('comment')} c
          where c.organization_id = h.organization_id and c.thread_id = h.id and c.deleted_at is null and c.removed_at is null))
        from ${threads} h where h.organization_id = ${t}.organization_id and h.opportunity_id = ${t}.id and h.deleted_at is null)`
}
