import type { JsonSchema } from '../../resource/codec.ts'
import { schemaOf } from '../../resource/resource.ts'
import { exports_ } from '../export.ts'
import { failures, inPath } from './parts.ts'
import { SHOWN } from './story.ts'

/** Giving up an export. */
export const exportPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/v1/export/{id}/cancel/': {
    parameters: [inPath('id', 'The id of the export.')],
    post: {
      tags: ['Exports'],
      summary: 'Cancel an export',
      description: 'One that is done stays as it is. Ajar’s own.',
      operationId: 'cancel_export',
      responses: {
        '200': {
          description: 'The export.',
          content: {
            'application/json': {
              schema: schemaOf(exports_),
              example: { ...SHOWN.Export, status: 'canceled', download_url: null },
            },
          },
        },
        ...failures('400', '401', '403', '404'),
      },
    },
  },
}
