import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

// No sandbox: in containers, which is where this mostly runs, Chromium cannot make one. It visits our own server only.
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts the Chromium of this machine, the one that CHROMIUM names, or else the one that comes from npm. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? INSTALLED.find((path) => existsSync(path)) ?? (await fromNpm())
  return chromium.launch({ executablePath, args: ARGS })
}

async function fromNpm(): Promise<string> {
  const packed = await import('@sparticuz/chromium')
  return packed.default.executablePath()
}
