/** Returns the secret key of a call: a bearer token, or the user name of basic authentication as curl sends it. */
export function apiKeyOf(authorization: string | undefined): string | null {
  const [scheme = '', value = ''] = (authorization ?? '').split(' ');
  if (value === '') return null;
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return null;
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0] ?? null;
}

/** The simulator accepts every test key; all of them share one account. */
export function isTestKey(key: string): boolean {
  return /^sk_test_\S+$/.test(key);
}
