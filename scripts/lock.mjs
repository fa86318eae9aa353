import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const HEARTBEAT_MS = 1_000
// Long enough for a busy machine to miss some beats, short enough to wait for after a killed installation.
const STALE_MS = 15_000

/**
 * Runs `work` while no other process that asks for the same file does. The holder touches the file every second, and a
 * file that nobody touches belongs to a process that was killed: unlike a process id, that is true across containers.
 */
export async function withLock(file, work) {
  await take(file)
  const heartbeat = setInterval(() => touch(file), HEARTBEAT_MS)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    rmSync(file, { force: true })
  }
}

async function take(file) {
  for (let waiting = false; ; waiting = true) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (age(file) > STALE_MS) rmSync(file, { force: true })
    else {
      if (!waiting) console.error('Another process is installing the packages: waiting for it…')
      await sleep(HEARTBEAT_MS / 4)
    }
  }
}

function touch(file) {
  const now = new Date()
  try {
    utimesSync(file, now, now)
  } catch {
    // Somebody deleted the file. Nothing is lost: it only keeps others waiting.
  }
}

function age(file) {
  return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
}
