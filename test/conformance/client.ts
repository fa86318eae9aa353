import type { FastifyInstance } from 'fastify'

/** Whatever came back, to be looked into by key. */
export type Json = { readonly [key: string]: Json; readonly [index: number]: Json } & string
export type Reply = { readonly status: number; readonly text: string; readonly body: Json | undefined }
export type Send = (method: string, path: string, body?: unknown) => Promise<Reply>

/** Sends requests to the server without a socket, with somebody's key. */
export function clientOf(app: FastifyInstance, apiKey: string): Send {
  const authorization = `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`
  return async (method, path, body) => {
    const { statusCode, body: text } = await app.inject({
      method: method as 'GET',
      url: `/api/v1${path}`,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    })
    return { status: statusCode, text, body: parsed(text) }
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
