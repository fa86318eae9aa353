import multipart, { type Multipart as Part } from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Upload } from '../../actions/files/fileContent.ts'
import { AjarError, malformed, refused } from '../../domain/errors.ts'
import { readContentType } from '../../domain/file.ts'

// A form may say more than the file; what it says is not looked at, so there is no need for much of it.
const FORM_LIMITS = { fields: 100, fieldSize: 10_000, parts: 110, fileSize: Number.POSITIVE_INFINITY }

const UNKNOWN = 'application/octet-stream'

/** Lets the routes of this plugin take any body as a stream. */
export async function takeStreams(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers()
  // Fastify would refuse a type that it does not understand.
  app.addHook('onRequest', async ({ headers }) => {
    headers['content-type'] = readContentType(headers['content-type']) ?? UNKNOWN
  })
  await app.register(multipart, { limits: FORM_LIMITS, throwFileSizeLimit: false })
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
}

/** The bytes that a request brings: its body, or the one file of a form. */
export function uploadOf(request: FastifyRequest): Upload {
  if (request.isMultipart()) return fileOfForm(request)
  // curl says of any data that it is a form, unless it is told what it is.
  const declared = readContentType(request.headers['content-type'])
  const isForm = declared?.startsWith('application/x-www-form-urlencoded')
  return { bytes: unbroken(body(request)), contentType: () => (isForm || declared === UNKNOWN ? null : declared) }
}

// To leave the loop early must not end the connection: the answer is still to come.
const body = (request: FastifyRequest): AsyncIterable<Uint8Array> => request.raw.iterator({ destroyOnReturn: false })

function fileOfForm(request: FastifyRequest): Upload {
  let contentType: string | null | undefined
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue
      if (contentType !== undefined) {
        part.file.resume()
        throw refused('The form has several files; send one.')
      }
      contentType = readContentType(part.mimetype)
      yield* part.file
    }
    if (contentType === undefined) throw refused('The form has no file.')
  }
  return { bytes: unbroken(bytes()), contentType: () => contentType ?? null }
}

/** A form: what it says before its file, and the file. */
export type Form = { readonly fields: Readonly<Record<string, string>>; readonly file: Upload }

/** Reads a form up to its file; what comes after the file is not looked at. */
export async function formOf(request: FastifyRequest): Promise<Form> {
  if (!request.isMultipart()) throw malformed('Send the file as multipart/form-data.')
  const fields: Record<string, string> = {}
  const parts = request.parts()
  for (;;) {
    const next = await parts.next().catch(() => undefined)
    if (next === undefined) throw malformed('The form could not be read.')
    if (next.done) throw refused('The form has no file.')
    const part = next.value
    if (part.type === 'file') {
      const contentType = readContentType(part.mimetype)
      return { fields, file: { bytes: unbroken(lastOf(part.file, parts)), contentType: () => contentType } }
    }
    if (typeof part.value === 'string') fields[part.fieldname] = part.value
  }
}

/** The bytes of a file, after which the rest of its form is read and dropped. */
async function* lastOf(file: AsyncIterable<Uint8Array>, parts: AsyncIterable<Part>): AsyncGenerator<Uint8Array> {
  yield* file
  for await (const part of parts) if (part.type === 'file') part.file.resume()
}

/** The same bytes; that they end too early, or are no form, is the sender's failure and not ours. */
async function* unbroken(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes
  } catch (error) {
    throw error instanceof AjarError ? error : malformed('The file could not be read to its end.')
  }
}
