import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { nodePackage } from './paths.mjs'

/** The oldest Node that runs TypeScript files and every package we use. */
export const MINIMUM = 24

/** The path of a Node that is recent enough: the one that runs this, or the one in node_modules, or undefined. */
export function findNode() {
  // A new `npm ci` may have deleted the binary that runs this.
  if (isRecent(process.version) && existsSync(process.execPath)) return process.execPath

  const installed = join(nodePackage, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  // Asking is the only proof: on musl, for one, the binary is there and does not start.
  const { stdout } = spawnSync(installed, ['--version'], { encoding: 'utf8' })
  return isRecent(stdout ?? '') ? installed : undefined
}

function isRecent(version) {
  return Number(/^v(\d+)\./.exec(version)?.[1] ?? 0) >= MINIMUM
}
