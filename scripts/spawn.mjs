import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { constants } from 'node:os'

/** Runs a command in this terminal until it ends, passing signals on to it, and returns its exit code. */
export async function run(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'inherit', ...options })
  const stopForwarding = forwardSignals(child)
  try {
    return await exitCode(child)
  } finally {
    stopForwarding()
  }
}

/** Waits for a child process and returns its exit code, as a shell would count it when a signal ended it. */
export function exitCode(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  })
}

// A child that is told twice may take the second for impatience and stop half way, so each signal is passed on once.
// Ctrl-C and a closed terminal reach the whole process group, the child included: those are only waited out.
function forwardSignals(child) {
  const fromTerminal = hasTerminal() ? ['SIGINT', 'SIGHUP'] : []
  const seen = new Set(fromTerminal)
  const forward = (signal) => {
    if (seen.has(signal)) return
    seen.add(signal)
    child.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, forward)
  return () => signals.forEach((signal) => process.off(signal, forward))
}

function hasTerminal() {
  try {
    closeSync(openSync('/dev/tty', 'r'))
    return true
  } catch {
    return process.platform === 'win32'
  }
}
