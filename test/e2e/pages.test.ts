import axe, { type AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useApi } from '../support/api.ts'
import { openBrowser } from '../support/browser.ts'

const { app, client } = useApi()
let browser: Browser
let url: string

beforeAll(async () => {
  url = await app().listen({ port: 0, host: '127.0.0.1' })
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

test('the first page says how to make a first lead, and the line works when it is copied', async () => {
  const { page, complaints } = await visit('/')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url })
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('The door is open')
  await page.getByRole('button', { name: 'Copy' }).click()
  const copied = await page.evaluate<string>('navigator.clipboard.readText()')
  expect(copied).toContain(`${url}/api/v1/lead/`)

  const { apiKey } = await client()
  const [, address = '', data = '{}'] = /curl (\S+).*-d '(.*)'/s.exec(copied) ?? []
  const reply = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}` },
    body: data,
  })
  expect(await reply.json()).toMatchObject({ name: 'Harbor Bakery' })
  expect(complaints).toEqual([])
})

test('the reference is one click away and lists the resources', async () => {
  const { page, complaints } = await visit('/')
  await page.getByRole('link', { name: 'API reference' }).first().click()
  await page.waitForURL('**/api/docs*')
  await page.getByText('Opportunities').first().waitFor()
  expect(complaints).toEqual([])
})

test.each([
  ['desktop', DESKTOP],
  ['phone', PHONE],
] as const)('the reference shows each API, and what is ours of it is accessible: %s', async (_name, viewport) => {
  for (const [slug, title] of [
    ['close', 'Ajar: Close API'],
    ['clevertim', 'Ajar: Clevertim API'],
  ] as const) {
    const { page, complaints } = await visit(`/api/docs?api=${slug}`, { viewport })
    await page.getByRole('heading', { name: title }).waitFor()
    const width = await page.evaluate<number>('document.documentElement.scrollWidth')
    expect(width).toBeLessThanOrEqual(viewport.width)
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate<AxeResults>("axe.run({ exclude: '#reference' })")
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
    expect(complaints).toEqual([])
    await page.close()
  }
})

test('one API leads to the other', async () => {
  const { page, complaints } = await visit('/api/docs')
  await page.getByRole('button', { name: 'Close API' }).click()
  await page.getByText('Clevertim API', { exact: true }).last().click()
  await page.getByRole('heading', { name: 'Ajar: Clevertim API' }).waitFor()
  expect(complaints).toEqual([])
})

test.each([
  ['desktop, light', DESKTOP, 'light'],
  ['desktop, dark', DESKTOP, 'dark'],
  ['phone, light', PHONE, 'light'],
  ['phone, dark', PHONE, 'dark'],
] as const)('the first page is accessible and fits: %s', async (_name, viewport, colorScheme) => {
  const { page, complaints } = await visit('/', { viewport, colorScheme })
  const width = await page.evaluate<number>('document.documentElement.scrollWidth')
  expect(width).toBeLessThanOrEqual(viewport.width)
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>('axe.run()')
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
  expect(complaints).toEqual([])
})

/** Opens a page; `complaints` are its console errors and every request that failed or left this server. */
async function visit(path: string, look: { viewport?: typeof DESKTOP; colorScheme?: 'light' | 'dark' } = {}) {
  const page: Page = await browser.newPage({ viewport: DESKTOP, reducedMotion: 'reduce', ...look })
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`))
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url()))
      complaints.push(`${request.url()} is elsewhere`)
  })
  await page.goto(url + path)
  return { page, complaints }
}
