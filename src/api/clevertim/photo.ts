import type { FastifyInstance } from 'fastify'
import { findPhoto, type Pictured } from '../../actions/leads/photo.ts'
import { notFound } from '../../domain/errors.ts'
import { cleaned } from '../resource/codec.ts'
import { mountPicture } from '../resource/content.ts'
import type { Engine } from '../resource/engine.ts'
import { readNumber } from '../resource/references.ts'
import { resource } from '../resource/resource.ts'
import { companies } from './targets.ts'

const photo = resource('file', { title: 'photo', fields: {} })
const customers: readonly Pictured[] = [{ noun: 'contact' }, { noun: 'lead', where: companies }]

/** Where photos are; the vendor's paths begin so without `/api`, too. */
export const PHOTO_PATH = '/getcphoto'

/** Serves the photos of contacts and the logos of companies, by the number of the customer and what `cphoto` says. */
export function mountPhotos(app: FastifyInstance, engine: Engine): void {
  mountPicture(app, engine, photo, `${PHOTO_PATH}/:id/*`, (ctx, request) => {
    const { id, '*': name } = request.params as Params
    const number = readNumber('', id)
    if (number === undefined) throw notFound('file')
    return findPhoto(ctx, customers, number, cleaned(name))
  })
}

type Params = { readonly id: string; readonly '*': string }
