import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { setUpDemo } from '../../src/cli/demo.ts'
import { buildServer } from '../../src/server.ts'
import { openFiles } from '../../src/store/files/fileStore.ts'
import { useDatabase } from '../support/database.ts'
import { figureOf, readFigure, reportOf, writeFigure } from './report.ts'
import { conform } from './run.ts'

const database = useDatabase()

test('what the public API describes is answered as described, and the committed figure says how much of it', async () => {
  const results = await conformanceOfDemo()
  const now = figureOf(results)
  if (process.env.UPDATE_CONFORMANCE === '1') writeFigure(now)
  const committed = readFigure()

  const wasLeft = new Set([...committed.notValid, ...committed.notBuilt])
  const lost = [...now.notValid, ...now.notBuilt].filter((operation) => !wasLeft.has(operation))
  expect(lost, `no longer valid\n${reportOf(results)}`).toEqual([])
  expect(now, 'there is progress to record: UPDATE_CONFORMANCE=1 npm test -- test/conformance').toEqual(committed)
}, 90_000)

async function conformanceOfDemo() {
  const url = 'http://ajar.example'
  const apiKey = 'conformance_key'
  const folder = await mkdtemp(join(tmpdir(), 'ajar-files-'))
  await setUpDemo(database(), { apiKey, password: undefined, url })
  const app = await buildServer({ database: database(), files: await openFiles(folder), url, logLevel: 'silent' })
  try {
    return await conform(app, apiKey)
  } finally {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  }
}
