import type { FastifyInstance } from 'fastify'
import type { Context } from '../../actions/context.ts'
import {
  associateCustomField,
  dissociateCustomField,
  updateAssociation,
} from '../../actions/custom/customFieldAssociation.ts'
import { notFound } from '../../domain/errors.ts'
import { boolean, cleaned, texts } from '../resource/codec.ts'
import type { Answer } from '../resource/dialect.ts'
import type { Call, Engine } from '../resource/engine.ts'
import { fetchAnswer } from '../resource/read.ts'
import { field, input, readOnly, resource } from '../resource/resource.ts'
import { serve } from '../resource/routes.ts'
import { createAnswer, updateAnswer } from '../resource/write.ts'
import { id } from './common.ts'
import { sharedCustomField } from './customField.ts'
import { associations, objectType } from './customFieldCodecs.ts'

/** What a body may say of one use of a shared field. Answers are read with all uses, of which one is shown. */
const association = resource('customField', {
  title: 'SharedCustomFieldAssociation',
  only: sharedCustomField.only ?? [],
  policy: { generation: 2 },
  fields: {
    object_type: input('objectType', objectType, { once: true }),
    custom_activity_type_id: input('activityTypeId', id, { once: true }),
    custom_object_type_id: input('customObjectTypeId', id, { once: true }),
    required: input('required', boolean),
    editable_with_roles: field('editableWithRoles', texts),
    associations: readOnly('associations', associations),
  },
})

/** Serves the paths that say where shared fields are used, and what is true of them there. */
export function mountAssociations(app: FastifyInstance, engine: Engine): void {
  const { dialect } = engine
  for (const prefix of ['/custom_field/', '/custom_fields/']) {
    const at = `${prefix}shared/:id/association/`
    serve(app, engine, at, association, async (call, method, fieldId) =>
      method === 'POST' ? create(engine, call, fieldId) : dialect.unsupported(association, method, false),
    )
    for (const kind of ['', 'custom_activity_type/', 'custom_object_type/']) {
      serve(app, engine, `${at}${kind}:objectType`, association, (call, method, fieldId) =>
        one(engine, call, method, fieldId),
      )
    }
  }
}

async function create(engine: Engine, call: Call, fieldId: string): Promise<Answer> {
  const actions = {
    customField: { create: (ctx: Context, draft: object) => associateCustomField(ctx, fieldId, draft) },
  }
  const { status, body } = await createAnswer({ ...engine, actions }, association, { ...call, params: {} })
  const made = usesIn(body).at(-1)
  if (made === undefined) throw notFound('customField', fieldId)
  const { object_type: kind, custom_activity_type_id: activity, custom_object_type_id: object } = made
  const type = [kind, activity ?? object].filter((one) => one !== undefined).join('/')
  const headers = { location: `${engine.dialect.prefix}/custom_field/shared/${fieldId}/association/${type}/` }
  return { status, headers, body: JSON.stringify(made) }
}

async function one(engine: Engine, { params: _ignored, ...asked }: Call, method: string, fieldId: string) {
  const { objectType: named = '' } = asked.request.params as { objectType?: string }
  const [type, call] = [cleaned(named), { ...asked, params: {} }]
  const shown = ({ status, body }: Answer): Answer => {
    const use = usesIn(body).find((one) => typeOf(one) === type)
    if (use === undefined) throw notFound('customField', fieldId)
    return { status, body: JSON.stringify(use) }
  }
  switch (method) {
    case 'GET':
      return shown(await fetchAnswer(engine, association, call, fieldId))
    case 'PUT': {
      const update = (ctx: Context, its: string, patch: object) => updateAssociation(ctx, its, type, patch)
      return shown(await updateAnswer({ ...engine, actions: { customField: { update } } }, association, call, fieldId))
    }
    case 'DELETE':
      await dissociateCustomField(engine.context(call.actor, call.request), fieldId, type)
      return engine.dialect.deleted(association, fieldId)
    default:
      return engine.dialect.unsupported(association, method, true)
  }
}

/** A use as answers show it. */
type Use = {
  readonly object_type: string
  readonly custom_activity_type_id?: string
  readonly custom_object_type_id?: string
}

const usesIn = (body: string) => (JSON.parse(body) as { associations: readonly Use[] }).associations
const typeOf = (use: Use) => use.custom_activity_type_id ?? use.custom_object_type_id ?? use.object_type
