import ipaddr from 'ipaddr.js';

/**
 * Returns whether an address is on the public internet, as opposed to an internal one (loopback, private, link-local
 * with its metadata services, carrier NAT, multicast, IPv4-mapped IPv6, translated prefixes).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast';
}

export type UrlVerdict = { kind: 'fine'; url: URL } | { kind: 'refused'; why: string };
const MAX_URL_CHARACTERS = 2_048;

/** Judges a webhook address before its name is resolved. The resolved address is checked at connect time. */
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
