import { digitsOf, folded } from './folded.ts'
import { isFreeMail } from './freeMail.ts'
import { companyLikeness, companyWords, personLikeness, personWords } from './nameLikeness.ts'

/** A value and the id of the lead or contact that has it; null in something that is not kept yet. */
export type Point = { readonly value: string; readonly on: string | null }

/** What somebody or a company is known by. */
export type Identity = {
  readonly name: Point | null
  readonly emails: readonly Point[]
  readonly phones: readonly Point[]
  /** Web addresses; domains are taken from these and from e-mail addresses. */
  readonly urls: readonly Point[]
  /** Of a contact. */
  readonly leadId?: string | null
}

export type Likely = 'lead' | 'contact'
export type ReasonType = 'name' | 'email' | 'phone' | 'domain' | 'lead'

/** What two have in common: the value as the other one has it, and where. */
export type Reason = { readonly type: ReasonType; readonly value: string; readonly on: string | null }
export type Likeness = { readonly score: number; readonly reasons: readonly Reason[] }

/** Less than this is no duplicate. */
export const LEAST_SCORE = 0.5

// How sure each reason alone makes; docs/api/close/duplicates.md explains them. Colleagues share a telephone and a
// domain, so between contacts both need a name beside them.
const WEIGHTS = {
  lead: { email: 0.9, sharedBox: 0.9, phone: 0.75, name: 0.75, domain: 0.5 },
  contact: { email: 0.9, sharedBox: 0.3, phone: 0.6, name: 0.55, domain: 0.4 },
} as const
// What is left of telephone and e-mail between those whose names differ.
const OTHER_NAME = { lead: 0.8, contact: 0.6 } as const
const SAME_LEAD = 0.4

/**
 * How likely two are the same, from what they have in common; undefined for less than {@link LEAST_SCORE}.
 * @param isShared whether a domain is that of many, so that it tells nothing
 */
export function likeness(
  kind: Likely,
  one: Identity,
  other: Identity,
  isShared: (domain: string) => boolean = () => false,
): Likeness | undefined {
  const weights = WEIGHTS[kind]
  const alike = namesAlike(kind, one, other)
  const isNamed = alike !== undefined && alike > 0
  const doubtful = alike === 0 ? OTHER_NAME[kind] : 1
  const found: (Reason & { readonly weight: number })[] = []
  const add = (type: ReasonType, point: Point | null | undefined, weight: number) => {
    if (point != null) found.push({ type, value: point.value, on: point.on, weight })
  }
  const email = common(one.emails, other.emails, emailKey)
  const box = email !== undefined && isSharedBox(email.value) ? weights.sharedBox : weights.email
  const domain = commonDomain(one, other, isShared)
  add('email', email, box * doubtful)
  add('phone', common(one.phones, other.phones, phoneKey, isSameNumber), weights.phone * doubtful)
  if (isNamed) add('name', other.name, weights.name * alike)
  // That of the same address is no further reason.
  if (domain !== undefined && (email === undefined || domainOf(email.value) !== domain.value))
    if (kind === 'lead' || isNamed) add('domain', domain, weights.domain)
  if (kind === 'contact' && isNamed && one.leadId != null && one.leadId === other.leadId)
    add('lead', { value: one.leadId, on: other.name?.on ?? null }, SAME_LEAD)

  const doubt = found.reduce((left, { weight }) => left * (1 - weight), 1)
  const score = Math.round((1 - doubt) * 100) / 100
  if (score < LEAST_SCORE) return undefined
  const reasons = found.toSorted((a, b) => b.weight - a.weight)
  return { score, reasons: reasons.map(({ type, value, on }) => ({ type, value, on })) }
}

/** How much the names are alike; undefined where one has none. */
function namesAlike(kind: Likely, one: Identity, other: Identity): number | undefined {
  if (one.name === null || other.name === null) return undefined
  const [a, b] = [one.name.value, other.name.value]
  const words = kind === 'lead' ? companyWords : personWords
  const same = folded(a).trim() === folded(b).trim() ? 1 : 0
  return Math.max(same, (kind === 'lead' ? companyLikeness : personLikeness)(words(a), words(b)))
}

/** The first value of the other that one has as well. */
function common(
  one: readonly Point[],
  other: readonly Point[],
  key: (value: string) => string,
  isSame: (a: string, b: string) => boolean = (a, b) => a === b,
): Point | undefined {
  const keys = one.map(({ value }) => key(value)).filter((value) => value !== '')
  return other.find(({ value }) => keys.some((mine) => isSame(mine, key(value))))
}

/** An address as it is delivered to: what stands behind a plus is for its owner alone. */
export function emailKey(email: string): string {
  const [, local = '', domain = ''] = /^([^@+]+)[^@]*@(.+)$/.exec(folded(email).trim()) ?? []
  if (local === '') return ''
  return domain === 'gmail.com' || domain === 'googlemail.com'
    ? `${local.replaceAll('.', '')}@gmail.com`
    : `${local}@${domain}`
}

const SHARED_BOXES = new Set(
  `info office contact kontakt mail hello sales support service admin post team buero accounting billing hr jobs marketing
  enquiries reception help noreply no-reply`.split(/\s+/),
)
const isSharedBox = (email: string) => SHARED_BOXES.has(folded(email).split('@')[0] ?? '')

const LEAST_DIGITS = 7

/** The digits of a number, without its extension and what is dialled before it at home. */
export function phoneKey(phone: string): string {
  const digits = digitsOf(phone.split(/;ext=|\bext/i)[0] ?? '').replace(/^0+/, '')
  return digits.length < LEAST_DIGITS ? '' : digits
}

// A number may be kept without its country.
const isSameNumber = (a: string, b: string) => b !== '' && (a === b || a.endsWith(b) || b.endsWith(a))

/** The domain of an e-mail address or a web address; empty where there is none. */
export function domainOf(address: string): string {
  const host = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/?#]*@)?([^:/?#]+)/.exec(address.trim().toLowerCase())?.[1] ?? ''
  const domain = host.replace(/^www\d?\./, '').replace(/\.$/, '')
  return domain.includes('.') && !/^[\d.]+$/.test(domain) ? domain : ''
}

/** The domains that are somebody's own. */
export const domainsOf = (identity: Identity): Point[] =>
  [...identity.urls, ...identity.emails].flatMap(({ value, on }) => {
    const domain = domainOf(value)
    return domain === '' || isFreeMail(domain) || isHost(domain) ? [] : [{ value: domain, on }]
  })

// Where many have a page, as they have a mailbox elsewhere.
const HOSTS = new Set(
  `facebook.com linkedin.com instagram.com twitter.com x.com youtube.com tiktok.com xing.com github.com google.com
  sites.google.com wordpress.com blogspot.com wixsite.com linktr.ee medium.com etsy.com ebay.com amazon.com yelp.com`.split(
    /\s+/,
  ),
)
const isHost = (domain: string) => HOSTS.has(domain) || HOSTS.has(domain.split('.').slice(-2).join('.'))

function commonDomain(one: Identity, other: Identity, isShared: (domain: string) => boolean): Point | undefined {
  const mine = new Set(domainsOf(one).map(({ value }) => value))
  return domainsOf(other).find(({ value }) => mine.has(value) && !isShared(value))
}
