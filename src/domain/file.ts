import { AjarError } from './errors.ts'
import { audited, deletable, noun, type RecordOf } from './noun.ts'

/** Where files are kept together. */
export const folder = noun({
  stored: { ...audited, ...deletable, parentId: 'id?', name: 'text' },
  computed: { number: 'integer' },
  refs: { parent: 'folder', createdBy: 'user', updatedBy: 'user' },
})
export type Folder = RecordOf<typeof folder>

/**
 * A file whose bytes Ajar keeps. Every content has an id of its own, under which its bytes are found; that, `size` in
 * bytes and `sha256` are null as long as there is none. `contentType` is what whoever sent it said it is.
 */
export const file = noun({
  stored: {
    ...audited,
    ...deletable,
    folderId: 'id?',
    name: 'text',
    contentId: 'id?',
    contentType: 'text?',
    size: 'integer?',
    sha256: 'text?',
  },
  computed: { number: 'integer' },
  refs: { folder: 'folder', createdBy: 'user', updatedBy: 'user' },
})
export type File = RecordOf<typeof file>

/** A file that is kept elsewhere. `system` says where, `link` leads there; `size` is in bytes. */
export const linkedFile = noun({
  stored: {
    ...audited,
    ...deletable,
    name: 'text',
    system: 'text',
    size: 'integer?',
    link: 'text',
    icon: 'text?',
  },
  computed: { number: 'integer' },
  refs: { createdBy: 'user', updatedBy: 'user' },
})
export type LinkedFile = RecordOf<typeof linkedFile>
export const FILE_SYSTEMS = ['dropbox', 'google-drive'] as const

/** The longest name of a file or folder; file systems take no longer ones either. */
export const MAX_NAME = 255

/** The largest content of a file. */
export const MAX_CONTENT_BYTES = 100 * 1024 * 1024

/** More than a file may have. */
export const tooLarge = (maxBytes = MAX_CONTENT_BYTES) =>
  new AjarError('too_large', `A file may have at most ${maxBytes / 1024 / 1024} MB.`)

/** A part of a content: from the first to the last byte, both included. */
export type ByteRange = { readonly start: number; readonly end: number }

/** What a content is said to be; null for what could not be said again in an answer. */
export function readContentType(declared: string | undefined): string | null {
  const type = declared?.trim() ?? ''
  return type.length <= MAX_NAME && CONTENT_TYPE.test(type) ? type : null
}

const CONTENT_TYPE = /^[\w.+-]+\/[\w.+-]+(\s*;\s*[\w.-]+=([!#-+\--:<-~]+|"[ !#-[\]-~]*"))*$/
