import { BlockList, isIP } from 'node:net'

/** IANA's special-purpose registries (RFC 6890 and what came after), and what is not handed out. */
const SPECIAL = blocked('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
])
/** Of IPv6 only this is handed out: not ::1, nor IPv4 in other clothes (mapped, compatible, NAT64), local, multicast … */
const GLOBAL = blocked('ipv6', [['2000::', 3]])
const SPECIAL_6 = blocked('ipv6', [
  // Teredo, benchmarking, ORCHID: none leads to somebody's server.
  ['2001::', 23],
  ['2001:db8::', 32],
  // 6to4: IPv4 in other clothes.
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
])

function blocked(family: 'ipv4' | 'ipv6', nets: [string, number][]): BlockList {
  const list = new BlockList()
  for (const [net, bits] of nets) list.addSubnet(net, bits, family)
  return list
}

/** Not out on the internet: an address that somebody else names must never lead us there. What is no address is not either. */
export function isPrivate(address: string): boolean {
  const family = isIP(address)
  // With a zone ('fe80::1%eth0') it is of this machine's own networks.
  if (family === 0 || address.includes('%')) return true
  if (family === 4) return SPECIAL.check(address, 'ipv4')
  return !GLOBAL.check(address, 'ipv6') || SPECIAL_6.check(address, 'ipv6')
}
