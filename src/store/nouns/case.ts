import { fileLists, visibility } from './attached.ts'
import { customerNumber } from './customer.ts'
import { customByNumber } from './customValues.ts'
import { asNote } from './lead.ts'
import type { TableSpec } from './table.ts'
import { tasksOf } from './task.ts'

/** How cases are kept. */
export const case_: TableSpec = {
  name: 'cases',
  within: ['lead', 'contact'],
  searched: { words: ['name', 'description', 'tags', 'custom'], names: ['name'] },
  computed: { ...visibility, customerNumber, customByNumber },
  lists: {
    tasks: tasksOf('case'),
    notes: {
      on: (c, t) => `${c}.organization_id = ${t}.organization_id and ${c}.case_id = ${t}.id and ${asNote(c)}`,
    },
    ...fileLists,
  },
}
