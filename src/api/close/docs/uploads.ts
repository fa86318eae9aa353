import type { JsonSchema } from '../../resource/codec.ts'
import { failures, text } from './parts.ts'

const url = { ...text, format: 'uri' }

const announced = {
  'application/json': {
    schema: {
      type: 'object',
      properties: { filename: text, content_type: text },
      required: ['filename', 'content_type'],
    },
    example: { filename: 'floor-plan.pdf', content_type: 'application/pdf' },
  },
}

const invitation = {
  'application/json': {
    schema: {
      type: 'object',
      properties: {
        upload: {
          type: 'object',
          properties: { url, fields: { type: 'object', additionalProperties: text } },
          required: ['url', 'fields'],
        },
        download: { type: 'object', properties: { url }, required: ['url'] },
      },
      required: ['upload', 'download'],
    },
    example: {
      upload: {
        url: 'https://crm.ajar.example/go/file/upload/orga_0VbgnA1hY/',
        fields: { key: 'upl_0VbgpC7eS', expires: '1772705722', signature: 'Uv3kR' },
      },
      download: {
        url: 'https://crm.ajar.example/go/file/temporary/orga_0VbgnA1hY/upl_0VbgpC7eS.1772792062.pZ9fQ/floor-plan.pdf/',
      },
    },
  },
}

/** Files that become attachments. */
export const uploadPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/v1/files/upload/': {
    post: {
      tags: ['Notes'],
      summary: 'Add a file that can be attached',
      description:
        'Within a minute, send the file to `upload.url` as `multipart/form-data`, with all of `upload.fields` before it; ' +
        'the answer to that is 201. For a day `download.url` can then be used in `attachments`.',
      operationId: 'create_upload',
      requestBody: { required: true, content: announced },
      responses: {
        '200': { description: 'Where to send the file.', content: invitation },
        ...failures('400', '401', '403'),
      },
    },
  },
}
