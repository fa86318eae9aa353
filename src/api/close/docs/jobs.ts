import { JOB_KINDS, JOB_STATES } from '../../../domain/job.ts'
import type { JsonSchema } from '../../resource/codec.ts'
import { failures, inPath, inQuery, text, textOrNull } from './parts.ts'

const time = { ...text, format: 'date-time' }
const timeOrNull = { ...textOrNull, format: 'date-time' }

const job = {
  type: 'object',
  properties: {
    id: text,
    organization_id: text,
    kind: { ...text, examples: JOB_KINDS },
    state: { enum: JOB_STATES },
    attempts: { type: 'integer', description: 'How many have begun.' },
    error: { ...textOrNull, description: 'What stopped the last attempt that failed.' },
    progress: {
      type: ['object', 'null'],
      properties: { done: { type: 'integer' }, total: { type: ['integer', 'null'] } },
      required: ['done', 'total'],
    },
    created_by: { ...textOrNull, description: 'Who asked for it; null for what Ajar does by itself.' },
    date_created: time,
    date_started: timeOrNull,
    date_finished: timeOrNull,
    date_not_before: { ...time, description: 'Before this it is not begun.' },
  },
}

const example = {
  id: 'job_75dca067e7794488d91225956bc8a216',
  organization_id: 'orga_0VbgnA1hY',
  kind: 'purge_trash',
  state: 'failed',
  attempts: 6,
  error: 'The files cannot be reached at the moment.',
  progress: { done: 1500, total: null },
  created_by: null,
  date_created: '2026-03-05T03:17:08.204+00:00',
  date_started: '2026-03-05T03:19:41.87+00:00',
  date_finished: '2026-03-05T03:19:42.013+00:00',
  date_not_before: '2026-03-05T03:19:40.551+00:00',
}

const one = (shown: object) => ({
  '200': { description: 'The job.', content: { 'application/json': { schema: job, example: shown } } },
})
const id = inPath('id', 'The id of the job.')

const act = (name: string, summary: string, description: string, shown: object) => ({
  parameters: [id],
  post: {
    tags: ['Jobs'],
    summary,
    description,
    operationId: `${name}_job`,
    responses: { ...one(shown), ...failures('400', '401', '403', '404') },
  },
})

/** What is done in the background. */
export const jobPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/v1/job/': {
    get: {
      tags: ['Jobs'],
      summary: 'List jobs',
      description: 'What Ajar does in the background, the newest first. For administrators. Ajar’s own.',
      operationId: 'list_jobs',
      parameters: [
        inQuery('state', 'Only jobs in this state.', { enum: JOB_STATES }),
        inQuery('kind', 'Only jobs of this kind.'),
        inQuery('_limit', 'How many at most.', { type: 'integer' }),
        inQuery('_skip', 'How many to leave out at the beginning.', { type: 'integer' }),
        inQuery('_fields', 'The wanted fields, separated by commas.'),
      ],
      responses: {
        '200': {
          description: 'A page of jobs.',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { has_more: { type: 'boolean' }, data: { type: 'array', items: job } },
                required: ['has_more', 'data'],
              },
              example: { has_more: false, data: [example] },
            },
          },
        },
        ...failures('400', '401', '403'),
      },
    },
  },
  '/api/v1/job/{id}/': {
    parameters: [id],
    get: {
      tags: ['Jobs'],
      summary: 'Fetch a job',
      operationId: 'fetch_job',
      responses: { ...one(example), ...failures('401', '403', '404') },
    },
  },
  '/api/v1/job/{id}/retry/': act('retry', 'Retry a job', 'Only one that has failed. It goes on where it was.', {
    ...example,
    state: 'retrying',
    date_finished: null,
  }),
  '/api/v1/job/{id}/cancel/': act(
    'cancel',
    'Cancel a job',
    'Only one that has not ended. If it is running, it stops at its next step.',
    { ...example, state: 'canceled' },
  ),
}
