import { activityParts } from './activity.ts'
import { noun, type RecordOf } from './noun.ts'

const { stored, computed, refs, lists } = activityParts

/** A message that was sent or received by WhatsApp. `markdown` is as it was written there, `text` without its marks. */
export const whatsAppMessage = noun({
  stored,
  details: {
    externalId: 'text',
    markdown: 'text',
    html: 'text',
    direction: 'text',
    phone: 'text?',
    phoneFormatted: 'text?',
    phoneCountry: 'text',
    localPhone: 'text?',
    localPhoneFormatted: 'text?',
    localPhoneCountry: 'text',
    attachments: 'json',
    responseToId: 'id?',
    integrationLink: 'text?',
    source: 'text',
  },
  computed,
  refs,
  lists,
})
export type WhatsAppMessage = RecordOf<typeof whatsAppMessage>
export const WHATSAPP_DIRECTIONS = ['incoming', 'outgoing'] as const

// The marks of WhatsApp touch the words they are around: `2 * 3 * 4` has none.
const MARKS = [
  ['`{3}', 'code'],
  ['\\*', 'strong'],
  ['_', 'em'],
  ['~', 'del'],
] as const

/** The message as rich text: bold, italic, struck out and code, a paragraph for each line. */
export function whatsAppHtml(markdown: string): string {
  const escaped = markdown.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const marked = MARKS.reduce(
    (text, [mark, tag]) => text.replaceAll(around(mark), (_all, words: string) => `<${tag}>${words}</${tag}>`),
    escaped,
  )
  return `<body><p>${marked.split(/\r?\n/).join('</p><p>')}</p></body>`
}

/** The words of the message alone. */
export const whatsAppText = (markdown: string) =>
  MARKS.reduce((text, [mark]) => text.replaceAll(around(mark), (_all, words: string) => words), markdown)

// Marks stay within a line, so that paragraphs are whole.
const around = (mark: string) =>
  new RegExp(`(?<![\\p{L}\\p{N}])${mark}(?=\\S)([^\\n]{1,500}?)(?<=\\S)${mark}(?![\\p{L}\\p{N}])`, 'gu')
