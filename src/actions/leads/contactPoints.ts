import { readPhone } from '../../domain/phone.ts'
import { isEmailAddress, isWebAddress } from '../../domain/text.ts'
import type { Email, Phone, SocialId, Url } from '../../domain/values.ts'
import type { Context } from '../context.ts'
import type { Path, Problems } from '../problems.ts'

/** What a draft says of how someone is reached; a type that is not said stays what it is. */
export type PointsDraft = {
  readonly emails?: readonly EmailDraft[]
  readonly phones?: readonly PhoneDraft[]
  readonly urls?: readonly UrlDraft[]
  readonly socialIds?: readonly SocialId[]
}
type EmailDraft = { type?: string | null; email: string; is_unsubscribed?: boolean | null }
type PhoneDraft = { type?: string | null; phone: string }
type UrlDraft = { type?: string | null; url: string }

export type Points = {
  readonly emails: readonly Email[]
  readonly phones: readonly Phone[]
  readonly urls: readonly Url[]
  readonly socialIds: readonly SocialId[]
}

const NONE: Points = { emails: [], phones: [], urls: [], socialIds: [] }

/** How someone is reached after a patch; each list that is given replaces the present one whole. */
export async function readPoints(
  ctx: Context,
  draft: PointsDraft,
  path: Path,
  problems: Problems,
  present: Points = NONE,
): Promise<Points> {
  const { organization } = await ctx.store.settings()
  const { emails, phones, urls, socialIds } = draft
  return {
    emails: emails === undefined ? present.emails : readEmails(emails, present.emails, [...path, 'emails'], problems),
    phones:
      phones === undefined
        ? present.phones
        : readPhones(phones, present.phones, organization.country, [...path, 'phones'], problems),
    urls: urls === undefined ? present.urls : readUrls(urls, present.urls, [...path, 'urls'], problems),
    socialIds: socialIds ?? present.socialIds,
  }
}

function readEmails(drafts: readonly EmailDraft[], present: readonly Email[], path: Path, problems: Problems): Email[] {
  return drafts.map(({ type, email, is_unsubscribed }, i) => {
    if (!isEmailAddress(email)) problems.add([...path, i, 'email'], 'invalid_email')
    const known = present.find((one) => one.email === email)
    return {
      type: type ?? known?.type ?? 'office',
      email,
      is_unsubscribed: is_unsubscribed ?? known?.is_unsubscribed ?? false,
    }
  })
}

/** Normalizes phone numbers to E.164, reading national ones as the organization's country does. */
function readPhones(
  drafts: readonly PhoneDraft[],
  present: readonly Phone[],
  country: string,
  path: Path,
  problems: Problems,
): Phone[] {
  return drafts.flatMap(({ type, phone }, i) => {
    const read = readPhone(type ?? 'office', phone, country)
    if (read === null) {
      problems.add([...path, i, 'phone'], 'invalid_phone')
      return []
    }
    const known = present.find((one) => one.phone === read.phone)
    return { ...read, type: type ?? known?.type ?? 'office' }
  })
}

function readUrls(drafts: readonly UrlDraft[], present: readonly Url[], path: Path, problems: Problems): Url[] {
  return drafts.map(({ type, url }, i) => {
    if (!isWebAddress(url)) problems.add([...path, i, 'url'], 'invalid_url')
    const known = present.find((one) => one.url === url)
    return { type: type ?? known?.type ?? 'url', url }
  })
}
