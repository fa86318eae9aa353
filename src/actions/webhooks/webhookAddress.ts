import ipaddr from 'ipaddr.js'

/** Whether an address is one of the internet: not of this machine, a private network, a cloud's metadata or the like. */
export function isPublicAddress(address: string): boolean {
  // `process` takes an IPv4 address that is written as IPv6 for what it is.
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}

/** Why a host is refused as it is written; a name that leads to such an address is found out when it is resolved. */
export function privateNameRefusal({ hostname }: URL): string | undefined {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const isPrivate = ipaddr.isValid(host) ? !isPublicAddress(host) : host === 'localhost' || host.endsWith('.localhost')
  return isPrivate ? `${host} is an address of a private network, which webhooks are not sent to.` : undefined
}
