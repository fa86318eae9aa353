import type { Vocabulary } from '../../search/vocabulary.ts'
import type { Context } from '../context.ts'

/** What the organization has its own words for. It is kept in memory, so asking costs nothing most of the time. */
export async function vocabulary({ store }: Context, options?: { fresh: boolean }): Promise<Vocabulary> {
  const [settings, people] = await Promise.all([store.settings(options), store.people(options)])
  const { customFields, leadStatuses, opportunityStatuses, pipelines } = settings
  return { customFields, leadStatuses, opportunityStatuses, pipelines, ...people }
}
