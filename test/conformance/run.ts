import type { FastifyInstance } from 'fastify'
import { clientOf, type Reply, type Send } from './client.ts'
import { type Operation, readOperations } from './description.ts'
import { Unprepared, type Workshop } from './recipe.ts'
import { pathWithoutIds, type Request, requestFor } from './request.ts'
import { workshopWith } from './workshop.ts'

/** What came of one operation. */
export type Result = {
  readonly operation: string
  readonly outcome: 'valid' | 'not valid' | 'not yet built'
  /** What is wrong with the answer. */
  readonly problems: readonly string[]
  /** Whether the answer was held against more than its status and its being an object. */
  readonly isDescribed: boolean
}

/** Tries every operation of the public API on a server that has the demo organization, as its owner. */
export async function conform(app: FastifyInstance, apiKey: string): Promise<readonly Result[]> {
  const send = clientOf(app, apiKey)
  const workshop = workshopWith(send)
  const operations = readOperations()
  const results = new Map<string, Result>()
  for (const operation of operations.toSorted((a, b) => turnOf(a) - turnOf(b))) {
    results.set(operation.name, await tryOut(operation, workshop))
  }
  return operations.flatMap(({ name }) => results.get(name) ?? [])
}

// Lists come after what fills them, and what destroys comes last.
const turnOf = ({ method, path }: Operation) =>
  method === 'DELETE' ? 2 : method === 'GET' && !path.includes('{') ? 1 : 0

async function tryOut(operation: Operation, workshop: Workshop): Promise<Result> {
  const { name, method, isDescribed } = operation
  const said = (outcome: Result['outcome'], problems: readonly string[] = []): Result => ({
    operation: name,
    outcome,
    problems,
    isDescribed,
  })
  const request = await prepare(operation, workshop)
  const isPrepared = !(request instanceof Unprepared)
  const { path, body } = isPrepared ? request : { path: pathWithoutIds(operation), body: EMPTY_BODY[method] }
  const reply = await workshop.send(method, path, body)
  if (await isUnknown(reply, operation, path, workshop.send)) return said('not yet built')
  const problems = isPrepared ? problemsOf(reply, operation) : [request.message]
  return said(problems.length === 0 ? 'valid' : 'not valid', problems)
}

const EMPTY_BODY: Readonly<Record<string, unknown>> = { POST: {}, PUT: {} }

async function prepare(operation: Operation, workshop: Workshop): Promise<Request | Unprepared> {
  try {
    const request = await requestFor(operation, workshop)
    const wrong = request.body === undefined ? [] : operation.checkBody(request.body)
    if (wrong.length > 0) throw new Error(`The recipe of ${operation.name} sends what is not described: ${wrong[0]}`)
    return request
  } catch (error) {
    if (error instanceof Unprepared) return error
    throw error
  }
}

/**
 * Whether an answer is the one that a path gets which nothing is behind. A fixed last word that is not served may also
 * be taken for an id: then it is answered like any other word in that place.
 */
async function isUnknown({ status, text }: Reply, operation: Operation, asked: string, send: Send): Promise<boolean> {
  if (status !== 404) return status === 405
  const path = asked.split('?')[0] ?? ''
  const { method } = operation
  const never = operation.path.endsWith('}/') ? '/never/' : path.replace(/[^/]+\/$/, 'never/')
  const reply = await send(method, never, EMPTY_BODY[method])
  return reply.text.replace(never, path) === text
}

// Only an app that signed in by OAuth may do this; docs/api/close/messages-and-meetings.md. A key is refused, here and there.
const REFUSED_TO_KEYS = ['POST /activity/meeting/{id}/integration/']

function problemsOf({ status, text }: Reply, operation: Operation): readonly string[] {
  if (status === 403 && REFUSED_TO_KEYS.includes(operation.name)) return []
  if (status !== operation.status) {
    const told = status >= 400 ? `: ${text.slice(0, 300)}` : ''
    return [`the status is ${status} instead of ${operation.status}${told}`]
  }
  return operation.checkAnswer(text)
}
