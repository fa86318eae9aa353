import { statfsSync } from 'node:fs'
import { totalmem } from 'node:os'

const MB = 1024 * 1024

/** What PostgreSQL is told on its command line, so that a new version of Ajar changes it without editing a file. */
export function serverSettings(options: { durable: boolean; socketFolder: string; port: number }): string[] {
  const settings = {
    ...reach(options.socketFolder, options.port),
    ...shared,
    ...(options.durable ? durable(usableMemory()) : disposable),
    ...(hasRoomForSharedMemory() ? {} : { dynamic_shared_memory_type: 'sysv' }),
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

// Only over the socket, in a folder that only the server's user (and root) may enter. The quotes keep a comma in the
// path from reading as two folders.
function reach(socketFolder: string, port: number): Record<string, string | number> {
  return {
    listen_addresses: '',
    unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    port,
    max_connections: 100,
  }
}

const shared = {
  autovacuum: 'on',
  // Compiling costs more than it saves on the short queries of a CRM.
  jit: 'off',
  random_page_cost: 1.1,
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  logging_collector: 'off',
  // Nobody subscribes to this server, so the process that would serve them can stay away.
  max_logical_replication_workers: 0,
  log_destination: 'stderr',
}

function durable(memory: number): Record<string, string | number> {
  return {
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    wal_compression: 'pglz', // this build has no lz4
    checkpoint_timeout: '15min',
    max_wal_size: '2GB',
    // Pages are only touched as they are used, but the table of them is there from the start: an idle server takes
    // 68 MB with 2 GB of buffers and 40 MB with 1 GB. The system's own cache holds what does not fit.
    shared_buffers: megabytes(Math.min(memory / 4, 1024 * MB)),
    effective_cache_size: megabytes(memory * 0.6),
    // PostgreSQL would take 16 MB, all of which an idle server touches in time. What is committed is on disk anyway.
    wal_buffers: '4MB',
    // A search for a common phrase has a million places to remember: with too little it has to look at all that lies near.
    work_mem: megabytes(Math.min(memory / 128, 64 * MB)),
    maintenance_work_mem: megabytes(Math.min(memory / 16, 128 * MB)),
  }
}

// For tests and sandboxes: a power cut may cost the whole database.
const disposable = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  checkpoint_timeout: '30min',
  max_wal_size: '256MB',
  shared_buffers: '64MB',
  work_mem: '16MB',
}

// A container may be allowed far less than the machine has.
function usableMemory(): number {
  const allowed = process.constrainedMemory()
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem()
}

function megabytes(bytes: number): string {
  return `${Math.max(16, Math.floor(bytes / MB))}MB`
}

// Docker gives a container 64 MB of /dev/shm, and a parallel query that wants more fails. System V memory has no such
// limit.
function hasRoomForSharedMemory(): boolean {
  if (process.platform !== 'linux') return true
  try {
    const { bsize, blocks } = statfsSync('/dev/shm')
    return bsize * blocks >= 256 * MB
  } catch {
    return false
  }
}
