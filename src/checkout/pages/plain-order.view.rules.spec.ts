import { describe, expect, it } from '@jest/globals';
import type { OrderShape } from '../../contract/orders/order-shapes.js';
import { wordsIn } from '../../words/all.js';
import { payLinks } from './plain-order.view.rules.js';

const order = {
  id: 'ord_1',
  show: { timeZone: 'Europe/Berlin' },
  expiresAt: '2026-11-28T12:00:00.000Z',
  total: { amount: 4500, currency: 'EUR' },
  payment: { confirmUrl: null },
} as unknown as OrderShape;
const { plain } = wordsIn('en').server;

describe('payLinks for a form that needs JavaScript', () => {
  it('gives the link that opens the order elsewhere, if its token is known', () => {
    const { markup } = payLinks(order, 'https://tickets.example/orders/ord_1#token', wordsIn('en'));
    expect(markup).toContain('<a href="https://tickets.example/orders/ord_1#token">');
    expect(markup).not.toContain(plain.payWhereOrdered);
  });

  it('sends to the browser that ordered where the token is not known: no link without it opens the order', () => {
    const { markup } = payLinks(order, null, wordsIn('en'));
    expect(markup).toContain(plain.payWhereOrdered);
    expect(markup).toContain('<a href="/orders/ord_1?plain">');
    expect(markup).not.toContain('<a href="http');
  });
});
