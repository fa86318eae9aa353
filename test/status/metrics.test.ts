import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildServer } from '../../src/server.ts'
import { openFiles } from '../../src/store/files/fileStore.ts'
import { openJobQueue } from '../../src/store/jobs/jobQueue.ts'
import { type Client, useApi } from '../support/api.ts'

const api = useApi()
const HERE = { host: 'localhost:3000' }
let client: Client
beforeAll(async () => {
  client = await api.client()
})

describe('what is counted', () => {
  test('is how long requests took, by the pattern of their path, their method and status', async () => {
    await client.get('/lead/')
    await client.get('/lead/lead_nobody/')
    await client.get('/lead/lead_nothing/')
    const text = await metrics()

    expect(text).toContain(
      'ajar_http_request_duration_seconds_count{method="GET",route="/api/v1/lead/",status="200"} 1',
    )
    expect(text).toContain(
      'ajar_http_request_duration_seconds_count{method="GET",route="/api/v1/lead/:id",status="404"} 2',
    )
    expect(text).not.toContain('lead_nobody')
  })

  test('are connections, the event loop and the process', async () => {
    const text = await metrics()

    expect(text).toMatch(/ajar_database_connections\{pool="readers",state="total"\} [1-9]/)
    expect(text).toMatch(/ajar_database_connections\{pool="writers",state="waiting"\} 0/)
    expect(text).toMatch(/^ajar_event_streams 0$/m)
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m)
    expect(text).toMatch(/^process_resident_memory_bytes \d{8}/m)
  })

  test('are jobs by kind and state', async () => {
    const queue = openJobQueue(api.database(), { kinds: ['purge_trash'] })
    const { organizationId } = client
    await queue.put({ kind: 'purge_trash', data: { organizationId, membershipId: null, payload: {} } })
    await queue.stop(1_000)

    expect(await metrics()).toContain('ajar_jobs{kind="purge_trash",state="waiting"} 1')
  })

  test('is nothing of what nobody serves but that it was asked for', async () => {
    await client.get('/nowhere/1/')

    expect(await metrics()).toMatch(/route="none",status="404"\} [1-9]/)
  })
})

describe('without a token', () => {
  test.each([
    ['a name of this machine', HERE, '127.0.0.1', 200],
    ['its address', { host: '127.0.0.1:3000' }, '127.0.0.1', 200],
    ['its address of version 6', { host: '[::1]:3000' }, '::1', 200],
    ['another machine', HERE, '203.0.113.7', 404],
    ['a proxy that names who asks', { ...HERE, 'x-forwarded-for': '203.0.113.7' }, '127.0.0.1', 404],
    ['a proxy that passes the host on', { host: 'crm.example.com' }, '127.0.0.1', 404],
  ])('asking by %s', async (_how, headers, remoteAddress, status) => {
    expect((await api.app().inject({ url: '/metrics', headers, remoteAddress })).statusCode).toBe(status)
  })
})

describe('with a token', () => {
  let app: FastifyInstance
  beforeAll(async () => {
    app = await buildServer({
      database: api.database(),
      files: await openFiles(api.files()),
      url: 'http://ajar.example',
      logLevel: 'silent',
      metricsToken: 'a-token-of-some-length',
    })
  })
  afterAll(() => app.close())

  test.each([
    ['Bearer a-token-of-some-length', 200],
    ['Bearer a-token-of-some-lengtH', 404],
    ['a-token-of-some-length', 404],
    ['', 404],
  ])('%s', async (authorization, status) => {
    const remoteAddress = '203.0.113.7'
    expect((await app.inject({ url: '/metrics', headers: { authorization }, remoteAddress })).statusCode).toBe(status)
  })

  test('asking from this machine is not enough', async () => {
    expect((await app.inject({ url: '/metrics', headers: HERE })).statusCode).toBe(404)
  })

  test('a key of the API is no token', async () => {
    const authorization = `Basic ${Buffer.from(`${client.apiKey}:`).toString('base64')}`
    expect((await app.inject({ url: '/metrics', headers: { ...HERE, authorization } })).statusCode).toBe(404)
  })
})

const metrics = async () => (await api.app().inject({ url: '/metrics', headers: HERE })).body
