import type { IncomingHttpHeaders } from 'node:http';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** More hops than any legitimate chain has; anything further left is the client's own claim anyway. */
const MAX_HOPS = 20;

function parse(text: string): Address | null {
  const bare = text.trim().replace(/^\[|\](:\d+)?$/g, '');
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : null; // process() turns ::ffff:1.2.3.4 into 1.2.3.4
}

function isTrusted(address: Address, trusted: readonly string[]): boolean {
  return trusted.some((entry) => {
    const [range, bits] = entry.includes('/') ? ipaddr.parseCIDR(entry) : ([ipaddr.process(entry), null] as const);
    if (range.kind() !== address.kind()) return false;
    return address.match(range, bits ?? (range.kind() === 'ipv4' ? 32 : 128));
  });
}

/** A request's origin, as one string per household line or carrier prefix. */
export interface ClientNetwork {
  address: string;
  /** IPv4 /32, IPv6 /64: for what a client binds to; a customer has up to 65,536 of them, so nothing is counted by it. */
  network: string;
  /** IPv4 /32, IPv6 /48: what a provider assigns to one customer; the unit by which places and attempts are counted. */
  prefix: string;
}

/**
 * Returns the rightmost address that is not one of our proxies: each hop appends what it saw, so only what trusted hops
 * appended is trustworthy. Used for HTTP and sockets alike.
 */
export function clientNetwork(
  remoteAddress: string | undefined,
  forwardedFor: string | undefined,
  trusted: readonly string[],
): ClientNetwork {
  const hops = [...(forwardedFor ?? '').split(',').slice(-MAX_HOPS), remoteAddress ?? ''].reverse();
  let client: Address | null = null;
  for (const hop of hops) {
    const address = parse(hop);
    if (!address) break;
    client = address;
    if (!isTrusted(address, trusted)) break;
  }
  if (!client) return { address: 'unknown', network: 'unknown', prefix: 'unknown' };
  const address = client.toString();
  if (client.kind() === 'ipv4') return { address, network: `${address}/32`, prefix: `${address}/32` };
  const cut = (bits: number): string =>
    `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/${bits}`).toString()}/${bits}`;
  return { address, network: cut(64), prefix: cut(48) };
}

interface Received {
  socket: { remoteAddress?: string | undefined };
  headers: IncomingHttpHeaders;
}

/** Does the same for a received request. */
export function clientNetworkOf({ socket, headers }: Received, trusted: readonly string[]): ClientNetwork {
  const forwarded = headers['x-forwarded-for'];
  return clientNetwork(socket.remoteAddress, Array.isArray(forwarded) ? forwarded.join(',') : forwarded, trusted);
}
