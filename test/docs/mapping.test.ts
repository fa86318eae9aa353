import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clevertimResources } from '../../src/api/clevertim/clevertim.ts'
import { closeResources } from '../../src/api/close/close.ts'
import { mappingPage } from './mapping.ts'
import { read, root } from './pages.ts'

const PAGE = 'docs/api/mapping.md'

test('the page on the mapping says what the maps do', async () => {
  const page = mappingPage(closeResources('http://ajar.example'), clevertimResources)
  if (process.env.UPDATE_DOCS !== undefined) await writeFile(join(root, PAGE), page)
  expect(read(PAGE)).toBe(page)
})
