import type { FastifyRequest } from 'fastify'
import type { NounActions } from '../../actions/actions.ts'
import type { Context } from '../../actions/context.ts'
import type { NounName } from '../../domain/catalogue.ts'
import type { Actor } from '../../domain/permission.ts'
import type { View } from '../../domain/view.ts'
import type { Dialect } from './dialect.ts'

/** What the engine is given: the dialect, the actions it may call, and how a request becomes a context. */
export type Engine = {
  readonly dialect: Dialect
  readonly actions: Partial<Record<NounName, NounActions>>
  readonly context: (actor: Actor, request: FastifyRequest, view?: View) => Context
}

/** A request as handlers see it: who, what body, which parameters. */
export type Call = {
  readonly request: FastifyRequest
  readonly actor: Actor
  readonly body: Readonly<Record<string, unknown>>
  readonly params: Readonly<Record<string, string>>
}
