import type { Binaries } from './binaries.ts'
import type { ServerUser } from './user.ts'

/** One data folder, and what is needed to run its server. */
export type Place = {
  folder: string
  /** PostgreSQL's own folder in it. */
  cluster: string
  binaries: Binaries
  user: ServerUser
  durable: boolean
  /** How long to wait for the processes of a killed server to let go of its memory, in milliseconds. */
  patience: number
  log: (line: string) => void
}
