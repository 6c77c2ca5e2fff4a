import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SeenIntent } from '../intents/intent.rules.js';
import { authorizationIn, eventTypes, hintOf, isOldNews, keptOf } from './event.rules.js';

const event = (object: unknown) => ({ data: { object } });

describe('hintOf', () => {
  it('points at the intent, by id or by object', () => {
    expect(hintOf('payment_intent.succeeded', event({ id: 'pi_1' }))).toEqual({
      kind: 'intent',
      intentId: 'pi_1',
      implies: 'captured',
    });
    expect(hintOf('charge.refunded', event({ id: 'ch_1', payment_intent: { id: 'pi_1' } }))).toEqual({
      kind: 'refund',
      intentId: 'pi_1',
    });
    expect(
      hintOf('charge.dispute.created', event({ id: 'dp_1', payment_intent: 'pi_1', amount: 5, reason: 'fraudulent' })),
    ).toEqual({
      kind: 'dispute',
      intentId: 'pi_1',
      disputeId: 'dp_1',
      amountMinor: 5,
      reason: 'fraudulent',
      status: 'opened',
    });
  });

  it('names a decline by its charge, or by its event when there was none', () => {
    const failed = (last_payment_error: object) => ({
      id: 'evt_1',
      ...event({ id: 'pi_1', last_payment_error }),
    });
    const type = 'payment_intent.payment_failed';
    expect(hintOf(type, failed({ code: 'card_declined', decline_code: 'fraudulent', charge: 'ch_1' }))).toEqual({
      kind: 'decline',
      intentId: 'pi_1',
      code: 'fraudulent',
      ref: 'ch_1',
    });
    expect(hintOf(type, failed({ code: 'payment_intent_authentication_failure' }))).toMatchObject({ ref: 'evt_1' });
  });

  it('reads the same from what is kept of an event, and nothing secret or personal is kept', () => {
    const body = {
      id: 'evt_1',
      ...event({
        id: 'pi_1',
        payment_intent: { id: 'pi_1', client_secret: 'pi_1_secret_x' },
        client_secret: 'pi_1_secret_x',
        receipt_email: 'fan@example.com',
        amount: 5,
        reason: 'fraudulent',
        last_payment_error: {
          code: 'card_declined',
          charge: 'ch_1',
          payment_method: { billing_details: { name: 'Fan', email: 'fan@example.com' } },
        },
      }),
    };
    for (const type of eventTypes) expect(hintOf(type, keptOf(body))).toEqual(hintOf(type, body));
    expect(JSON.stringify(keptOf(body))).not.toMatch(/secret|Fan|fan@/);
  });

  it('is null for what does not concern us, and never throws', () => {
    expect(hintOf('customer.created', event({ id: 'cus_1' }))).toBeNull();
    fc.assert(
      fc.property(fc.constantFrom(...eventTypes), fc.anything(), (type, body) => {
        expect(() => hintOf(type, body)).not.toThrow();
      }),
    );
  });
});

describe('isOldNews', () => {
  const hint = (type: string) => hintOf(type, event({ id: 'pi_1' }))!;

  it('spares a call for what we know, and only for that', () => {
    expect(isOldNews(hint('payment_intent.amount_capturable_updated'), 'captured')).toBe(true);
    expect(isOldNews(hint('payment_intent.succeeded'), 'captured')).toBe(true);
    expect(isOldNews(hint('payment_intent.succeeded'), 'authorized')).toBe(false);
    expect(isOldNews(hint('payment_intent.succeeded'), null)).toBe(false);
  });

  it('asks when money is said to have moved on a payment that was canceled here', () => {
    expect(isOldNews(hint('payment_intent.succeeded'), 'canceled')).toBe(false);
    expect(isOldNews(hint('payment_intent.amount_capturable_updated'), 'canceled')).toBe(false);
  });
});

describe('authorizationIn', () => {
  const seen: SeenIntent = {
    id: 'pi_1',
    status: 'requires_capture',
    amountMinor: 9_000,
    receivedMinor: 0,
    currency: 'EUR',
    livemode: false,
    ours: true,
    orderId: 'ord_1',
    attempt: 1,
    saleId: 'sale_1',
    madeAtMs: 0,
    clientSecret: null,
    chargeId: null,
    cardFingerprint: null,
    decline: null,
  };

  it('tells the order, the attempt and the whole amount of an intent of ours', () => {
    expect(authorizationIn(seen, 9_000, false)).toEqual({
      orderId: 'ord_1',
      attempt: 1,
      intentId: 'pi_1',
      amountMinor: 9_000,
      currency: 'EUR',
    });
  });

  it.each<[string, Partial<SeenIntent>, number]>([
    ['another installation', { ours: false }, 9_000],
    ['no order', { orderId: null }, 9_000],
    ['no attempt', { attempt: Number.NaN }, 9_000],
    ['the other mode', { livemode: true }, 9_000],
    ['another status', { status: 'succeeded' }, 9_000],
    ['a part of the amount', {}, 8_999],
  ])('believes nothing of %s', (_what, change, capturable) => {
    expect(authorizationIn({ ...seen, ...change }, capturable, false)).toBeNull();
  });
});
