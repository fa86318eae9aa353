import type { Description } from '../../resource/description.ts'
import type { Dialect } from '../../resource/dialect.ts'
import type { Resource } from '../../resource/resource.ts'
import { searchParameters } from '../query.ts'
import { bulkActionPaths } from './bulkActions.ts'
import { associationPaths, CUSTOM_REQUESTS, CUSTOM_SHOWN } from './customizations.ts'
import { eventPaths } from './events.ts'
import { exportPaths } from './exports.ts'
import { failureSchemas, failures } from './failures.ts'
import { findingPaths } from './finding.ts'
import { identityPaths } from './identity.ts'
import { jobPaths } from './jobs.ts'
import { memberPaths } from './members.ts'
import { mergingPaths } from './merging.ts'
import { REQUESTS } from './requests.ts'
import { searchingPaths } from './searching.ts'
import { ANYWHERE, SHOWN } from './story.ts'
import { undoPaths } from './undo.ts'
import { uploadPaths } from './uploads.ts'
import { webhookPaths } from './webhooks.ts'
import { fields, introduction, titles } from './words.ts'

/** What this dialect tells about itself. */
export const closeDescription = (resources: readonly Resource[], dialect: Dialect): Description => ({
  name: 'Close API',
  slug: 'close',
  at: '/api/openapi.json',
  resources,
  dialect,
  introduction,
  credentials: 'HTTP Basic with the API key as user name and an empty password: `curl -u YOUR_API_KEY: …`',
  titles,
  headings: {
    Jobs: 'What Ajar does in the background, for administrators to look after.',
    Trash: 'Taking back what was changed, deleted or merged.',
  },
  fields,
  parameters: {
    limit: '_limit',
    skip: '_skip',
    order: '_order_by',
    cursor: {
      name: '_cursor',
      description:
        'Ajar’s own: empty for the first page, then the `cursor_next` of the page before. It is not for use with `_skip`, does not expire, and is good for one list with the same filters and order.',
    },
    fields: {
      name: '_fields',
      description:
        'The wanted fields, separated by commas, such as `id,display_name`. Asking for fewer is faster; `_all` stands for every field.',
    },
    search: searchParameters,
    time: 'ISO 8601, a time or a date, which begins where X-TZ-Offset says.',
    change: 'What is left out stays as it is; `null` empties a field.',
  },
  answers: {
    one: (object) => object,
    list: (object, isPaged) => ({
      type: 'object',
      properties: {
        ...(isPaged && { has_more: { type: 'boolean', description: 'Whether there are objects after these.' } }),
        cursor_next: {
          type: ['string', 'null'],
          description: 'Where `_cursor` was given: what to send as `_cursor` for the next page; `null` after the last.',
        },
        data: { type: 'array', items: object },
        ...(isPaged && {
          total_results: {
            type: 'integer',
            description: 'How many there are on all pages, where the resource counts them.',
          },
        }),
      },
      required: isPaged ? ['has_more', 'data'] : ['data'],
    }),
    listExample: (object, isPaged) => ({ ...(isPaged && { has_more: false }), data: [object] }),
  },
  failures,
  failureSchemas,
  story: {
    anywhere: ANYWHERE,
    shown: { ...SHOWN, ...CUSTOM_SHOWN },
    requests: { ...REQUESTS, ...CUSTOM_REQUESTS },
  },
  more: (refTo) => ({
    ...memberPaths,
    ...associationPaths,
    ...identityPaths,
    ...mergingPaths,
    ...findingPaths,
    ...searchingPaths,
    ...uploadPaths,
    ...eventPaths(resources, refTo),
    ...jobPaths,
    ...exportPaths,
    ...undoPaths,
    ...webhookPaths,
    ...bulkActionPaths(refTo),
  }),
})
