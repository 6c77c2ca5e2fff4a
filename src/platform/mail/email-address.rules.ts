import { domainToASCII } from 'node:url';

/** Providers where dots in front of the @ mean nothing. */
const DOTLESS: Readonly<Record<string, string>> = { 'gmail.com': 'gmail.com', 'googlemail.com': 'gmail.com' };

/**
 * One spelling for all addresses that reach one mailbox: case, a +tag, and dots where the provider ignores them. Used to count
 * people, never to send mail.
 */
export function normalEmail(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = domainToASCII(address.slice(at + 1)).toLowerCase();
  const [mailbox = ''] = address.slice(0, at).normalize('NFKC').toLowerCase().split('+', 1);
  const canonical = DOTLESS[domain];
  return canonical === undefined ? `${mailbox}@${domain}` : `${mailbox.replaceAll('.', '')}@${canonical}`;
}
