import { expect, test } from 'vitest'
import type { Json, Reply } from './client.ts'
import { type Operation, readOperations } from './description.ts'
import { requestFor } from './request.ts'
import { namesInBooks, workshopWith } from './workshop.ts'

const operations = readOperations()

// A server that has everything, so that recipes for what is not built yet are tried as well.
const OBJECT = { id: 'user_2', thread_id: 'acti_2', object_id: 'acti_3', memberships: [{ id: 'memb_1' }] }
const everything = { ...OBJECT, organizations: [{ id: 'orga_1' }], data: [{ id: 'user_1' }] } as unknown as Json
const send = async (): Promise<Reply> => ({ status: 200, text: '', body: everything })

test('every operation is asked for with a request as described', async () => {
  const problems = await Promise.all(operations.map(requestProblems))

  expect(problems.flat()).toEqual([])
})

test('every recipe is for something that is described', () => {
  const { resources, specials } = namesInBooks()
  const names = operations.map(({ name }) => name)
  const paths = operations.map(({ path }) => path.replace('{id}/', ''))

  expect(names).toEqual(expect.arrayContaining([...specials]))
  expect(paths).toEqual(expect.arrayContaining([...resources]))
})

async function requestProblems(operation: Operation): Promise<readonly string[]> {
  const { name, method, path, needs, takesBody } = operation
  const { path: asked, body } = await requestFor(operation, workshopWith(send))
  const url = new URL(asked, 'http://ajar.example')
  const problems = [
    ...(new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/{}]+')}$`).test(url.pathname) ? [] : [`asks ${asked}`]),
    ...needs.filter((parameter) => !url.searchParams.has(parameter)).map((parameter) => `lacks ${parameter}`),
    ...(takesBody ? operation.checkBody(body) : []),
    ...(takesBody && method === 'PUT' && Object.keys(body ?? {}).length === 0 ? ['changes nothing'] : []),
  ]
  return problems.map((problem) => `${name} ${problem}`)
}
