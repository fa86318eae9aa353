import type { FastifyInstance, FastifyRequest } from 'fastify'
import { createUpload, findUpload, opensByItself, receiveUpload } from '../../actions/files/upload.ts'
import { bearerIn } from '../../auth/signature.ts'
import { invalid, notFound } from '../../domain/errors.ts'
import { readKey } from '../../domain/upload.ts'
import { cleaned, text } from '../resource/codec.ts'
import { mountBytes, mountForm } from '../resource/content.ts'
import { decode } from '../resource/decode.ts'
import type { Answer } from '../resource/dialect.ts'
import type { Call, Engine } from '../resource/engine.ts'
import { field, resource } from '../resource/resource.ts'
import { serve } from '../resource/routes.ts'
import { formOf } from '../resource/upload.ts'

const upload = resource('upload', {
  title: 'Upload',
  fields: { filename: field('name', text), content_type: field('contentType', text) },
})

const FORM = '/go/file/upload/'

/**
 * Serves the two steps of an upload, and the files that were uploaded. As with the vendor, the second step and the files
 * are at addresses of their own, which are found in answers; a signature in them says what may be done there.
 */
export function mountUploads(app: FastifyInstance, engine: Engine): void {
  serve(app, engine, '/files/upload/', upload, async (call, method) =>
    method === 'POST' ? announced(engine, call) : engine.dialect.unsupported(upload, method, false),
  )
  mountForm(app, engine, upload, `${FORM}:organization`, (request) => received(engine, request))
  mountBytes(app, engine, upload, '/go/file/temporary/:organization/:key/*', {
    inline: true,
    authenticate: async (request) => {
      const { organization } = request.params as Params
      const bearer = bearerIn(cleaned(organization))
      const opens = await opensByItself(engine.context(bearer, request), linkOf(request))
      return opens ? bearer : engine.dialect.authenticate(request)
    },
    find: (ctx, request) => findUpload(ctx, linkOf(request), { signed: ctx.actor.userId === '' }),
  })
}

type Params = { readonly organization: string; readonly key: string }

function linkOf(request: FastifyRequest) {
  const { organization, key } = request.params as Params
  const link = readKey(cleaned(organization), key)
  if (link === undefined) throw notFound('upload')
  return link
}

async function announced({ context }: Engine, { actor, request, body }: Call): Promise<Answer> {
  const { draft, problems } = decode(upload, body, { creating: true })
  if (problems.length > 0) throw invalid(problems)
  const ctx = context(actor, request)
  const { fields, link } = await createUpload(ctx, draft)
  const target = `${ctx.url}${FORM}${actor.organizationId}/`
  return { status: 200, body: JSON.stringify({ upload: { url: target, fields }, download: { url: link } }) }
}

async function received({ context }: Engine, request: FastifyRequest): Promise<Answer> {
  const { organization } = request.params as Params
  const ctx = context(bearerIn(cleaned(organization)), request)
  const { fields, file } = await formOf(request)
  const { size } = await receiveUpload(ctx, fields, file)
  return { status: 201, body: JSON.stringify({ key: fields.key, size }) }
}
