import { BlockList, isIP } from 'node:net';

/** Who sent a request and how, as far as we can know. */
export interface Client {
  /** The address of the browser or program; '' where the socket has none any more. */
  readonly address: string;
  /** Whether it came by https to us or to a proxy that we trust. */
  readonly secure: boolean;
}

/** What of a request says who sent it. */
export interface ClientFacts {
  readonly remoteAddress: string | undefined;
  readonly encrypted: boolean;
  readonly forwardedFor: string | undefined;
  readonly forwardedProto: string | undefined;
}

/** Whether an address is one of those trusted. */
export type TrustedProxies = (address: string) => boolean;

/** Addresses and networks, such as `10.0.0.5` and `fd00::/8`, whose shape the schema has checked. */
export function parseTrustedProxies(entries: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Goes back along `X-Forwarded-For` from the socket as long as each sender is a trusted proxy; the first that is none is the client. What
 * stands further left anybody may have written. Pure.
 */
export function findClient(
  { remoteAddress, encrypted, forwardedFor, forwardedProto }: ClientFacts,
  trusts: TrustedProxies,
): Client {
  const peer = plainAddress(remoteAddress ?? '');
  if (!trusts(peer)) return { address: peer, secure: encrypted };
  const hops = (forwardedFor ?? '').split(',').map((hop) => plainAddress(hop.trim()));
  let address = peer;
  for (const hop of hops.reverse()) {
    if (isIP(hop) === 0) break;
    address = hop;
    if (!trusts(hop)) break;
  }
  // The last proxy's word: those before it may have been told anything.
  const proto = forwardedProto?.split(',').at(-1)?.trim().toLowerCase();
  return { address, secure: encrypted || proto === 'https' };
}

/** Without port and brackets, and IPv4 as such where the socket carries both kinds. */
function plainAddress(text: string): string {
  const bare = /^\[([^\]]+)\](:\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;
  return bare.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%.*$/, '');
}

/** What one machine or household has, for counting: an IPv6 customer has a whole /64 to choose addresses from (RFC 6177). */
export function addressGroup(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
