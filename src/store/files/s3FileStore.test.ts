import { createHash, randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type StandIn, standIn } from '../../../test/support/s3.ts'
import { idSource } from '../../domain/id.ts'
import { openS3 } from './s3FileStore.ts'

const ids = idSource()
const secretAccessKey = 'wJalrXUtnFEMI'
let bucket: StandIn
beforeEach(async () => {
  bucket = await standIn({ accessKeyId: 'AKIA', secretAccessKey, region: 'eu-north-1' })
})
afterEach(() => bucket.close())

const aStore = (more: { secretAccessKey?: string; maxBytes?: number } = {}) =>
  openS3(
    {
      bucket: 'ajar-files',
      prefix: 'crm',
      endpoint: bucket.url,
      region: 'eu-north-1',
      accessKeyId: 'AKIA',
      secretAccessKey: more.secretAccessKey ?? secretAccessKey,
      sessionToken: undefined,
    },
    more.maxBytes,
  )

async function* inPieces(bytes: Buffer, size = 100_000): AsyncGenerator<Buffer> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size)
}

test('bytes come back as they went in, and lie where the organization keeps its files', async () => {
  const organization = ids('organization')
  const files = aStore()(organization)
  const [id, bytes] = [ids('content'), randomBytes(3_000_000)]
  expect(await files.write(id, inPieces(bytes))).toEqual({
    size: 3_000_000,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })
  expect([...bucket.objects.keys()]).toEqual([`/ajar-files/crm/${organization}/${id.slice(-2)}/${id}`])
  const back = await files.read(id)
  expect(back === undefined ? undefined : await buffer(back)).toEqual(bytes)
})

test('a range brings its bytes alone', async () => {
  const files = aStore()(ids('organization'))
  const id = ids('content')
  await files.write(id, inPieces(Buffer.from('0123456789')))
  const back = await files.read(id, { start: 3, end: 5 })
  expect(back === undefined ? undefined : String(await buffer(back))).toBe('345')
})

test('a content may be empty, and what is removed is not found', async () => {
  const files = aStore()(ids('organization'))
  const id = ids('content')
  expect(await files.read(id)).toBeUndefined()
  await files.remove(id)
  await files.write(id, inPieces(Buffer.alloc(0)))
  const back = await files.read(id)
  expect(back === undefined ? undefined : await buffer(back)).toHaveLength(0)
  await files.remove(id)
  expect(await files.read(id)).toBeUndefined()
})

test('what is too large, or breaks off, leaves nothing', async () => {
  const files = aStore({ maxBytes: 10 })(ids('organization'))
  await expect(files.write(ids('content'), inPieces(Buffer.alloc(11)))).rejects.toMatchObject({ code: 'too_large' })
  async function* broken() {
    yield Buffer.from('12345')
    throw new Error('gone')
  }
  await expect(files.write(ids('content'), broken())).rejects.toThrow('gone')
  expect(bucket.objects.size).toBe(0)
})

test('wrong credentials and a bucket that is not there are told in the log, not to the caller', async () => {
  const id = ids('content')
  const files = aStore({ secretAccessKey: 'another' })(ids('organization'))
  const refused = await files.write(id, inPieces(Buffer.from('x'))).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'unavailable', message: 'The files cannot be reached at the moment.' })
  expect(String((refused as Error).cause)).toContain('SignatureDoesNotMatch')
  await bucket.close()
  await expect(files.read(id)).rejects.toMatchObject({ code: 'unavailable' })
})
