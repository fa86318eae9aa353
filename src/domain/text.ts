import sanitizeHtml from 'sanitize-html'
import validator from 'validator'
import { MENTION_ATTRIBUTES } from './mention.ts'

/** Whether this is one e-mail address. */
export const isEmailAddress = (text: string): boolean =>
  text.length <= 254 && validator.isEmail(text, { allow_utf8_local_part: true, require_tld: false })

/** Whether this is a web address, with its scheme or without. */
export const isWebAddress = (text: string): boolean =>
  text.length <= 2000 &&
  validator.isURL(text, { protocols: ['http', 'https', 'ftp'], require_tld: false, allow_underscores: true })

/** Plain text as the smallest rich text that shows it: paragraphs within one body element. */
export function plainToHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<body><p>${escaped.split(/\r?\n/).join('</p><p>')}</p></body>`
}

const ALLOWED = {
  allowedTags: [...sanitizeHtml.defaults.allowedTags, 'img', 'u', 'del', 'ins'],
  allowedAttributes: {
    ...sanitizeHtml.defaults.allowedAttributes,
    '*': ['class', 'dir', 'title', 'align'],
    img: ['src', 'alt', 'width', 'height'],
    // Who is mentioned; see mention.ts.
    span: ['data-type', ...MENTION_ATTRIBUTES],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel', 'cid'],
}

/** Rich text without anything that could run, within one body element. */
export function cleanHtml(html: string): string {
  return `<body>${sanitizeHtml(html, ALLOWED)}</body>`
}

/** The words of rich text, a line for each block. */
export function htmlToPlain(html: string): string {
  const lines = html.replaceAll(/<(br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^>]*>/gi, '\n')
  const bare = sanitizeHtml(lines, { allowedTags: [], allowedAttributes: {} })
  return bare
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('\u00a0', ' ')
    .trim()
}
