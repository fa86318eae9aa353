import type { JsonSchema } from '../resource/codec.ts'
import type { Description } from '../resource/description.ts'
import type { Method } from '../resource/resource.ts'

/** The answers to what cannot be done, which operations refer to. */
export function failuresOf({ failures }: Description): Record<string, JsonSchema> {
  return Object.fromEntries(
    failures.map(({ name, description, schema, examples, headers }) => [
      name,
      {
        description,
        content: {
          'application/json': {
            schema,
            examples: Object.fromEntries(Object.entries(examples).map(([key, value]) => [key, { value }])),
          },
        },
        ...(headers === undefined ? {} : { headers }),
      },
    ]),
  )
}

/** What an operation may be answered instead, by status. */
export const failuresTo = (method: Method, { failures }: Description): Record<string, JsonSchema> =>
  Object.fromEntries(
    failures
      .filter(({ methods }) => methods.includes(method))
      .map(({ status, name }) => [status, { $ref: `#/components/responses/${name}` }]),
  )
