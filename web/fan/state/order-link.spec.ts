import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { orderBox } from './boxes.js';
import { forgetReturn, returnWord, takeOrderLink, wordOf } from './order-link.js';

const TOKEN = 'a'.repeat(32);
const globals = globalThis as unknown as { location: object; history: object };
let shown: string | null = null;

/** Opens the page at an address, as a browser would. */
function open(pathname: string, search = '', hash = ''): void {
  globals.location = { pathname, search, hash };
  shown = null;
  takeOrderLink();
}

beforeEach(() => {
  globals.history = { replaceState: (_state: null, _title: string, path: string) => (shown = path) };
});
afterEach(() => {
  Reflect.deleteProperty(globals, 'location');
  Reflect.deleteProperty(globals, 'history');
  forgetReturn();
});

it('keeps the token of a link on the device, and takes it out of the address', () => {
  open('/orders/ord_1', '', `#${TOKEN}`);
  expect(orderBox.get('ord_1')?.accessToken).toBe(TOKEN);
  expect(shown).toBe('/orders/ord_1');
});

it('forgets the order that another token had shown, and keeps it for the same one', () => {
  const order = { id: 'ord_2' } as never;
  orderBox.set('ord_2', { slug: 'night', order, accessToken: TOKEN });
  open('/orders/ord_2', '', `#${TOKEN}`);
  expect(orderBox.get('ord_2')).toMatchObject({ slug: 'night', order: { id: 'ord_2' } });
  open('/orders/ord_2', '', `#${'b'.repeat(32)}`);
  expect(orderBox.get('ord_2')).toMatchObject({ slug: 'night', order: null });
});

it('keeps nothing that does not look like a token', () => {
  open('/orders/ord_3', '', '#tickets');
  expect(orderBox.get('ord_3')).toBeNull();
  expect(shown).toBe('/orders/ord_3');
});

it('believes the payment page about its own order only, until it takes too long', () => {
  open('/orders/ord_4', '?payment_intent=pi_1&redirect_status=succeeded');
  expect([returnWord('ord_4'), returnWord('ord_5')]).toEqual(['succeeded', null]);
  expect(shown).toBe('/orders/ord_4');
  forgetReturn();
  expect(returnWord('ord_4')).toBeNull();
});

it('leaves the address of other pages alone', () => {
  open('/s/night', '?redirect_status=succeeded', `#${TOKEN}`);
  expect(shown).toBeNull();
});

it('reads a word it does not know as a payment that its bank has yet to decide', () => {
  expect(['succeeded', 'failed', 'canceled', 'requires_payment_method', 'pending', 'of_tomorrow'].map(wordOf)).toEqual([
    'succeeded',
    ...['failed', 'failed', 'failed'],
    ...['processing', 'processing'],
  ]);
});
