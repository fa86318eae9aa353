import type { Connection } from '../../src/store/database/database.ts'

export type Cluster = Connection
export const TEMPLATE = 'ajar_test_template'

/** The same server, another database. */
export function urlOf(cluster: Cluster, database: string): Connection {
  if (!('url' in cluster)) return { ...cluster, database }
  const url = new URL(cluster.url)
  url.pathname = `/${database}`
  return { url: url.href }
}
