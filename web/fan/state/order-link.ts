import { orderBox } from './boxes.js';
import { routeOf, tokenOfFragment } from './route.js';

/** What the payment page reported on redirect; the order itself is authoritative. */
export type ReturnWord = 'succeeded' | 'failed' | 'processing' | null;

let returned: { id: string; word: ReturnWord } | null = null;

export const returnWord = (id: string): ReturnWord => (returned?.id === id ? returned.word : null);

/** Stops believing it, as when a bank has taken too long: the order is still to be paid. */
export function forgetReturn(): void {
  returned = null;
}

/** Stripe's words for a payment that came to nothing; others say that its bank has yet to decide. */
const refused: ReadonlySet<string> = new Set(['failed', 'requires_payment_method', 'canceled']);

export function wordOf(status: string): Exclude<ReturnWord, null> {
  if (status === 'succeeded') return 'succeeded';
  return refused.has(status) ? 'failed' : 'processing';
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
  if (word !== null) returned = { id: route.id, word: wordOf(word) };
  if (location.hash !== '' || location.search !== '') history.replaceState(null, '', location.pathname);
}
