/**
 * Hosts whose published keys sign tokens for the programs of many companies. Without a required audience, a token that any
 * of those programs was given would name a person of a sale.
 */
const SHARED_HOSTS: ReadonlySet<string> = new Set([
  'accounts.google.com',
  'www.googleapis.com',
  'login.microsoftonline.com',
  'appleid.apple.com',
  'www.facebook.com',
  'limited.facebook.com',
]);

/** Returns whether the keys at an address are known to sign for others too. */
export const isSharedKeySet = (jwksUrl: string): boolean =>
  URL.canParse(jwksUrl) && SHARED_HOSTS.has(new URL(jwksUrl).hostname);
