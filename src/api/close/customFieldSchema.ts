import type { FastifyInstance } from 'fastify'
import type { Engine } from '../resource/engine.ts'
import { fetchAnswer } from '../resource/read.ts'
import { field, readOnly, resource } from '../resource/resource.ts'
import { serve } from '../resource/routes.ts'
import { updateAnswer } from '../resource/write.ts'
import { string } from './common.ts'
import { wholeFieldsInOrder } from './customFieldCodecs.ts'

/** The fields of a kind of object in their order. Those of an own type are named by two words: `activity/actitype_…`. */
export const customFieldSchema = resource('customFieldSchema', {
  path: '/custom_field_schema/',
  title: 'CustomFieldSchema',
  methods: ['fetch', 'update'],
  fields: {
    object_type: readOnly('id', string),
    name: readOnly('name', string),
    organization_id: readOnly('organizationId', string),
    fields: field('fields', wholeFieldsInOrder),
  },
})

/** Serves the schemas of an organization's own types. */
export function mountOwnSchemas(app: FastifyInstance, engine: Engine): void {
  for (const kind of ['activity', 'custom_object']) {
    serve(app, engine, `${customFieldSchema.path}${kind}/:id`, customFieldSchema, async (call, method, id) => {
      if (method === 'GET') return fetchAnswer(engine, customFieldSchema, call, `${kind}/${id}`)
      if (method === 'PUT') return updateAnswer(engine, customFieldSchema, call, `${kind}/${id}`)
      return engine.dialect.unsupported(customFieldSchema, method, true)
    })
  }
}
