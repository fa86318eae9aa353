import type { JsonSchema } from '../../resource/codec.ts'
import type { Description } from '../../resource/description.ts'
import type { Dialect } from '../../resource/dialect.ts'
import type { Resource } from '../../resource/resource.ts'
import { contentPaths, photoPath } from './content.ts'
import { failureSchemas, failures } from './failures.ts'
import { story } from './story.ts'
import { fields, introduction, titles } from './words.ts'

const envelope = (content: JsonSchema): JsonSchema => ({
  type: 'object',
  properties: { status: { const: 'OK' }, content: { type: 'array', ...content } },
  required: ['status', 'content'],
})
const ok = (object: unknown) => ({ status: 'OK', content: [object] })
const one = (object: JsonSchema) => envelope({ items: object, minItems: 1, maxItems: 1 })

/** What this dialect tells about itself. */
export const clevertimDescription = (resources: readonly Resource[], dialect: Dialect): Description => ({
  name: 'Clevertim API',
  slug: 'clevertim',
  at: '/api/clevertim/openapi.json',
  resources,
  dialect,
  introduction,
  credentials: 'HTTP Basic with the API token as user name; any password will do: `curl -u YOUR_API_TOKEN:X …`',
  titles,
  fields,
  parameters: {
    limit: 'limit',
    skip: 'offset',
    time: 'ISO 8601, such as `2017-01-02T05:22:12Z`.',
    change: 'What is left out stays as it is; `null`, an empty text or an empty list empties a field.',
  },
  answers: {
    one,
    list: (object) => envelope({ items: object }),
    listExample: ok,
  },
  failures,
  failureSchemas,
  story,
  more: (refTo) => ({ ...contentPaths(one(refTo('file')), ok(story.shown.file)), ...photoPath }),
})
