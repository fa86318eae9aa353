import { audited, noun, type RecordOf } from './noun.ts'

/** Users who are named together, for instance as those who may see something. */
export const group = noun({
  stored: { ...audited, name: 'text', memberIds: 'texts' },
  computed: { number: 'integer' },
  lists: { members: 'membership' },
})
export type Group = RecordOf<typeof group>
