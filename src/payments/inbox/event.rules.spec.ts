import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SeenIntent } from '../intents/intent.rules.js';
import type { PaymentState } from '../payment.state.js';
import { authorizationIn, eventTypes, hintOf, isOldNews, keptOf, readEvent } from './event.rules.js';

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
        livemode: true,
        metadata: { ropeline: 'mark', installation: 'ours', name: 'Fan' },
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

  it('reads a declined check of a card only if it names an installation', () => {
    const type = 'setup_intent.setup_failed';
    const mark = { ropeline: 'mark', installation: 'ours' };
    const failed = (metadata: object) => ({ id: 'evt_1', ...event({ id: 'seti_1', livemode: false, metadata }) });
    expect(hintOf(type, failed(mark))).toEqual({
      ...{ kind: 'setup', intentId: 'seti_1', ref: 'evt_1' },
      ...{ livemode: false, mark },
    });
    expect(hintOf(type, failed({ ropeline: 'mark' }))).toBeNull();
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
    refundedMinor: 0,
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

describe('the types of events', () => {
  it.each<[string, PaymentState]>([
    ['payment_intent.amount_capturable_updated', 'authorized'],
    ['payment_intent.succeeded', 'captured'],
    ['payment_intent.canceled', 'canceled'],
  ])('%s implies %s', (type, implies) => {
    expect(hintOf(type, event({ id: 'pi_1' }))).toEqual({ kind: 'intent', intentId: 'pi_1', implies });
    expect(hintOf(type, event({ payment_intent: 'pi_1' }))).toBeNull();
  });

  it.each(['refund.created', 'refund.updated', 'refund.failed', 'charge.refunded'])('%s is about a refund', (type) => {
    expect(hintOf(type, event({ payment_intent: 'pi_1' }))).toEqual({ kind: 'refund', intentId: 'pi_1' });
    expect(hintOf(type, event({ id: 're_1' }))).toBeNull();
  });

  it.each([
    ['charge.dispute.created', 'needs_response', 'opened'],
    ['charge.dispute.closed', 'lost', 'lost'],
    ['charge.dispute.closed', 'won', 'won'],
    ['charge.dispute.closed', 'warning_closed', 'won'],
    ['radar.early_fraud_warning.created', undefined, 'warning'],
  ])('%s with status %s is a dispute that is %s', (type, status, told) => {
    const object = { id: 'dp_1', payment_intent: 'pi_1', amount: 5, fraud_type: 'stolen', status };
    expect(hintOf(type, event(object))).toMatchObject({ kind: 'dispute', status: told, reason: 'stolen' });
  });

  it('reads a dispute without amount or reason, and none without an id', () => {
    const hint = hintOf('charge.dispute.created', event({ id: 'dp_1', payment_intent: 'pi_1', amount: 0.5 }));
    expect(hint).toMatchObject({ amountMinor: 0, reason: 'unknown' });
    expect(hintOf('charge.dispute.created', event({ payment_intent: 'pi_1' }))).toBeNull();
    expect(hintOf('customer.created', event({ payment_intent: 'pi_1' }))).toBeNull();
  });

  it('names a decline without a code, and none without intent or reference', () => {
    const type = 'payment_intent.payment_failed';
    const failed = (object: object, id?: string) => hintOf(type, { ...(id ? { id } : {}), ...event(object) });
    expect(failed({ id: 'pi_1' }, 'evt_1')).toEqual({
      kind: 'decline',
      intentId: 'pi_1',
      code: 'declined',
      ref: 'evt_1',
    });
    expect(failed({ id: 'pi_1', last_payment_error: { type: 'card_error' } }, 'evt_1')).toMatchObject({
      code: 'card_error',
    });
    expect(failed({ id: 'pi_1' })).toBeNull();
    expect(failed({}, 'evt_1')).toBeNull();
  });

  it('is old news only about an intent whose state it implies', () => {
    const refund = hintOf('refund.created', event({ payment_intent: 'pi_1' }))!;
    expect(isOldNews(refund, 'refunded')).toBe(false);
    expect(isOldNews({ kind: 'intent', intentId: 'pi_1', implies: null }, 'captured')).toBe(false);
  });
});

describe('readEvent', () => {
  const read = (text: string) => readEvent(Buffer.from(text));

  it('reads id, type and body', () => {
    const body = { id: 'evt_1', type: 'refund.created', data: {} };
    expect(read(JSON.stringify(body))).toEqual({ id: 'evt_1', type: 'refund.created', body });
  });

  it.each([
    '{{{',
    'null',
    '7',
    '"x"',
    '[]',
    '{"id":"evt_1"}',
    '{"type":"x"}',
    '{"id":7,"type":"x"}',
    '{"id":"a b","type":"x"}',
  ])('cannot read %s', (text) => {
    expect(read(text)).toBeNull();
  });
});

describe('what is kept of an event', () => {
  it('holds no NUL, lone surrogate, nested value, number beyond JSON or long text', () => {
    const kept = (object: object) =>
      (keptOf({ id: 'evt_1', ...event(object) }) as { data: { object: object } }).data.object;
    expect(
      kept({ reason: `a\0b\ud800${'x'.repeat(300)}`, status: { a: 1 }, amount: Number.POSITIVE_INFINITY }),
    ).toEqual({
      id: null,
      payment_intent: null,
      amount: undefined,
      reason: `ab${'x'.repeat(253)}`,
      status: undefined,
      last_payment_error: { charge: null, code: undefined },
    });
    expect(kept({ id: 'x'.repeat(256), status: true, amount: 5 })).toMatchObject({ id: null, status: true, amount: 5 });
    expect(kept({ id: 'x'.repeat(255) })).toMatchObject({ id: 'x'.repeat(255) });
    expect(keptOf(JSON.parse('{"__proto__":{"id":"evt_1"}}'))).toMatchObject({ id: null });
  });
});
