import type { FastifyInstance, FastifyRequest } from 'fastify'
import { asset, page, sendAsset, serveAsset } from './asset.ts'
import { escapeHtml } from './html.ts'
import { VERSION } from './version.ts'

/** Serves the first page: Ajar runs, and here is how to begin. `url` is where the settings say that Ajar is. */
export async function mountWelcome(app: FastifyInstance, url: string): Promise<void> {
  const logo = page('favicon.svg')
  const html = page('welcome.html')
    .replace('{{logo}}', hidden(logo))
    .replace('{{door}}', page('door.svg'))
    .replaceAll('{{version}}', escapeHtml(VERSION))
  app.get('/', async (request, reply) => {
    const here = escapeHtml(addressOf(request, url))
    return sendAsset(
      request,
      reply,
      await asset(
        'html',
        html.replaceAll('{{url}}', () => here),
      ),
    )
  })
  serveAsset(app, '/favicon.svg', await asset('svg', logo))
  serveAsset(app, '/welcome.css', await asset('css', page('welcome.css')))
  serveAsset(app, '/welcome.js', await asset('js', page('welcome.js')))
}

// A name or an address, with or without a port. Nothing else may reach a line that people paste into a terminal.
const HOST = /^([a-z0-9]([a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:\d{1,5})?$/i

/** The address as the browser wrote it, if it is a plausible one; else the one from the settings. */
function addressOf(request: FastifyRequest, url: string): string {
  const { host } = request
  if (!HOST.test(host) || new URL(url).host === host.toLowerCase()) return url
  return `${request.protocol}://${host}`
}

// The word beside the logo says the name already.
const hidden = (svg: string) =>
  svg
    .trim()
    .replace(/<title>.*?<\/title>/, '')
    .replace('<svg ', '<svg aria-hidden="true" ')
