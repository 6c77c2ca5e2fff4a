/** The fan pages and their paths (contract: Pages). */
export type Route =
  | { page: 'home' }
  | { page: 'sale' | 'line' | 'shop'; slug: string }
  | { page: 'order'; id: string }
  | { page: 'verify' }
  | { page: 'missing' };

const saleSteps: Record<string, 'sale' | 'line' | 'shop'> = { '': 'sale', line: 'line', shop: 'shop' };

/** No sale and no order has a name as long. */
const longestName = 128;

/** Decodes a path segment; null if it is malformed. */
function decoded(text: string): string | null {
  if (text.length > longestName) return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Maps a path to its page. Anything else is missing, including unknown suffixes. */
export function routeOf(pathname: string): Route {
  const parts = pathname.split('/').filter((part) => part !== '');
  const [first, second, third = ''] = parts;
  if (first === undefined) return { page: 'home' };
  if (first === 'verify' && parts.length === 1) return { page: 'verify' };
  const named = second === undefined ? null : decoded(second);
  if (named === null) return { page: 'missing' };
  if (first === 'orders' && parts.length === 2) return { page: 'order', id: named };
  const step = Object.hasOwn(saleSteps, third) ? saleSteps[third] : undefined;
  if (first === 's' && parts.length <= 3 && step) return { page: step, slug: named };
  return { page: 'missing' };
}

export function salePath(slug: string, step?: 'line' | 'shop'): string {
  return step ? `/s/${encodeURIComponent(slug)}/${step}` : `/s/${encodeURIComponent(slug)}`;
}

/** Extracts the token from `#<accessToken>`; null if it does not look like one. */
export function tokenOfFragment(hash: string): string | null {
  const token = hash.startsWith('#') ? hash.slice(1) : '';
  return /^[A-Za-z0-9._~-]{16,512}$/.test(token) ? token : null;
}
