import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Resource } from '../resource/resource.ts'
import { asset, page, serveAsset } from './asset.ts'
import { type DocumentedDialect, PLAIN } from './dialect.ts'
import { openApi } from './openapi.ts'
import { mountReference } from './reference.ts'
import { VERSION } from './version.ts'

/** Serves the description of the API, the page to browse it, and the look that this page and the first one share. */
export async function mountDocs(
  app: FastifyInstance,
  resources: readonly Resource[],
  url: string,
  dialect: DocumentedDialect = PLAIN,
): Promise<void> {
  const description = openApi(resources, { dialect, url, version: VERSION })
  serveAsset(app, '/api/openapi.json', await asset('json', JSON.stringify(description)))
  serveAsset(app, '/api/docs/brand.css', await asset('css', page('brand.css')))
  for (const name of ['geist', 'geist-mono'])
    serveAsset(app, `/api/docs/${name}.woff2`, await asset('woff2', font(name)))
  await mountReference(app)
}

// One file has all weights; other scripts than Latin fall back to the fonts of the system.
const font = (name: string) =>
  readFileSync(fileURLToPath(import.meta.resolve(`@fontsource-variable/${name}/files/${name}-latin-wght-normal.woff2`)))
