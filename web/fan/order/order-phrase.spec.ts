import { describe, expect, it } from '@jest/globals';
import type { OrderShape } from '../../../src/contract/orders/order-shapes.js';
import { en } from '../../../src/words/en.js';
import { inside as enInside } from '../../../src/words/en.inside.js';
import { type OrderReading, orderPhrase } from './order-phrase.js';

const orderOf = (changes: Partial<OrderShape> = {}): OrderShape =>
  ({
    state: 'pending',
    reason: null,
    total: { amount: 9_000, currency: 'EUR' },
    show: {},
    tickets: [],
    ...changes,
  }) as OrderShape;
const reading: OrderReading = { words: en, inside: enInside, returned: null, isHeld: false, isFromElsewhere: false };
const said = (changes: Partial<OrderShape>, more: Partial<OrderReading> = {}) =>
  orderPhrase(orderOf(changes), { ...reading, ...more });
const { states, reasons, held, elsewhere } = enInside.order;
const canceledShow = { canceledAt: '2027-01-01T10:00:00.000Z' } as OrderShape['show'];

describe('an order that is not paid', () => {
  it('asks for its sum, and believes what the payment page has just said', () => {
    expect(said({}).title).toContain('€90.00');
    expect(said({}, { returned: 'succeeded' })).toMatchObject(states.authorized);
    expect(said({}, { returned: 'processing' }).text).toBe(enInside.pay.processing);
    expect(said({}, { returned: 'failed' }).title).toContain('€90.00');
  });

  it('gives the reason for which it ended, and its state where the reason is none for a buyer', () => {
    expect(said({ state: 'canceled', reason: 'declined' })).toMatchObject({
      title: states.canceled.title,
      text: reasons.declined,
    });
    expect(said({ state: 'canceled', reason: 'of_another_version' })).toMatchObject(states.canceled);
    expect(said({ state: 'expired', reason: 'expired' })).toMatchObject(states.expired);
  });

  it('says nothing of a canceled show to somebody who paid nothing', () => {
    expect(said({ state: 'expired', reason: 'expired', show: canceledShow })).toMatchObject({
      ...states.expired,
      isOff: false,
    });
  });
});

describe('a paid order', () => {
  it('is the buyer’s, in the browser that it was ordered in', () => {
    expect(said({ state: 'paid' })).toEqual({ ...states.paid, isOff: false });
    expect(said({ state: 'paid' }, { isFromElsewhere: true }).text).toBe(elsewhere);
  });

  it('admits nobody once the show is canceled, whoever reads it', () => {
    expect(said({ state: 'paid', show: canceledShow })).toMatchObject({ text: reasons.show_canceled, isOff: true });
    expect(said({ state: 'refunded', show: canceledShow })).toMatchObject({ text: reasons.show_canceled, isOff: true });
    expect(said({ state: 'paid', show: canceledShow }, { isHeld: true })).toEqual({ ...held.canceled, isOff: true });
  });

  it('sends nobody to the door with tickets that are all held for a dispute', () => {
    const tickets = [{ held: true }, { held: true }] as OrderShape['tickets'];
    expect(said({ state: 'paid', tickets })).toEqual({ title: states.paid.title, text: '', isOff: true });
    expect(said({ state: 'paid', tickets }, { isHeld: true }).title).toBe(held.paid.title);
    const some = [{ held: true }, {}] as OrderShape['tickets'];
    expect(said({ state: 'paid', tickets: some })).toEqual({ ...states.paid, isOff: false });
  });

  it('tells a holder of the ticket, not of the order', () => {
    expect(said({ state: 'paid' }, { isHeld: true })).toEqual({ ...held.paid, isOff: false });
    expect(said({ state: 'canceled', reason: 'dispute_lost' }, { isHeld: true })).toEqual({
      ...held.canceled,
      isOff: false,
    });
  });
});
