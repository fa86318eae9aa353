import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Description } from '../resource/description.ts'
import { asset, page, serveAsset } from './asset.ts'
import { openApi } from './openapi.ts'
import { mountReference } from './reference.ts'
import { VERSION } from './version.ts'

/** Serves what the APIs tell about themselves, the page to browse it, and the look that this page and the first one share. */
export async function mountDocs(app: FastifyInstance, apis: readonly Description[], url: string): Promise<void> {
  for (const api of apis)
    serveAsset(app, api.at, await asset('json', JSON.stringify(openApi(api, { url, version: VERSION }))))
  serveAsset(app, '/api/docs/brand.css', await asset('css', page('brand.css')))
  for (const name of ['geist', 'geist-mono'])
    serveAsset(app, `/api/docs/${name}.woff2`, await asset('woff2', font(name)))
  await mountReference(app, apis)
}

// One file has all weights; other scripts than Latin fall back to the fonts of the system.
const font = (name: string) =>
  readFileSync(fileURLToPath(import.meta.resolve(`@fontsource-variable/${name}/files/${name}-latin-wght-normal.woff2`)))
