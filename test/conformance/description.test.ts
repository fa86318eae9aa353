import { expect, test } from 'vitest'
import { readOperations } from './description.ts'

const operations = readOperations()
const named = (name: string) => {
  const found = operations.find((operation) => operation.name === name)
  if (found === undefined) throw new Error(`there is no ${name}`)
  return found
}

test('all 286 operations are described, each by its own name', () => {
  expect(new Set(operations.map(({ name }) => name)).size).toBe(286)
})

test('an answer that lacks a field, or has another type, is told from a right one', () => {
  const { checkAnswer } = named('GET /group/')
  const answer = (group: object) => JSON.stringify({ has_more: false, data: [group] })

  expect(checkAnswer(answer({ id: 'group_1', name: 'Sales', organization_id: 'orga_1', more: 1 }))).toEqual([])
  expect(checkAnswer(answer({ id: 'group_1', name: null }))).toEqual([
    "data[] must have required property 'organization_id'",
    'data[].name must be string',
  ])
  expect(checkAnswer('[]')).toEqual(['the body must be object'])
  expect(checkAnswer('{')).toEqual(['the body must be JSON'])
})

test('an answer without a body has none', () => {
  const { status, checkAnswer } = named('DELETE /group/{id}/')

  expect(status).toBe(204)
  expect(checkAnswer('')).toEqual([])
  expect(checkAnswer('{}')).toEqual(['the body must be empty'])
})
