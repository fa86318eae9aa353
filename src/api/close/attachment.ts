import { type Codec, objects, text } from '../resource/codec.ts'

const SHOWN = ['url', 'filename', 'content_type', 'size', 'thumbnail_url'] as const

/** Attachments as they are read and written: only `url`, `filename` and `content_type` are taken from a body. */
export const attachments: Codec<'json'> = {
  ...objects(['json'], { url: text, filename: text, content_type: text }, ['url']),
  render: { shape: { each: { object: Object.fromEntries(SHOWN.map((key) => [key, { key }])) } } },
  schema: {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        url: { type: 'string' },
        filename: { type: 'string' },
        content_type: { type: 'string' },
        size: { type: ['integer', 'null'], readOnly: true },
        thumbnail_url: { type: 'null', readOnly: true },
      },
    },
  },
}
