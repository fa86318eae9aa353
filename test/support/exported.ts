import { gunzipSync } from 'node:zlib'
import { exportJob } from '../../src/jobs/export.ts'
import type { Client, Json, useApi } from './api.ts'
import { aWorker } from './worker.ts'

type Api = ReturnType<typeof useApi>

/** Asks for an export and waits for its end, with a worker until the test is over. */
export async function exported(api: Api, client: Client, path: string, body: object): Promise<Json> {
  const { status, body: asked, text } = await client.post(path, body)
  if (status !== 200) throw new Error(`POST ${path} answered ${status}: ${text}`)
  await aWorker(api.database(), [exportJob], api.files())
  return ended(client, asked.id as string)
}

/** The export once there is nothing left to do. */
export async function ended(client: Client, id: string): Promise<Json> {
  for (;;) {
    const { body } = await client.get(`/export/${id}/`)
    if (['done', 'error', 'canceled'].includes(body.status as string)) return body
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** What is at an address, asked for without a key. */
export async function download(api: Api, url: string) {
  return api.app().inject({ method: 'GET', url: url.replace('http://ajar.example', '') })
}

/** The file of an export that is done, as text. */
export async function fileText(api: Api, { download_url }: Json): Promise<string> {
  const { rawPayload } = await download(api, download_url as string)
  return gunzipSync(rawPayload).toString('utf8')
}

/** The file of an export that is done, from json. */
export const fileRows = async (api: Api, done: Json) => JSON.parse(await fileText(api, done)) as readonly Json[]
