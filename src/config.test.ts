import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('files are kept in the data folder unless they have a folder of their own', () => {
  expect(readConfig({ AJAR_DATA: '/srv/ajar' }).files).toBe('/srv/ajar/files')
  expect(readConfig({ AJAR_DATA: '/srv/ajar', AJAR_FILES: '/mnt/files' }).files).toBe('/mnt/files')
})

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'secret' }

test('files may be kept in a bucket', () => {
  const AJAR_FILES = 's3://ajar-files/crm/?endpoint=http://127.0.0.1:9000/&region=eu-north-1'
  expect(readConfig({ AJAR_FILES, ...CREDENTIALS }).files).toEqual({
    bucket: 'ajar-files',
    prefix: 'crm',
    endpoint: 'http://127.0.0.1:9000',
    region: 'eu-north-1',
    accessKeyId: 'AKIA',
    secretAccessKey: 'secret',
    sessionToken: undefined,
  })
  expect(readConfig({ AJAR_FILES: 's3://ajar-files', AWS_REGION: 'eu-west-1', ...CREDENTIALS }).files).toMatchObject({
    prefix: '',
    endpoint: undefined,
    region: 'eu-west-1',
  })
})

test.each([
  's3:',
  's3://',
  's3://A_B',
  's3://files?endpoint=ftp://x',
  's3://files?region=eu&colour=red',
  's3://files/a b',
])('%s is no bucket', (AJAR_FILES) => {
  expect(() => readConfig({ AJAR_FILES, ...CREDENTIALS })).toThrow(/^AJAR_FILES is '/)
})

test('a bucket needs credentials', () => {
  expect(() => readConfig({ AJAR_FILES: 's3://ajar-files' })).toThrow('AWS_ACCESS_KEY_ID must be set')
})

test('what is kept, done and logged has a default', () => {
  expect(readConfig({})).toMatchObject({ trashDays: 30, worker: true, slowQueryMs: 500, metricsToken: undefined })
  const settings = {
    AJAR_TRASH_DAYS: 'never',
    AJAR_WORKER: 'off',
    AJAR_SLOW_QUERY_MS: '0',
    AJAR_METRICS_TOKEN: '0123456789abcdef',
  }
  expect(readConfig(settings)).toMatchObject({
    trashDays: null,
    worker: false,
    slowQueryMs: 0,
    metricsToken: '0123456789abcdef',
  })
})

test.each([
  ['AJAR_WORKER', 'maybe', "AJAR_WORKER is 'maybe', but must be on or off."],
  ['AJAR_TRASH_DAYS', '0', "AJAR_TRASH_DAYS is '0', but must be a number of days from 1 to 36500, or 'never'."],
  ['AJAR_SLOW_QUERY_MS', '1s', "AJAR_SLOW_QUERY_MS is '1s', but must be a number from 0 to 3600000."],
  ['AJAR_METRICS_TOKEN', 'short', 'AJAR_METRICS_TOKEN must have 16 to 500 letters, digits or signs, and no spaces.'],
])('%s cannot be %s', (name, value, sentence) => {
  expect(() => readConfig({ [name]: value })).toThrow(sentence)
})
