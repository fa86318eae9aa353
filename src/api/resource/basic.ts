/** The user name that HTTP Basic authentication carries; empty when there is none. Whatever stands after a colon is a password. */
export function basicUser(header: string | undefined): string {
  const match = /^Basic\s+([A-Za-z0-9+/=_-]+)\s*$/i.exec(header ?? '')
  if (match === null) return ''
  const pair = Buffer.from(match[1] ?? '', 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  return colon < 0 ? pair : pair.slice(0, colon)
}
