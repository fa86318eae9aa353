// node scripts/run.mjs scripts/screenshots.ts http://localhost:3000: takes the pictures of the pages that the
// documentation shows, into docs/images. CHROMIUM names the browser where it is not found.
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../test/support/browser.ts'

// They are kept in the repository.
const MAX_BYTES = 200_000

type Picture = { readonly name: string; readonly path: string; readonly dark?: boolean; readonly ready?: string }

const PICTURES: readonly Picture[] = [
  { name: 'first-page', path: '/' },
  { name: 'first-page-dark', path: '/', dark: true },
  { name: 'api-reference', path: '/api/docs#close/tag/leads/POST/api/v1/lead/', ready: 'text=Create a lead' },
]

const folder = fileURLToPath(new URL('../docs/images/', import.meta.url))
const [, , url] = process.argv
if (url === undefined || !URL.canParse(url)) {
  console.error('Give the address of a running Ajar, such as http://localhost:3000.')
  process.exit(1)
}

mkdirSync(folder, { recursive: true })
const browser = await openBrowser()
try {
  for (const picture of PICTURES) await take(browser, picture)
} finally {
  await browser.close()
}

/** Takes one picture; complains when the page asks for something it does not get, and when the file is too large. */
async function take(from: Browser, { name, path, dark, ready }: Picture): Promise<void> {
  const page = await from.newPage({
    viewport: { width: 1200, height: 750 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  })
  page.on('requestfailed', (request) => complain(`${request.url()} failed`))
  page.on('console', (message) => message.type() === 'error' && complain(message.text()))
  await page.goto(new URL(path, url).href, { waitUntil: 'networkidle' })
  if (ready !== undefined) await page.locator(ready).first().waitFor()
  const file = join(folder, `${name}.png`)
  await page.screenshot({ path: file })
  await page.close()
  const { size } = statSync(file)
  if (size > MAX_BYTES) complain(`${file} is larger than ${MAX_BYTES} bytes`)
  console.log(`${file} ${Math.round(size / 1000)} kB`)
}

function complain(about: string): void {
  console.error(about)
  process.exitCode = 1
}
