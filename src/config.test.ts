import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('files are kept in the data folder unless they have a folder of their own', () => {
  expect(readConfig({ AJAR_DATA: '/srv/ajar' }).files).toBe('/srv/ajar/files')
  expect(readConfig({ AJAR_DATA: '/srv/ajar', AJAR_FILES: '/mnt/files' }).files).toBe('/mnt/files')
})
