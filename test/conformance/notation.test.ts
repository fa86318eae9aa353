import { expect, test } from 'vitest'
import { schemaOf } from './notation.ts'

test.each([
  ['string', { type: 'string' }],
  ['any', {}],
  ['date-time|null', { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] }],
  ["'won'|'lost'", { anyOf: [{ const: 'won' }, { const: 'lost' }] }],
  ['[Contact]', { type: 'array', items: { $ref: 'Contact' } }],
  [
    "['calls'|'meetings']|null",
    { anyOf: [{ type: 'array', items: schemaOf("'calls'|'meetings'") }, { type: 'null' }] },
  ],
  ['{any}', { type: 'object', additionalProperties: {} }],
  [
    { 'name?': 'string', id: 'string' },
    { type: 'object', properties: { name: {}, id: {} }, required: ['id'] },
  ],
])('%j is a schema', (notation, schema) => {
  expect(schemaOf(notation)).toMatchObject(schema)
})
