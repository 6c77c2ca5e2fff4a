import { describe, expect, it } from '@jest/globals';
import type { OrderShape } from '../../contract/orders/order-shapes.js';
import { wordsIn } from '../../words/all.js';
import { afterSaleWords } from '../../words/after-sale.js';
import { orderPage, payLinks } from './plain-order.view.rules.js';

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

describe('the page of an order that was refunded', () => {
  const page = (state: string) => {
    const refunds = [{ id: 'ref_1', state, amount: order.total, ticketIds: [] }];
    const refunded = {
      ...{ ...order, state: 'refunded', refunds, refunded: order.total, lines: [], tickets: [], reason: null },
      ...{ saleSlug: null, show: { ...order.show, name: 'A', venue: 'B', startsAt: order.expiresAt } },
    } as unknown as OrderShape;
    const terms = { language: 'en' as const, form: '', key: '', link: '', demo: false, problem: null, typed: null };
    return orderPage(refunded, { ...terms, sale: { notice: null, seller: null } }).markup;
  };
  const { text } = wordsIn('en').inside.order.states.refunded;

  it('says that the money is on its way only where it is', () => {
    expect(page('succeeded')).toContain(text);
    expect(page('failed')).not.toContain(text);
    expect(page('failed')).toContain(afterSaleWords('en').refundStuck('€45.00'));
  });
});
