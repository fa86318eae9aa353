import type { Config } from '../config.ts'
import { migrate } from '../store/database/migrate.ts'
import { rebuildSearchDocuments } from '../store/documents/reindex.ts'
import { openStore } from './openStore.ts'

/** Makes everything anew that searches look into. A server on the same store may run meanwhile. */
export async function reindex(config: Pick<Config, 'data' | 'databaseUrl'>): Promise<void> {
  const store = await openStore(config)
  try {
    await migrate(store.database)
    const began = performance.now()
    await rebuildSearchDocuments(store.database)
    console.log(`What searches look into was made anew in ${((performance.now() - began) / 1000).toFixed(1)} s.`)
  } finally {
    await store.close()
  }
}
