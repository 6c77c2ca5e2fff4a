import ipaddr from 'ipaddr.js';

/**
 * Tells whether an address is out on the public internet: everything else (loopback, private, link local with its
 * metadata services, carrier NAT, multicast, IPv4 in IPv6 clothing, translated prefixes) is somebody's inside.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast';
}

export type UrlVerdict = { kind: 'fine'; url: URL } | { kind: 'refused'; why: string };
const MAX_URL_CHARACTERS = 2_048;

/** What can be said of a webhook address before looking its name up. The look-up itself is checked at connect time. */
export function judgeUrl(text: string, allowed: readonly string[]): UrlVerdict {
  if (text.length > MAX_URL_CHARACTERS || !URL.canParse(text))
    return { kind: 'refused', why: 'This is not an address.' };
  const url = new URL(text);
  if (allowed.includes(url.origin)) return { kind: 'fine', url };
  if (url.protocol !== 'https:') return { kind: 'refused', why: 'The address must begin with https://.' };
  if (url.username !== '' || url.password !== '')
    return { kind: 'refused', why: 'The address must not hold a user name or password.' };
  const host = url.hostname.replace(/^\[|\]$|\.$/g, '');
  if (ipaddr.isValid(host) && !isPublicAddress(host))
    return { kind: 'refused', why: 'The address is not on the public internet.' };
  if (!ipaddr.isValid(host) && (!host.includes('.') || /\.(local|internal|localhost)$/.test(host)))
    return { kind: 'refused', why: 'The name is not a public one.' };
  return { kind: 'fine', url };
}
