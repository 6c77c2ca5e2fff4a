/** The pages of a fan and their addresses (contract: Pages). */
export type Route =
  | { page: 'home' }
  | { page: 'sale' | 'line' | 'shop'; slug: string }
  | { page: 'order'; id: string }
  | { page: 'verify' }
  | { page: 'missing' };

const saleSteps: Record<string, 'sale' | 'line' | 'shop'> = { '': 'sale', line: 'line', shop: 'shop' };

/** Path → page. Anything else is missing, an unknown suffix included. */
export function routeOf(pathname: string): Route {
  const parts = pathname.split('/').filter((part) => part !== '');
  const [first, second, third = ''] = parts;
  if (first === undefined) return { page: 'home' };
  if (first === 'verify' && parts.length === 1) return { page: 'verify' };
  if (first === 'orders' && second !== undefined && parts.length === 2)
    return { page: 'order', id: decodeURIComponent(second) };
  const step = Object.hasOwn(saleSteps, third) ? saleSteps[third] : undefined;
  if (first === 's' && second !== undefined && parts.length <= 3 && step)
    return { page: step, slug: decodeURIComponent(second) };
  return { page: 'missing' };
}

export function salePath(slug: string, step?: 'line' | 'shop'): string {
  return step ? `/s/${encodeURIComponent(slug)}/${step}` : `/s/${encodeURIComponent(slug)}`;
}

/** `#<accessToken>` → the token, when it looks like one. */
export function tokenOfFragment(hash: string): string | null {
  const token = hash.startsWith('#') ? hash.slice(1) : '';
  return /^[A-Za-z0-9._~-]{16,512}$/.test(token) ? token : null;
}
