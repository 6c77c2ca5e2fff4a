import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canMove, paymentStates } from '../payment.state.js';
import { intentNews, intentStatuses, judgeIntent, type KnownPayment, type SeenIntent } from './intent.rules.js';

const seen = (changes: Partial<SeenIntent> = {}): SeenIntent => ({
  id: 'pi_1',
  status: 'requires_payment_method',
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
  clientSecret: 'pi_1_secret',
  chargeId: null,
  cardFingerprint: null,
  decline: null,
  ...changes,
});
const known = (changes: Partial<KnownPayment> = {}): KnownPayment => ({
  orderId: 'ord_1',
  attempt: 1,
  state: 'open',
  intentId: 'pi_1',
  amountMinor: 9_000,
  currency: 'EUR',
  ...changes,
});
const kinds = (intent: SeenIntent, payment: KnownPayment | null, livemode = false) =>
  judgeIntent(intent, payment, livemode).map((step) => step.kind);

const statuses = [
  'requires_payment_method',
  'requires_action',
  'processing',
  'requires_capture',
  'succeeded',
  'canceled',
];

describe('judgeIntent', () => {
  it('authorizes, captures and cancels what the provider says is so', () => {
    expect(kinds(seen({ status: 'requires_capture' }), known())).toEqual(['authorize']);
    expect(kinds(seen({ status: 'succeeded', receivedMinor: 9_000 }), known({ state: 'authorized' }))).toEqual([
      'capture',
    ]);
    expect(kinds(seen({ status: 'canceled' }), known())).toEqual(['cancel']);
  });

  it('adopts an intent whose creation was answered into the void', () => {
    const payment = known({ state: 'creating', intentId: null });
    expect(kinds(seen(), payment)).toEqual(['adopt']);
    expect(kinds(seen({ status: 'requires_capture' }), payment)).toEqual(['adopt', 'authorize']);
  });

  it('takes nothing as captured when amount, currency or mode differ', () => {
    const paid = { status: 'succeeded', receivedMinor: 9_000 };
    for (const wrong of [{ amountMinor: 1 }, { currency: 'USD' }, { livemode: true }, { receivedMinor: 8_999 }]) {
      expect(kinds(seen({ ...paid, ...wrong }), known({ state: 'authorized' }))).toEqual(['tell_odd']);
    }
  });

  it('ends an intent of no known order, and a second one of the same attempt', () => {
    for (const payment of [null, known({ intentId: 'pi_2' })]) {
      expect(kinds(seen({ status: 'requires_capture' }), payment)).toEqual(['cancel_intent']);
      expect(kinds(seen({ status: 'succeeded', receivedMinor: 9_000 }), payment)).toEqual(['refund_intent']);
      expect(kinds(seen({ status: 'canceled' }), payment)).toEqual([]);
    }
  });

  it('ends an intent that lives on after it was canceled here', () => {
    const payment = known({ state: 'canceled' });
    expect(kinds(seen({ status: 'requires_capture' }), payment)).toEqual(['cancel_intent']);
    expect(kinds(seen({ status: 'succeeded', receivedMinor: 9_000 }), payment)).toEqual(['refund_intent']);
  });

  it('tells a decline by its charge, and never as the end of the payment', () => {
    const declined = seen({ decline: { code: 'insufficient_funds', chargeId: 'ch_1' } });
    expect(judgeIntent(declined, known(), false)).toEqual([
      { kind: 'tell_decline', code: 'insufficient_funds', ref: 'ch_1' },
    ]);
  });

  it('never touches what another installation made', () => {
    fc.assert(
      fc.property(fc.constantFrom(...statuses), fc.constantFrom(...paymentStates), (status, state) => {
        expect(judgeIntent(seen({ status, ours: false }), known({ state }), false)).toEqual([]);
        expect(judgeIntent(seen({ status, ours: false }), null, false)).toEqual([]);
      }),
    );
  });

  it('never moves a captured payment back', () => {
    for (const status of statuses) {
      const steps = kinds(seen({ status, receivedMinor: 9_000 }), known({ state: 'captured' }));
      expect(steps).not.toContain('authorize');
      expect(steps).not.toContain('cancel');
      expect(steps).not.toContain('capture');
    }
  });

  it('has an entry for each pair of a state and a status, and moves only where the payment may move', () => {
    const targets = { authorize: 'authorized', capture: 'captured', cancel: 'canceled' } as const;
    for (const state of paymentStates)
      for (const status of intentStatuses) {
        const news = intentNews[state][status];
        expect([state, status, news]).toEqual([state, status, expect.any(String)]);
        if (news in targets) expect(canMove(state, targets[news as keyof typeof targets])).toBe(true);
      }
  });

  it('tells a person of a status that nobody knows, and of a cancellation after the money', () => {
    expect(kinds(seen({ status: 'requires_something_new' }), known())).toEqual(['tell_odd']);
    expect(kinds(seen({ status: 'canceled' }), known({ state: 'captured' }))).toEqual(['tell_odd']);
  });
});

describe('what an intent means for its payment', () => {
  const before = { requires_payment_method: 'declined', requires_confirmation: 'wait', requires_action: 'wait' };
  const living = {
    ...before,
    processing: 'wait',
    requires_capture: 'authorize',
    succeeded: 'capture',
    canceled: 'cancel',
  };
  const behind = { requires_payment_method: 'repeat', requires_confirmation: 'repeat', requires_action: 'repeat' };
  const paid = { ...behind, processing: 'repeat', requires_capture: 'repeat', succeeded: 'repeat', canceled: 'odd' };
  const over = { requires_payment_method: 'end', requires_confirmation: 'end', requires_action: 'end' };

  it('is what this table says, for every state of the payment and every status of the intent', () => {
    expect(intentNews).toEqual({
      creating: living,
      open: living,
      authorized: { ...living, requires_capture: 'repeat' },
      captured: paid,
      refunded: paid,
      canceled: { ...over, processing: 'end', requires_capture: 'end', succeeded: 'end', canceled: 'repeat' },
    });
  });

  it('is nothing while undecided, already known, or a decline without a charge', () => {
    expect(judgeIntent(seen({ status: 'processing' }), known(), false)).toEqual([]);
    expect(judgeIntent(seen({ status: 'requires_capture' }), known({ state: 'authorized' }), false)).toEqual([]);
    expect(judgeIntent(seen(), known(), false)).toEqual([]);
    expect(judgeIntent(seen({ decline: { code: 'x', chargeId: null } }), known(), false)).toEqual([]);
  });

  it('is told to a person with what differs', () => {
    const told = (change: Partial<SeenIntent>) => judgeIntent(seen({ status: 'succeeded', ...change }), known(), false);
    expect(told({ livemode: true })).toMatchObject([{ what: 'livemode_mismatch', detail: 'livemode is true' }]);
    expect(told({ amountMinor: 1 })).toMatchObject([{ what: 'amount_mismatch', detail: '1 EUR instead of 9000 EUR' }]);
    expect(told({ receivedMinor: 5 })).toMatchObject([{ what: 'amount_mismatch', detail: '5 of 9000 EUR captured' }]);
    expect(told({ status: 'new' })).toMatchObject([{ what: 'status_unknown', detail: 'its status is new' }]);
    expect(judgeIntent(seen({ status: 'canceled' }), known({ state: 'captured' }), false)).toMatchObject([
      { kind: 'tell_odd', what: 'canceled_after_capture' },
    ]);
  });

  it('is a refund that says why: no order, a second intent, or a payment canceled here', () => {
    const charged = seen({ status: 'succeeded', receivedMinor: 9_000 });
    const [none] = judgeIntent({ ...charged, orderId: null }, null, false);
    expect(none).toMatchObject({ what: 'unknown_intent_refunded', detail: 'no payment for order without id' });
    const [stray] = judgeIntent(charged, known({ intentId: 'pi_2' }), false);
    expect(stray).toMatchObject({ what: 'stray_intent_refunded', detail: 'the payment of this attempt is pi_2' });
    const [late] = judgeIntent(charged, known({ state: 'canceled' }), false);
    expect(late).toMatchObject({ what: 'captured_after_cancel' });
  });

  it('is not compared with a payment that was canceled, whose intent ends whatever it shows', () => {
    const payment = known({ state: 'canceled' });
    expect(kinds(seen({ status: 'requires_capture', amountMinor: 1 }), payment)).toEqual(['cancel_intent']);
    expect(kinds(seen({ status: 'canceled' }), payment)).toEqual([]);
  });
});
