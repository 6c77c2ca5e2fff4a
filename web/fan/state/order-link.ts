import { orderBox } from './boxes.js';
import { routeOf, tokenOfFragment } from './route.js';

/** What the payment page reported on redirect; the order itself is authoritative. */
export type ReturnWord = 'succeeded' | 'failed' | null;

let returned: ReturnWord = null;

export function returnWord(): ReturnWord {
  return returned;
}

/**
 * Handles `/orders/{id}#<token>`: stores the token on this device and removes it from the address before anything else
 * can read it there, together with parameters added by a payment page.
 */
export function takeOrderLink(): void {
  const route = routeOf(location.pathname);
  if (route.page !== 'order') return;
  const token = tokenOfFragment(location.hash);
  if (token) {
    const before = orderBox.get(route.id);
    orderBox.set(route.id, {
      slug: before?.slug ?? null,
      order: before?.accessToken === token ? before.order : null,
      accessToken: token,
    });
  }
  const word = new URLSearchParams(location.search).get('redirect_status');
  if (word !== null) returned = word === 'succeeded' ? 'succeeded' : 'failed';
  if (location.hash !== '' || location.search !== '') history.replaceState(null, '', location.pathname);
}
