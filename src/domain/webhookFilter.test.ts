import { describe, expect, test } from 'vitest'
import { type Filter, filterProblem, passes } from './webhookFilter.ts'

const EVENT = {
  object_type: 'lead',
  action: 'updated',
  changed_fields: ['status_id', 'date_updated'],
  user_id: null,
  data: { name: 'Harbor Bakery', value: 1200, 'custom.cf_1': 'Retail', contacts: [{ name: 'Nadia' }, { name: 'Leo' }] },
  previous_data: { status_id: 'stat_1' },
}

const field = (name: string, filter: Filter): Filter => ({ type: 'field_accessor', field: name, filter })
const equals = (value: unknown): Filter => ({ type: 'equals', value })
const contains = (value: unknown): Filter => ({ type: 'contains', value })
const isNull: Filter = { type: 'is_null' }
const nonNull: Filter = { type: 'non_null' }
const not = (filter: Filter): Filter => ({ type: 'not', filter })
const inData = (name: string, filter: Filter) => field('data', field(name, filter))

const CASES: readonly [name: string, filter: Filter, passed: boolean][] = [
  ['equals a text', field('action', equals('updated')), true],
  ['equals another text', field('action', equals('Updated')), false],
  ['equals a number', inData('value', equals(1200)), true],
  ['a number is no text', inData('value', equals('1200')), false],
  ['equals a list in its order', field('changed_fields', equals(['status_id', 'date_updated'])), true],
  ['equals a list in another order', field('changed_fields', equals(['date_updated', 'status_id'])), false],
  ['equals an object', field('previous_data', equals({ status_id: 'stat_1' })), true],
  ['equals part of an object', field('data', equals({ name: 'Harbor Bakery' })), false],
  ['equals null', field('user_id', equals(null)), true],
  ['what is missing equals null', field('nothing', equals(null)), true],
  ['not_equals', field('action', { type: 'not_equals', value: 'created' }), true],
  ['not_equals what it is', field('action', { type: 'not_equals', value: 'updated' }), false],
  ['what is missing is not a text', field('nothing', { type: 'not_equals', value: 'x' }), true],
  ['is_null of null', field('user_id', isNull), true],
  ['is_null of what is missing', field('nothing', isNull), true],
  ['is_null of a value', field('action', isNull), false],
  ['non_null of a value', field('action', nonNull), true],
  ['non_null of null', field('user_id', nonNull), false],
  ['contains a member', field('changed_fields', contains('status_id')), true],
  ['contains no part of a member', field('changed_fields', contains('status')), false],
  ['contains a part of a text', inData('name', contains('Baker')), true],
  ['contains in other letters', inData('name', contains('baker')), false],
  ['contains a number in a text', inData('name', contains(1)), false],
  ['contains of nothing', field('user_id', contains('x')), false],
  ['contains of an object', field('data', contains('name')), false],
  ['and', { type: 'and', filters: [field('action', equals('updated')), inData('value', nonNull)] }, true],
  [
    'and with one that fails',
    { type: 'and', filters: [field('action', equals('updated')), field('data', isNull)] },
    false,
  ],
  ['or with one that passes', { type: 'or', filters: [field('action', equals('x')), inData('value', nonNull)] }, true],
  ['or with none', { type: 'or', filters: [field('action', equals('x')), field('data', isNull)] }, false],
  ['not', not(field('action', equals('x'))), true],
  ['not not', not(not(field('action', equals('x')))), false],
  ['a key with a dot is one key', inData('custom.cf_1', equals('Retail')), true],
  ['a field of what is no object', field('action', field('length', nonNull)), false],
  ['a field that every object inherits', field('data', field('constructor', nonNull)), false],
  ['any_array_value', inData('contacts', { type: 'any_array_value', filter: field('name', equals('Leo')) }), true],
  ['any_array_value with none', inData('contacts', { type: 'any_array_value', filter: field('name', isNull) }), false],
  ['any_array_value of what is no list', inData('name', { type: 'any_array_value', filter: nonNull }), false],
  [
    'it went to a status',
    {
      type: 'and',
      filters: [
        field('changed_fields', contains('status_id')),
        field('previous_data', field('status_id', equals('stat_1'))),
      ],
    },
    true,
  ],
]

test.each(CASES)('%s', (_name, filter, passed) => {
  expect(filterProblem(filter)).toBeUndefined()
  expect(passes(filter, EVENT)).toBe(passed)
})

describe('what is no filter', () => {
  test.each([
    [null, 'The filter must be an object.'],
    [[], 'The filter must be an object.'],
    [{ type: 'not', filter: { type: 'equals' } }, "At filter: the filter of type equals needs 'value'."],
    [{ type: 'or', filters: [isNull, 7] }, 'At filters[1]: the filter must be an object.'],
    [{ type: 'and', filters: 'x' }, 'The filter needs a list of at least one filter.'],
    [{ type: 'is_null', value: 1 }, "The filter of type is_null has no 'value'."],
  ])('%j', (filter, problem) => {
    expect(filterProblem(filter)).toBe(problem)
  })

  test('as deep as allowed, and deeper', () => {
    const nested = (depth: number): Filter => (depth === 1 ? isNull : not(nested(depth - 1)))
    expect(filterProblem(nested(20))).toBeUndefined()
    expect(filterProblem(nested(21))).toContain('nested more than 20 deep')
  })
})
