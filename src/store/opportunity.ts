import { valueFormatted } from './money.ts'
import type { TableSpec } from './table.ts'

const MONTHS = (t: string) => `case ${t}.value_period when 'monthly' then 12 else 1 end`

/** How opportunities are kept. Amounts are cents; the currency is the organization's. */
export const opportunity: TableSpec = {
  name: 'opportunities',
  counted: true,
  computed: {
    currency: (_t, { ref }) => `${ref('organization')}.currency`,
    valueFormatted: (t, { ref }) => valueFormatted(ref('organization'), `${t}.value`, `${t}.value_period`),
    annualizedValue: (t) => `${t}.value * ${MONTHS(t)}`,
    expectedValue: (t) => `round(${t}.value * ${t}.confidence / 100.0)::bigint`,
    annualizedExpectedValue: (t) => `round(${t}.value * ${MONTHS(t)} * ${t}.confidence / 100.0)::bigint`,
  },
}
