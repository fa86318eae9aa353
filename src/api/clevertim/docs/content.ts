import type { JsonSchema } from '../../resource/codec.ts'

const failure = (name: string) => ({ $ref: `#/components/responses/${name}` })
const BYTES = { '*/*': { schema: { type: 'string', format: 'binary' } } }

/** The bytes of files; an upload answers with the file. */
export const contentPaths = (schema: JsonSchema, example: unknown): Readonly<Record<string, JsonSchema>> => ({
  '/api/file/{id}/content': {
    parameters: [{ $ref: '#/components/parameters/number' }],
    get: {
      tags: ['Files'],
      summary: 'Fetch the content of a file',
      description: 'A `Range` brings a part; the `ETag` is for `If-None-Match` and `If-Range`.',
      operationId: 'fetch_file_content',
      responses: {
        '200': { description: 'The content.', content: BYTES },
        '206': { description: 'A part of it.', content: BYTES },
        '401': failure('Unauthenticated'),
        '404': failure('NotFound'),
      },
    },
    put: {
      tags: ['Files'],
      summary: 'Change the content of a file',
      description: 'All at once, up to 100 MB. The body is the content; a form with one file is taken too.',
      operationId: 'update_file_content',
      requestBody: { required: true, content: BYTES },
      responses: {
        '200': { description: 'The file.', content: { 'application/json': { schema, example } } },
        '400': failure('Invalid'),
        '401': failure('Unauthenticated'),
        '403': failure('Forbidden'),
        '404': failure('NotFound'),
      },
    },
  },
  '/api/getcphoto/{id}/{name}': {
    parameters: [
      { $ref: '#/components/parameters/number' },
      { name: 'name', in: 'path', required: true, description: 'What `cphoto` says.', schema: { type: 'string' } },
    ],
    get: {
      tags: ['Files'],
      summary: 'Fetch the photo of a contact or the logo of a company',
      operationId: 'fetch_photo',
      responses: {
        '200': { description: 'The photo.', content: BYTES },
        '401': failure('Unauthenticated'),
        '404': failure('NotFound'),
      },
    },
  },
})

/** The photo of a contact or company. */
export const photoPath: Readonly<Record<string, JsonSchema>> = {
  '/api/getcphoto/{id}/{name}': {
    parameters: [
      { $ref: '#/components/parameters/number' },
      {
        name: 'name',
        in: 'path',
        required: true,
        schema: { type: 'string' },
        description: 'What `cphoto` says.',
        example: 'portrait.jpg',
      },
    ],
    get: {
      tags: ['Contacts', 'Companies'],
      summary: 'Fetch the photo of a contact or company',
      description: 'Browsers show PNG, JPEG, GIF and WebP; anything else they save.',
      operationId: 'fetch_photo',
      responses: {
        '200': { description: 'The picture.', content: BYTES },
        '206': { description: 'A part of it.', content: BYTES },
        '401': failure('Unauthenticated'),
        '404': failure('NotFound'),
      },
    },
  },
}
