import { describe, expect, it } from '@jest/globals';
import type { OrderShape } from '../../contract/orders/order-shapes.js';
import type { SaleChangeShape } from '../../contract/sale/sale-change-shapes.js';
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
    return orderPage(refunded, { ...terms, sale: { notice: null, seller: null, changes: [] } }).markup;
  };
  const { text } = wordsIn('en').inside.order.states.refunded;

  it('says that the money is on its way only where it is', () => {
    expect(page('succeeded')).toContain(text);
    expect(page('failed')).not.toContain(text);
    expect(page('failed')).toContain(afterSaleWords('en').refundStuck('€45.00'));
  });
});

describe('the page of a paid order', () => {
  const shown = (change: object, changes: SaleChangeShape[] = []): string => {
    const lines = [1, 2].map(() => ({ kind: 'ticket', label: 'Standing', amount: 2250, included: false }));
    const ticket = { id: 'tkt_1', label: 'Standing', barcode: 'RL1.A.B' };
    const paid = {
      ...{ ...order, state: 'paid', reason: null, lines, tickets: [ticket], refunds: [], wallets: [], saleSlug: null },
      ...{ refunded: { ...order.total, amount: 0 }, buyer: { name: 'Ada', email: 'ada@example.org' } },
      ...{ show: { ...order.show, name: 'A', venue: 'B', startsAt: order.expiresAt }, transferred: [] },
      ...change,
    } as unknown as OrderShape;
    const terms = { language: 'en' as const, form: '', key: '', link: '', demo: false, problem: null, typed: null };
    return orderPage(paid, { ...terms, sale: { notice: null, seller: null, changes } }).markup;
  };
  const words = afterSaleWords('en');
  const held = [{ id: 'tkt_1', label: 'Standing', barcode: 'RL1.A.B', held: true }];

  it('says how many tickets are valid no more, but not of those that were passed on', () => {
    expect(shown({})).toContain(words.lost(1));
    const transferred = [{ ticketId: 'tkt_2', label: 'Standing', to: { name: 'Friend' } }];
    expect(shown({ transferred })).not.toContain('No longer valid');
    expect(shown({ transferred })).toContain('now belongs to Friend');
  });

  it('calls tickets that all went to others no longer the buyer’s, and taken ones no longer valid', () => {
    const transferred = [1, 2].map((n) => ({ ticketId: `tkt_${n}`, label: 'Standing', to: { name: 'Friend' } }));
    expect(shown({ tickets: [], transferred })).toContain(words.given.title);
    expect(shown({ tickets: [] })).toContain(words.taken.title);
    expect(shown({ tickets: [] })).not.toContain(wordsIn('en').inside.order.states.paid.title);
  });

  it('says why tickets do not open the door while their payment is disputed', () => {
    const disputed = words.disputed.replaceAll("'", '&#39;');
    expect(shown({ tickets: held })).toContain(disputed);
    expect(shown({})).not.toContain(disputed);
  });

  it('sends nobody to the door where every ticket is held', () => {
    const { print } = wordsIn('en').server.paper;
    expect(shown({})).toContain(print);
    expect(shown({ id: 'tkt_1' })).toContain(print);
    for (const id of ['ord_1', 'tkt_1']) expect(shown({ id, tickets: held })).not.toContain(print);
    const other = { id: 'tkt_2', label: 'Standing', barcode: 'RL1.A.C' };
    expect(shown({ tickets: [...held, other] as OrderShape['tickets'] })).toContain(print);
  });

  it('says from when to when the show was postponed since', () => {
    const [before, after] = ['2026-11-28T12:00:00.000Z', '2026-12-05T12:00:00.000Z'];
    const change = { at: '2026-11-27T12:00:00.000Z', what: 'startsAt' as const, subject: null, before, after };
    const page = shown({}, [change]);
    expect(page).toContain(words.changedSince);
    expect(page).toMatch(/<del>[^<]*28 November[^<]*<\/del> → <ins>[^<]*5 December[^<]*<\/ins>/);
    expect(shown({ id: 'tkt_1' }, [change])).toContain(words.changedSinceHeld);
  });
});
