import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll } from 'vitest'
import type { Outside } from '../../src/actions/webhooks/webhookRequest.ts'
import { buildServer } from '../../src/server.ts'
import type { Database } from '../../src/store/database/database.ts'
import { openFiles } from '../../src/store/files/fileStore.ts'
import { useDatabase } from './database.ts'
import { aMember, anOrganization } from './organization.ts'
import { expectDocumentsKept, keepCounts } from './searchDocuments.ts'

/** Whatever came back, to be looked into by key or printed; expectations say what it has to be. */
export type Json = { readonly [key: string]: Json; readonly [index: number]: Json } & string
export type Reply = { status: number; body: Json; text: string; headers: LightMyRequestResponse['headers'] }
type Options = { headers?: Record<string, string>; raw?: string }

/** A client with somebody's key; of the Close dialect, unless it was made by `clevertim`. */
export type Client = {
  apiKey: string
  organizationId: string
  get(path: string, options?: Options): Promise<Reply>
  post(path: string, body?: unknown, options?: Options): Promise<Reply>
  put(path: string, body?: unknown, options?: Options): Promise<Reply>
  delete(path: string, options?: Options): Promise<Reply>
  send(method: string, path: string, body?: unknown, options?: Options): Promise<Reply>
}

/**
 * The whole server on a database of this test file, without a socket; `client()` brings an organization of its own.
 * AJAR_TEST_LOG=error shows what is behind an answer of 500.
 */
export function useApi({ outside }: { outside?: Outside } = {}) {
  const database = useDatabase()
  let app: FastifyInstance | undefined
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ajar-files-'))
    app = await buildServer({
      database: database(),
      files: await openFiles(folder),
      url: 'http://ajar.example',
      logLevel: process.env.AJAR_TEST_LOG ?? 'silent',
      ...(outside === undefined ? {} : { outside }),
    })
  })
  afterAll(async () => {
    // Whatever the tests of a file did.
    await expectDocumentsKept(database())
    await app?.close()
    await rm(folder, { recursive: true, force: true })
  })

  const client = async (more: Parameters<typeof anOrganization>[1] = {}): Promise<Client> => {
    const { apiKey, organizationId } = await anOrganization(database(), more)
    await keepCounts(database(), organizationId)
    return clientOf(running(), apiKey, organizationId)
  }
  const member = async (of: Client, roleId: string): Promise<Client & { userId: string }> => {
    const { apiKey, userId } = await aMember(database(), of, roleId)
    return { ...clientOf(running(), apiKey, of.organizationId), userId }
  }
  const running = () => {
    if (app === undefined) throw new Error('the server is there only while tests run')
    return app
  }
  /** The same person in the other dialect. */
  const clevertim = (of: Client): Client => clientOf(running(), of.apiKey, of.organizationId, '/api')
  return { client, member, clevertim, database: (): Database => database(), app: running, files: () => folder }
}

/** A client with the key of somebody who is there already. */
export function clientOf(app: FastifyInstance, apiKey: string, organizationId: string, prefix = '/api/v1'): Client {
  const send: Client['send'] = async (method, path, body, options = {}) => {
    const payload = options.raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await app.inject({
      method: method as 'GET',
      url: path.startsWith('/api') ? path : `${prefix}${path}`,
      headers: {
        authorization: `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`,
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(payload === undefined ? {} : { payload }),
    })
    return { status: response.statusCode, text: response.body, body: parse(response.body), headers: response.headers }
  }
  return {
    apiKey,
    organizationId,
    send,
    get: (path, options) => send('GET', path, undefined, options),
    post: (path, body, options) => send('POST', path, body, options),
    put: (path, body, options) => send('PUT', path, body, options),
    delete: (path, options) => send('DELETE', path, undefined, options),
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return {} as Json
  }
}

/** How far two times are apart. */
export const secondsBetween = (from: unknown, to: unknown): number =>
  Math.abs(Date.parse(String(to)) - Date.parse(String(from))) / 1000

/** The objects of a list. */
export const rowsOf = ({ body }: Reply): readonly Json[] => body.data as unknown as readonly Json[]

/** The objects in an envelope of the Clevertim dialect. */
export const contentOf = ({ body }: Reply): readonly Json[] => body.content as unknown as readonly Json[]
