import type { JsonSchema } from '../resource/codec.ts'

/** How a caller says who they are. */
export const SECURITY: JsonSchema = {
  apiKey: {
    type: 'http',
    scheme: 'basic',
    description: 'HTTP Basic with the API key as user name and an empty password: `curl -u YOUR_API_KEY: …`',
  },
}

const SENTENCE = {
  type: 'object',
  title: 'Failure',
  properties: { error: { type: 'string', description: 'What is wrong, in a sentence.' } },
  required: ['error'],
}

const PROBLEMS = {
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
            properties: { errors: { type: 'object', additionalProperties: { $ref: '#/components/schemas/Problems' } } },
            required: ['errors'],
          },
        ],
      },
    },
  },
  required: ['errors', 'field-errors'],
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

const response = (description: string, schema: JsonSchema, examples: JsonSchema) => ({
  description,
  content: { 'application/json': { schema, examples } },
})

const says = (summary: string, error: string) => ({ [summary]: { summary, value: { error } } })

/** The answers to what cannot be done, shared by all operations. */
export const FAILURES = {
  schemas: { Failure: SENTENCE, Problems: PROBLEMS },
  responses: {
    Invalid: response(
      'The request cannot be understood, or values in it are wrong. Every problem is reported at once.',
      { oneOf: [ref('Problems'), ref('Failure')] },
      {
        values: {
          summary: 'Wrong values',
          value: {
            errors: [],
            'field-errors': {
              name: 'Value must be of string type.',
              contacts: {
                errors: {
                  '0': {
                    errors: [],
                    'field-errors': {
                      emails: { errors: { '0': { errors: [], 'field-errors': { email: 'Invalid email address.' } } } },
                    },
                  },
                },
              },
            },
          },
        },
        ...says('malformed', 'The request contains invalid JSON.'),
      },
    ),
    Unauthenticated: {
      ...response('There is no API key, or it is not a valid one.', ref('Failure'), {
        ...says(
          'key',
          'The server could not verify that you are authorized to access the URL requested (/api/v1/lead/). ' +
            'Either you supplied no API key or it is not a valid one.',
        ),
      }),
      headers: { 'WWW-Authenticate': { schema: { type: 'string' } } },
    },
    Forbidden: response('Your role does not allow this.', ref('Failure'), {
      ...says('permission', "Your role does not allow this: it lacks 'delete_leads'."),
    }),
    NotFound: response('There is no such object, or you may not see it.', ref('Failure'), {
      ...says('missing', 'Empty query: Lead matching query does not exist.'),
    }),
  },
} as const satisfies JsonSchema
