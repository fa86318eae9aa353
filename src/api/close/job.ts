import type { FastifyInstance } from 'fastify'
import { cancelJob, type JobQuestion, listJobs, retryJob, showJob } from '../../actions/job.ts'
import { invalid, malformed } from '../../domain/errors.ts'
import { JOB_STATES, type JobState, type JobSummary } from '../../domain/job.ts'
import type { Answer } from '../resource/dialect.ts'
import type { Call, Engine } from '../resource/engine.ts'
import { resource } from '../resource/resource.ts'
import { type Handler, serve } from '../resource/routes.ts'

// Jobs are kept by the queue that does them, not as objects of the organization; what is said of them is said here.
const job = resource('organization', { title: 'Job', fields: {} })

/** Serves what is done in the background, which is Ajar's own: for administrators. */
export function mountJobs(app: FastifyInstance, engine: Engine): void {
  const { dialect, context } = engine
  serve(app, engine, '/job/', job, async (call, method) => {
    if (method !== 'GET') return dialect.unsupported(job, method, false)
    const { jobs, hasMore } = await listJobs(context(call.actor, call.request), readQuestion(engine, call))
    return answer({ has_more: hasMore, data: jobs.map((one) => shown(engine, call, one)) })
  })
  serve(app, engine, '/job/:id/', job, async (call, method, id) => {
    if (method !== 'GET') return dialect.unsupported(job, method, true)
    return answer(shown(engine, call, await showJob(context(call.actor, call.request), id)))
  })
  for (const [path, act] of Object.entries({ retry: retryJob, cancel: cancelJob })) {
    const handler: Handler = async (call, method, id) => {
      if (method !== 'POST') return dialect.unsupported(job, method, false)
      return answer(shown(engine, call, await act(context(call.actor, call.request), id)))
    }
    serve(app, engine, `/job/:id/${path}/`, job, handler, { bodiless: true })
  }
}

const answer = (body: object): Answer => ({ status: 200, body: JSON.stringify(body) })

function readQuestion({ dialect }: Engine, { params }: Call): JobQuestion {
  const { state, kind, _cursor, ...rest } = params
  if (_cursor !== undefined) throw malformed('Jobs are paged by _skip and _limit; they have no _cursor.')
  const { limit, skip } = dialect.paging(job, rest)
  if (state !== undefined && !isState(state))
    throw invalid([{ path: ['state'], code: 'not_a_choice', detail: state, choices: JOB_STATES }])
  return { skip, limit, ...(state === undefined ? {} : { state }), ...(kind === undefined ? {} : { kind }) }
}

const isState = (text: string): text is JobState => (JOB_STATES as readonly string[]).includes(text)

function shown({ dialect }: Engine, { params }: Call, found: JobSummary): object {
  const asked = dialect.fields(params)
  const fields = {
    id: found.id,
    organization_id: found.organizationId,
    kind: found.kind,
    state: found.state,
    attempts: found.attempts,
    error: found.error,
    progress: found.progress,
    created_by: found.createdById,
    date_created: found.createdAt,
    date_started: found.startedAt,
    date_finished: found.finishedAt,
    date_not_before: found.notBefore,
  }
  return asked === undefined ? fields : Object.fromEntries(Object.entries(fields).filter(([key]) => asked.has(key)))
}
