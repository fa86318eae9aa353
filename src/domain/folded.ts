// Accents, as the function `folded` of the schema takes them off. Marks that are no accents stay.
const ACCENTS = /[\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670]+/g

/** A text as it is compared: in small letters, without accents; `ß` is `ss`. The store does the same in SQL. */
export const folded = (text: string): string =>
  text.normalize('NFKD').replaceAll(ACCENTS, '').toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ')

/** The words of a text as they are compared. */
export const wordsOf = (text: string): string[] => folded(text).match(WORD) ?? []

const WORD = /[\p{L}\p{N}\p{M}]+/gu

const ARABIC = '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹'

/** The digits of a telephone number, in any of the ways to write one; the store does the same in SQL. */
export const digitsOf = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[٠-٩۰-۹]/g, (digit) => String(ARABIC.indexOf(digit) % 10))
    .replaceAll(/[^0-9]+/g, '')
