import type { JsonSchema } from '../../resource/codec.ts'
import type { Failure } from '../../resource/description.ts'

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

export const failureSchemas: Readonly<Record<string, JsonSchema>> = {
  Failure: {
    type: 'object',
    title: 'Failure',
    properties: { error: { type: 'string', description: 'What is wrong, in a sentence.' } },
    required: ['error'],
  },
  LimitReached: {
    type: 'object',
    title: 'LimitReached',
    properties: {
      error: {
        type: 'object',
        properties: {
          message: { type: 'string' },
          rate_limit: { type: 'integer' },
          rate_limit_type: { enum: ['key', 'org'] },
          rate_window: { type: 'integer', description: 'In seconds.' },
          rate_reset: { type: 'string', description: 'Seconds until the limit is whole again.' },
          rate_endpoint_group: { type: 'string', description: 'What is counted together.' },
        },
      },
    },
    required: ['error'],
  },
  Problems: {
    type: 'object',
    title: 'Problems',
    properties: {
      errors: { type: 'array', items: { type: 'string' }, description: 'What is wrong with the object as a whole.' },
      'field-errors': {
        type: 'object',
        description: 'What is wrong with each field; within a list by position, in the same shape.',
        additionalProperties: {
          oneOf: [
            { type: 'string' },
            {
              type: 'object',
              properties: { errors: { type: 'object', additionalProperties: ref('Problems') } },
              required: ['errors'],
            },
          ],
        },
      },
    },
    required: ['errors', 'field-errors'],
  },
}

const NO_KEY =
  'The server could not verify that you are authorized to access the URL requested (/api/v1/lead/). ' +
  'Either you supplied no API key or it is not a valid one.'

const within = (position: string, problems: object) => ({
  errors: { [position]: { errors: [], 'field-errors': problems } },
})

/** How this dialect says what cannot be done. */
export const failures: readonly Failure[] = [
  {
    name: 'Invalid',
    status: '400',
    methods: ['list', 'create', 'update', 'updateMany'],
    description: 'The request cannot be understood, or values in it are wrong. Every problem is reported at once.',
    schema: { oneOf: [ref('Problems'), ref('Failure')] },
    examples: {
      values: {
        errors: [],
        'field-errors': {
          name: 'Value must be of string type.',
          contacts: within('0', { emails: within('0', { email: 'Invalid email address.' }) }),
        },
      },
      malformed: { error: 'The request contains invalid JSON.' },
    },
  },
  {
    name: 'Unauthenticated',
    status: '401',
    methods: ['list', 'create', 'fetch', 'update', 'updateMany', 'delete'],
    description: 'There is no API key, or it is not a valid one.',
    schema: ref('Failure'),
    examples: { key: { error: NO_KEY } },
    headers: { 'WWW-Authenticate': { schema: { type: 'string' } } },
  },
  {
    name: 'Forbidden',
    status: '403',
    methods: ['create', 'update', 'updateMany', 'delete'],
    description: 'Your role does not allow this.',
    schema: ref('Failure'),
    examples: { permission: { error: "Your role does not allow this: it lacks 'delete_leads'." } },
  },
  {
    name: 'NotFound',
    status: '404',
    methods: ['fetch', 'update', 'delete'],
    description: 'There is no such object, or you may not see it.',
    schema: ref('Failure'),
    examples: { missing: { error: 'Empty query: Lead matching query does not exist.' } },
  },
  {
    name: 'TooMany',
    status: '429',
    methods: ['list', 'create', 'fetch', 'update', 'updateMany', 'delete'],
    description:
      'There is a limit, and too many requests of this kind have come. `Retry-After` says when to come again.',
    schema: ref('LimitReached'),
    examples: {
      limit: {
        error: {
          message: 'API call count exceeded for this period',
          rate_limit: 100,
          rate_limit_type: 'key',
          rate_window: 10,
          rate_reset: '0.59',
          rate_endpoint_group: 'GET /api/v1/lead/',
        },
      },
    },
    headers: {
      RateLimit: { schema: { type: 'string' }, description: 'Such as `limit=100, remaining=0, reset=0.59`.' },
      'Retry-After': { schema: { type: 'integer' }, description: 'In seconds.' },
    },
  },
]
