import type { FastifyInstance } from 'fastify'
import { mountContent } from '../resource/content.ts'
import type { Failures } from '../resource/dialect.ts'
import type { Engine } from '../resource/engine.ts'
import type { Resource } from '../resource/resource.ts'
import { mount } from '../resource/routes.ts'
import { case_ } from './case.ts'
import { comment } from './comment.ts'
import { company } from './company.ts'
import { contact } from './contact.ts'
import { customField } from './customField.ts'
import { PREFIX } from './dialect.ts'
import { errorAnswer, failed } from './errors.ts'
import { file, folder, linkedFile } from './file.ts'
import { note } from './note.ts'
import { opportunity } from './opportunity.ts'
import { mountPhotos, PHOTO_PATH } from './photo.ts'
import { task } from './task.ts'
import { group, user } from './user.ts'

/** The maps of this dialect, each served under its path. */
export const clevertimResources: readonly Resource[] = [
  contact,
  company,
  case_,
  opportunity,
  task,
  note,
  comment,
  customField,
  user,
  group,
  folder,
  file,
  linkedFile,
]

/** Serves the dialect. */
export function mountClevertim(app: FastifyInstance, engine: Engine): void {
  for (const of of clevertimResources) mount(app, engine, of)
  mountContent(app, engine, file)
  mountPhotos(app, engine)
}

const UNPREFIXED = new RegExp(`^(?:${clevertimResources.map(({ path }) => path).join('|')})(?=[/?]|$)`)

/**
 * The address that is meant. The vendor's own examples write to `/case` and `/case/367`, so what is under the prefix is
 * found without it too, except by browsers that want a page. No page will ever be where the photos are.
 */
export function withPrefix(url: string, accept: string | undefined): string {
  const isPage = accept?.includes('text/html') === true
  return (UNPREFIXED.test(url) && !isPage) || url.startsWith(`${PHOTO_PATH}/`) ? PREFIX + url : url
}

const KNOWN = ['GET', 'POST', 'PUT', 'DELETE']

/** Requests that reach no resource: `at` says where they are this dialect's business. */
export const clevertimFailures: Failures & { readonly at: RegExp } = {
  at: /^\/api(?!\/(?:v1|docs|openapi\.json)(?:[/?]|$))(?:[/?]|$)/,
  error: (error) => errorAnswer(error),
  unknown: (method, path) =>
    KNOWN.includes(method) ? failed(404, `There is nothing at ${path}.`) : failed(501, `${method} is not supported.`),
}
