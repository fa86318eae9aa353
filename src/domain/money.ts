/** The sign of a currency as its own users write it: `$`, `€`, `kr`; the code where there is none. */
export function currencySymbol(currency: string): string {
  const parts = new Intl.NumberFormat('en-US', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  return parts.formatToParts(0).find((part) => part.type === 'currency')?.value ?? currency
}

/** Whether this is a currency code of ISO 4217 that this platform knows. */
export const isCurrency = (code: string): boolean => Intl.supportedValuesOf('currency').includes(code)
