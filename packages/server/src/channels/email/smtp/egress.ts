import { lookup as systemLookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { Env } from '../../provider.ts'

const inside = new BlockList()
// IANA special-purpose address registries (RFC 6890): nothing there is a public mail relay.
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  // The list knows IPv4-mapped IPv6 by itself; the NAT64 prefix (RFC 6052) leads to IPv4 as well.
  inside.addSubnet(network, bits, 'ipv4')
  inside.addSubnet(`64:ff9b::${network}`, 96 + bits, 'ipv6')
}
for (const [network, bits] of [
  ['::', 127],
  ['64:ff9b:1::', 48],
  // Teredo and 6to4 carry IPv4 inside.
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, bits, 'ipv6')

/** True for an address that only this machine or its own network can reach. */
export const isPrivate = (address: string): boolean =>
  inside.check(address.replace(/%.*$/, ''), address.includes(':') ? 'ipv6' : 'ipv4')

export class Forbidden extends Error {
  constructor(host: string) {
    super(`${host} is a private address; the operator has to allow those`)
    this.name = 'Forbidden'
  }
}

/**
 * Name resolution that answers addresses we may connect to and nothing else. The check is made on the
 * very address that the socket then uses, so a name cannot resolve differently between check and use.
 * @throws Forbidden at once when `host` is itself a private address
 */
export function guardedLookup(host: string, { allowPrivate, lookup = systemLookup }: Env): LookupFunction {
  if (allowPrivate) return lookup
  if (isIP(host) && isPrivate(host)) throw new Forbidden(host)
  return (name, options, answer) =>
    lookup(name, { ...options, all: true }, (error, found) => {
      if (error) return answer(error, [])
      const addresses = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }]
      const allowed = addresses.filter(({ address }) => !isPrivate(address))
      if (allowed.length === 0) return answer(new Forbidden(name), [])
      if (options.all) answer(null, allowed)
      else answer(null, allowed[0]!.address, allowed[0]!.family)
    })
}
