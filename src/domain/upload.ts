import { audited, noun, type RecordOf } from './noun.ts'

/**
 * A file that was sent to be attached to something. It is announced first, with its name and type; `contentId`, under
 * which its bytes are found, `size` in bytes and `sha256` are null until they have arrived.
 */
export const upload = noun({
  stored: {
    ...audited,
    name: 'text',
    contentType: 'text?',
    contentId: 'id?',
    size: 'integer?',
    sha256: 'text?',
  },
  refs: { createdBy: 'user', updatedBy: 'user' },
})
export type Upload = RecordOf<typeof upload>

/** A file that hangs on an activity or opportunity: its address as it was given, and the upload that is behind it. */
export type Attachment = {
  readonly url: string
  readonly filename: string
  readonly content_type: string
  readonly size: number | null
  readonly thumbnail_url: null
  readonly upload_id: string
}

/** How long the bytes of an announced file may be sent. */
export const FORM_SECONDS = 60
/** How long an upload can be attached, and be read by anybody who has its address. */
export const LINK_SECONDS = 24 * 3600

/** What the address of an upload says. `expires` is in seconds since 1970; the signature is over all of the others. */
export type UploadLink = {
  readonly organizationId: string
  readonly uploadId: string
  readonly expires: string
  readonly signature: string
}

const PATH = '/go/file/temporary/'
const KEY = /^(upl_[0-9A-Za-z]{1,60})\.(\d{1,12})\.([\w-]{43})$/

/** The address of an upload; the name at its end is for people. */
export function linkTo(
  { organizationId, uploadId, expires, signature }: UploadLink,
  url: string,
  name: string,
): string {
  return `${url}${PATH}${organizationId}/${uploadId}.${expires}.${signature}/${encodeURIComponent(name.toWellFormed())}/`
}

/** The parts of an address below `url`; undefined for any other address. */
export function readLink(address: string, url: string): UploadLink | undefined {
  if (!address.startsWith(url + PATH)) return undefined
  const [organizationId = '', key = ''] = address.slice(url.length + PATH.length).split('/')
  return readKey(organizationId, key)
}

/** The same from the two steps of its path that tell something. */
export function readKey(organizationId: string, key: string): UploadLink | undefined {
  const [, uploadId, expires, signature] = KEY.exec(key) ?? []
  if (uploadId === undefined || expires === undefined || signature === undefined) return undefined
  return { organizationId, uploadId, expires, signature }
}
