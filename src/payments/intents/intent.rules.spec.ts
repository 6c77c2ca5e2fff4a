import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canMove, paymentStates } from '../payment.state.js';
import { intentNews, intentStatuses, judgeIntent, type KnownPayment, type SeenIntent } from './intent.rules.js';

const seen = (changes: Partial<SeenIntent> = {}): SeenIntent => ({
  id: 'pi_1',
  status: 'requires_payment_method',
  amountMinor: 9_000,
  receivedMinor: 0,
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
