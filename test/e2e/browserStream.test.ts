import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { aFolder } from '../../src/store/embedded/testSupport.ts'
import { openBrowser } from '../support/browser.ts'
import { ajar, call, KEY, keeper, slowUpload } from '../support/program.ts'

// What a page does, with the EventSource of the browser and no code of ours.
const FOLLOW = `
  window.names = []
  window.others = []
  const source = new EventSource('/api/v1/event/stream/?object_type=lead')
  source.onmessage = ({ data }) => names.push(JSON.parse(data).data.name)
  for (const type of ['end', 'gap']) source.addEventListener(type, ({ data }) => others.push([type, JSON.parse(data).reason]))
  new Promise((resolve) => { source.onopen = resolve })`

test('a page in a browser follows, and goes on by itself when the server was started again', {
  timeout: 60_000,
}, async () => {
  const data = await aFolder()
  const first = await ajar(data, { AJAR_SETUP_API_KEY: KEY })
  const browser = await openBrowser()
  onTestFinished(() => browser.close())
  const context = await browser.newContext({ httpCredentials: { username: KEY, password: '' } })
  const page = await context.newPage()
  await page.goto(`${first.url}/api/v1/me/`)
  await page.evaluate(FOLLOW)
  const names = () => page.evaluate<string[]>('names')
  await call(first.url, 'POST', '/lead/', { name: 'one' })
  await expect.poll(names).toEqual(['one'])

  const { port } = new URL(first.url)
  const second = await ajar(data)
  // It takes so long to stop that the page tries to come again before it has.
  const upload = slowUpload(first, '{"name": "slow')
  await keeper(first)('/me/')
  const stopped = first.stop()
  await sleep(3_000)
  upload.end('"}')
  expect(await upload.answer).toMatchObject({ status: 200 })
  expect(await stopped).toBe(0)
  await call(second.url, 'POST', '/lead/', { name: 'meanwhile' })
  const third = await ajar(data, { PORT: port })
  await call(third.url, 'POST', '/lead/', { name: 'after' })
  await expect.poll(names).toEqual(['one', 'slow', 'meanwhile', 'after'])
  // It may come once more to the server that is closing; nothing was missed in between.
  const others = await page.evaluate<string[][]>('others')
  expect([...new Set(others.map(String))]).toEqual(['end,closing'])
  expect(await second.stop()).toBe(0)
  expect(await third.stop()).toBe(0)
})
