import { fileLists, visibility } from './attached.ts'
import { customerNumber } from './customer.ts'
import { customByNumber } from './customValues.ts'
import { asNote } from './lead.ts'
import { valueFormatted } from './money.ts'
import type { TableSpec } from './table.ts'

const MONTHS = (t: string) => `case ${t}.value_period when 'monthly' then 12 else 1 end`

/** How opportunities are kept. Amounts are cents; the currency is the organization's, unless it is another. */
export const opportunity: TableSpec = {
  name: 'opportunities',
  counted: true,
  within: ['lead', 'contact'],
  computed: {
    ...visibility,
    customerNumber,
    customByNumber,
    currency: (t, { ref }) => `coalesce(${t}.currency_code, ${ref('organization')}.currency)`,
    valueFormatted: (t, { ref }) =>
      valueFormatted(ref('organization'), `${t}.value`, `${t}.value_period`, `${t}.currency_code`),
    annualizedValue: (t) => `${t}.value * ${MONTHS(t)}`,
    expectedValue: (t) => `round(${t}.value * ${t}.confidence / 100.0)::bigint`,
    annualizedExpectedValue: (t) => `round(${t}.value * ${MONTHS(t)} * ${t}.confidence / 100.0)::bigint`,
  },
  lists: {
    notes: {
      on: (c, t) => `${c}.organization_id = ${t}.organization_id and ${c}.opportunity_id = ${t}.id and ${asNote(c)}`,
    },
    ...fileLists,
  },
}
