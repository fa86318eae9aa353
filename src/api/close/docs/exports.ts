import type { JsonSchema } from '../../resource/codec.ts'
import { schemaOf } from '../../resource/resource.ts'
import { exports_ } from '../export.ts'
import { SHOWN } from './story.ts'

const failure = (name: string) => ({ $ref: `#/components/responses/${name}` })

/** Giving up an export. */
export const exportPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/v1/export/{id}/cancel/': {
    parameters: [
      { name: 'id', in: 'path', required: true, description: 'The id of the export.', schema: { type: 'string' } },
    ],
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
        '400': failure('Invalid'),
        '401': failure('Unauthenticated'),
        '403': failure('Forbidden'),
        '404': failure('NotFound'),
      },
    },
  },
}
