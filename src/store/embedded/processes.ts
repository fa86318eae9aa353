import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'

/** Whether the process is the postmaster of this cluster, and not some other process that was given the same id. */
export async function isPostmasterOf(cluster: string, pid: number): Promise<boolean> {
  const words = await commandOf(pid)
  return basename(words[0] ?? '') === 'postgres' && words.some((word) => word === cluster)
}

// A process that has died but was not collected has an empty command line, so it counts as gone.
async function commandOf(pid: number): Promise<string[]> {
  if (process.platform === 'linux') {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    return line.split('\0')
  }
  const listed = await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(() => undefined)
  return splitByFlags(listed?.stdout.trim() ?? '')
}

// `ps` does not say where one argument ends, and a path may hold spaces: `/x/postgres -D /a b/postgres -c k=v -c …`.
function splitByFlags(line: string): string[] {
  return line.split(/ -(?:D|c) /)
}
