import { readPhone } from '../domain/phone.ts'
import { isEmailAddress, isWebAddress } from '../domain/text.ts'
import type { Email, Phone, Url } from '../domain/values.ts'
import type { Path, Problems } from './problems.ts'

export type EmailDraft = { type?: string | null; email: string; is_unsubscribed?: boolean | null }
export type PhoneDraft = { type?: string | null; phone: string }
export type UrlDraft = { type?: string | null; url: string }

/** Checks e-mail addresses. */
export function readEmails(drafts: readonly EmailDraft[], path: Path, problems: Problems): Email[] {
  return drafts.map(({ type, email, is_unsubscribed }, i) => {
    if (!isEmailAddress(email)) problems.add([...path, i, 'email'], 'invalid_email')
    return { type: type ?? 'office', email, is_unsubscribed: is_unsubscribed ?? false }
  })
}

/** Normalizes phone numbers to E.164, reading national ones as the organization's country does. */
export function readPhones(drafts: readonly PhoneDraft[], country: string, path: Path, problems: Problems): Phone[] {
  return drafts.flatMap(({ type, phone }, i) => {
    const read = readPhone(type ?? 'office', phone, country)
    if (read === null) problems.add([...path, i, 'phone'], 'invalid_phone')
    return read ?? []
  })
}

/** Checks web addresses of a contact. */
export function readUrls(drafts: readonly UrlDraft[], path: Path, problems: Problems): Url[] {
  return drafts.map(({ type, url }, i) => {
    if (!isWebAddress(url)) problems.add([...path, i, 'url'], 'invalid_url')
    return { type: type ?? 'url', url }
  })
}
