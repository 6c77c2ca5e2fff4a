import { hostNamesIn, plainSpelling } from '../host-names.rules.js';

/** A link with a scheme, by www., or a host with a path. */
const LINK = /\b(?:[a-z][a-z0-9+.-]*:\/\/|www\.)[^\s<>"]+|\b(?:[a-z0-9-]+\.)+[a-z]{2,}\/[^\s<>"]*/gi;
const MAIL_ADDRESS = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+/gu;

/**
 * Returns whatever a mail program turns into a link, bare host names included, to hosts that are neither ours nor the seller's. A message reaches everybody who paid, so one stolen session
 * must not be able to send them all to a stranger's page.
 */
export function foreignLinks(text: string, allowedHosts: readonly string[]): string[] {
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  const plain = plainSpelling(text);
  const bare = hostNamesIn(plain.replace(LINK, ' ').replace(MAIL_ADDRESS, ' '));
  return [...(plain.match(LINK) ?? []), ...bare].filter((link) => {
    const host = hostOf(link);
    return host === null || !allowed.has(host.replace(/^www\./, ''));
  });
}

export function hostOf(link: string): string | null {
  const url = URL.parse(link.includes('://') ? link : `https://${link}`);
  return url && /^https?:$/.test(url.protocol) && url.username === '' ? url.hostname.toLowerCase() : null;
}
