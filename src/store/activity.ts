import type { ActivityKind } from '../domain/activity.ts'
import { valueFormatted } from './money.ts'
import type { TableSpec } from './table.ts'

/** All activities share a table; what only some kinds have is in `details`. */
export const activity: TableSpec = { name: 'activities' }

/** One kind of activity each. */
export const activityKinds: Record<ActivityKind, TableSpec> = {
  note: { name: 'activities', kind: 'note' },
  call: { name: 'activities', kind: 'call' },
  email: { name: 'activities', kind: 'email' },
  created: { name: 'activities', kind: 'created' },
  leadStatusChange: { name: 'activities', kind: 'leadStatusChange' },
  opportunityStatusChange: {
    name: 'activities',
    kind: 'opportunityStatusChange',
    computed: {
      valueFormatted: (t, { ref }) =>
        valueFormatted(ref('organization'), `(${t}.details->>'value')::bigint`, `${t}.details->>'valuePeriod'`),
    },
  },
}
