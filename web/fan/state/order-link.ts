import { orderBox } from './boxes.js';
import { routeOf, tokenOfFragment } from './route.js';

/** What the payment page said when it sent the fan back; the order itself is asked for the truth. */
export type ReturnWord = 'succeeded' | 'failed' | null;

let returned: ReturnWord = null;

export function returnWord(): ReturnWord {
  return returned;
}

/**
 * `/orders/{id}#<token>`: keeps the token on this device and takes it out of the address, before anything else can see it
 * there; what a payment page added to the address goes as well.
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
