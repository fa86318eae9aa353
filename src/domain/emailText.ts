import addresses from 'email-addresses'
import { htmlToPlain } from './text.ts'

export type Mailbox = { readonly name: string; readonly email: string }
type Addressed = {
  readonly sender: string | null
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly bcc: readonly string[]
  readonly subject: string | null
  readonly sentAt: string | null
}

const PREVIEW_LENGTH = 140

/** The mailboxes of a header value such as `Mara Quist <mara@northfold.example>, ida@harbor.example`; none if it is not one. */
export function parseAddresses(text: string): Mailbox[] {
  const parsed = addresses.parseAddressList({ input: text, rfc6532: true }) ?? []
  return parsed.flatMap((one) => {
    const boxes = one.type === 'group' ? one.addresses : [one]
    return boxes.map((box) => ({ name: box.name ?? '', email: box.address }))
  })
}

/** `Mara Quist <mara@northfold.example>`, quoted where the name needs it. */
export function displayAddress(name: string, email: string): string {
  if (name === '') return email
  return /^[\w .'-]+$/u.test(name) ? `${name} <${email}>` : `"${name.replaceAll(/["\\]/g, '\\$&')}" <${email}>`
}

/** What stands on the envelope of an e-mail, as mail programs show it. */
export function envelopeOf(email: Addressed, at: string): object {
  const from = email.sender === null ? [] : parseAddresses(email.sender)
  return {
    from,
    sender: from,
    to: email.to.flatMap(parseAddresses),
    cc: email.cc.flatMap(parseAddresses),
    bcc: email.bcc.flatMap(parseAddresses),
    reply_to: [],
    subject: email.subject ?? '',
    date: new Date(email.sentAt ?? at).toUTCString().replace('GMT', '-0000'),
    message_id: null,
    in_reply_to: null,
    is_autoreply: false,
  }
}

// Re:, Fwd: and what they are called in the languages our users' customers write in, also counted: `Re[2]:`.
const ANSWER = /^(?:(?:re|fwd?|aw|wg|antw|sv|vs|vl|tr|rv|rif|odp|enc|res)(?:\[\d{1,3}\])?\s*:\s*)+/i

/** Whether a subject says that the e-mail answers or forwards another. */
export const isAnswer = (subject: string) => ANSWER.test(subject.trim())

/** A subject without what answering and forwarding put before it. */
export const normalizedSubject = (subject: string) => subject.trim().replace(ANSWER, '').replaceAll(/\s+/g, ' ')

/** The first words of a text, on one line. */
export function previewOf(text: string): string {
  return Array.from(text.replaceAll(/\s+/g, ' ').trim()).slice(0, PREVIEW_LENGTH).join('')
}

/** A plain body split where the quoted mail begins; only the part that is new is to be shown unfolded. */
export function quotedText(text: string): { text: string; expand: boolean }[] {
  const lines = text.split('\n')
  const at = lines.findIndex(
    (line, i) => line.startsWith('>') || (/\bwrote:\s*$/.test(line) && (lines[i + 1] ?? '').startsWith('>')),
  )
  if (text === '') return []
  if (at <= 0) return [{ text, expand: true }]
  return [
    { text: lines.slice(0, at).join('\n'), expand: true },
    { text: lines.slice(at).join('\n'), expand: false },
  ]
}

/** The same for a rich body: what stands in its first block quote is folded. */
export function quotedHtml(html: string): { html: string; expand: boolean }[] {
  if (html === '') return []
  const at = html.indexOf('<blockquote')
  if (at <= 0 || htmlToPlain(html.slice(0, at)) === '') return [{ html, expand: true }]
  return [
    { html: html.slice(0, at), expand: true },
    { html: html.slice(at), expand: false },
  ]
}
