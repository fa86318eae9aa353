import type { JsonSchema } from '../../resource/codec.ts'
import type { Failure } from '../../resource/description.ts'

const schema = { $ref: '#/components/schemas/Failure' }

export const failureSchemas: Readonly<Record<string, JsonSchema>> = {
  Failure: {
    type: 'object',
    title: 'Failure',
    properties: {
      status: { const: 'ERROR' },
      error: { type: 'string', description: 'What is wrong, in a sentence. Several problems are joined by `; `.' },
    },
    required: ['status', 'error'],
  },
}

const says = (error: string) => ({ sentence: { status: 'ERROR', error } })
const WRITES = ['create', 'update'] as const

/** How this dialect says what cannot be done. */
export const failures: readonly Failure[] = [
  {
    name: 'Invalid',
    status: '400',
    methods: ['list', ...WRITES],
    description: 'Values in the request are wrong. Every problem is reported at once, by field.',
    schema,
    examples: says('phones.0.no: has no digits; companyId: 999 does not exist'),
  },
  {
    name: 'Unauthenticated',
    status: '401',
    methods: ['list', 'fetch', ...WRITES, 'delete'],
    description: 'There is no API token, or it is not a valid one.',
    schema,
    examples: says('The API token is missing or not a valid one.'),
    headers: { 'WWW-Authenticate': { schema: { type: 'string' } } },
  },
  {
    name: 'Forbidden',
    status: '403',
    methods: [...WRITES, 'delete'],
    description: 'Your entitlements do not allow this.',
    schema,
    examples: says("Your role does not allow this: it lacks 'delete_leads'."),
  },
  {
    name: 'NotFound',
    status: '404',
    methods: ['fetch', 'update', 'delete'],
    description: 'There is no such object, or you may not see it.',
    schema,
    examples: says('There is no such contact.'),
  },
  {
    name: 'Unparsable',
    status: '500',
    methods: WRITES,
    description: 'The body is not JSON. This status is the choice of the API that Ajar follows.',
    schema,
    examples: says('The body is not valid JSON.'),
  },
]
