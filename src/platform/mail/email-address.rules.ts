import { domainToASCII } from 'node:url';

/** Providers that ignore dots in the local part. */
const DOTLESS: Readonly<Record<string, string>> = { 'gmail.com': 'gmail.com', 'googlemail.com': 'gmail.com' };

/**
 * Canonicalizes addresses that reach the same mailbox: case, +tags, and dots where the provider ignores them. Used to
 * count people, never to send mail.
 */
export function normalEmail(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = domainToASCII(address.slice(at + 1)).toLowerCase();
  const [mailbox = ''] = address.slice(0, at).normalize('NFKC').toLowerCase().split('+', 1);
  const canonical = DOTLESS[domain];
  return canonical === undefined ? `${mailbox}@${domain}` : `${mailbox.replaceAll('.', '')}@${canonical}`;
}
