import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { FastifyInstance } from 'fastify'
import type { Description } from '../resource/description.ts'
import { type Asset, asset, page, serveAsset } from './asset.ts'
import { escapeHtml } from './html.ts'

/** Serves the page to browse what the APIs tell about themselves; the first is shown first. */
export async function mountReference(app: FastifyInstance, apis: readonly Description[]): Promise<void> {
  const logo = page('favicon.svg').trim().replace('<svg ', '<svg aria-hidden="true" ')
  const sources = apis.map(({ name, slug, at }) => ({ title: name, slug, url: at }))
  const files = apis.map(({ name, at }) => `<a href="${escapeHtml(at)}">${escapeHtml(name)}</a>`)
  const html = page('reference.html')
    .replace('{{logo}}', logo)
    .replace('{{first}}', escapeHtml(apis[0]?.at ?? ''))
    .replace('{{sources}}', escapeHtml(JSON.stringify(sources)))
    .replaceAll('{{files}}', files.join(' '))
  serveAsset(app, '/api/docs', await asset('html', html))
  serveAsset(app, '/api/docs/reference.css', await asset('css', page('reference.css')))
  serveAsset(app, '/api/docs/reference.js', await asset('js', page('reference.js')))
  serveAsset(app, '/api/docs/scalar.js', scalar)
}

let made: Promise<Asset> | undefined

/** The script that draws the reference, 4 MB. Most servers are never asked for it, so the first request loads it. */
function scalar(): Promise<Asset> {
  made ??= loadScalar().catch((error: unknown) => {
    made = undefined
    throw error
  })
  return made
}

// In a thread that ends: what the package loads besides would keep 60 MB for as long as the server runs.
async function loadScalar(): Promise<Asset> {
  const worker = new Worker(new URL('./scalarWorker.ts', import.meta.url))
  const [made] = (await once(worker, 'message')) as [Asset]
  // Buffers become plain arrays of bytes on their way between threads.
  return { ...made, bytes: asBuffer(made.bytes), packed: made.packed && asBuffer(made.packed) }
}

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array) => Buffer.from(buffer, byteOffset, byteLength)
