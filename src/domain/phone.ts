import parsePhone, { type CountryCode } from 'libphonenumber-js/max'
import type { Phone } from './values.ts'

/**
 * Reads a phone number as people type it. A number without a prefix is taken for one of `country` (alpha-2).
 * What no numbering plan knows is kept as typed, for a CRM must not lose a number it cannot place.
 * @returns null when there are no digits in it
 */
export function readPhone(type: string | null, typed: string, country: string): Phone | null {
  const text = typed.trim()
  if (!/\d/.test(text)) return null
  const parsed = parsePhone(text, country as CountryCode)
  if (parsed === undefined || !parsed.isPossible()) return { type, phone: text, phone_formatted: text, country: null }
  const extension = parsed.ext === undefined ? '' : ` ext. ${parsed.ext}`
  return {
    type,
    phone: parsed.number + (parsed.ext === undefined ? '' : `;ext=${parsed.ext}`),
    phone_formatted: `${international(parsed)}${extension}`,
    country: parsed.country ?? null,
  }
}

type Parsed = NonNullable<ReturnType<typeof parsePhone>>

// North American numbers are written with dashes: +1 415-623-6785.
function international(parsed: Parsed): string {
  const text = parsed.formatInternational().replace(/ ext\. .*$/, '')
  if (parsed.countryCallingCode !== '1') return text
  const [code, area, exchange, line] = text.split(/[ -]/)
  return line === undefined ? text : `${code} ${area}-${exchange}-${line}`
}
