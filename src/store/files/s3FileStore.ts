import { openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { AwsClient } from 'aws4fetch'
import { AjarError } from '../../domain/errors.ts'
import { type ByteRange, MAX_CONTENT_BYTES } from '../../domain/file.ts'
import { copy, type FilesOf, type Kept, placeIn } from './fileStore.ts'

/** A bucket of Amazon S3, or of anything that speaks its protocol at an `endpoint`. */
export type S3Place = {
  readonly bucket: string
  /** What the names of all objects begin with, without slashes around it; may be empty. */
  readonly prefix: string
  readonly endpoint: string | undefined
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string | undefined
}

type Bucket = { readonly client: AwsClient; readonly urlOf: (key: string) => string }

const RETRIES = 3

/**
 * Keeps files as objects of a bucket. S3 wants to know the length and hash of an object before its first byte, so an
 * upload waits in the temporary folder of the machine until it is whole.
 */
export function openS3(place: S3Place, maxBytes = MAX_CONTENT_BYTES): FilesOf {
  const { accessKeyId, secretAccessKey, sessionToken, region } = place
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    region,
    service: 's3',
    retries: RETRIES,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  })
  const base = baseOf(place)
  const bucket: Bucket = { client, urlOf: (key) => base + key }
  return (organizationId) => {
    const keyOf = (contentId: string) => placeIn(organizationId, contentId).join('/')
    return {
      write: (contentId, bytes, options) =>
        write(bucket, keyOf(contentId), bytes, options?.anySize ? Infinity : maxBytes),
      read: (contentId, range) => read(bucket, keyOf(contentId), range),
      remove: (contentId) => remove(bucket, keyOf(contentId)),
    }
  }
}

// At an endpoint of its own the bucket is part of the path: names such as bucket.localhost lead nowhere.
function baseOf({ bucket, prefix, endpoint, region }: S3Place): string {
  const root = endpoint === undefined ? `https://${bucket}.s3.${region}.amazonaws.com` : `${endpoint}/${bucket}`
  return prefix === '' ? `${root}/` : `${root}/${prefix}/`
}

async function write(bucket: Bucket, key: string, bytes: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Kept> {
  const folder = await mkdtemp(join(tmpdir(), 'ajar-upload-'))
  try {
    const waiting = join(folder, 'content')
    const kept = await copy(bytes, waiting, maxBytes)
    const response = await send(bucket, key, {
      method: 'PUT',
      body: await openAsBlob(waiting),
      headers: { 'x-amz-content-sha256': kept.sha256 },
    })
    await expectDone(response)
    return kept
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function read(bucket: Bucket, key: string, range?: ByteRange): Promise<Readable | undefined> {
  const headers = range === undefined ? {} : { range: `bytes=${range.start}-${range.end}` }
  const response = await send(bucket, key, { headers })
  if (response.status === 404) {
    await response.body?.cancel()
    return undefined
  }
  await expectDone(response)
  return response.body === null ? Readable.from([]) : Readable.fromWeb(response.body as ReadableStream)
}

async function remove(bucket: Bucket, key: string): Promise<void> {
  const response = await send(bucket, key, { method: 'DELETE' })
  if (response.status !== 404) await expectDone(response)
}

const send = ({ client, urlOf }: Bucket, key: string, init: RequestInit): Promise<Response> =>
  client.fetch(urlOf(key), init).catch((cause: unknown) => {
    throw unreachable(cause)
  })

async function expectDone(response: Response): Promise<void> {
  if (response.ok) return
  throw unreachable(new Error(`the bucket answered ${response.status}: ${(await response.text()).slice(0, 500)}`))
}

const unreachable = (cause: unknown) =>
  new AjarError('unavailable', 'The files cannot be reached at the moment.', { cause })
