import { describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { ORDER, refusal, simulatorForEachTest } from '../testing/client.js';

const api = simulatorForEachTest();

describe('idempotency keys', () => {
  it('replay the first answer, marked as such', async () => {
    const first = await api.stripe.paymentIntents.create(ORDER, { idempotencyKey: 'order-1' });
    const again = await api.stripe.paymentIntents.create(ORDER, { idempotencyKey: 'order-1' });
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(again.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId);
    expect((await api.stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  it('refuse other parameters and another call', async () => {
    const first = await api.stripe.paymentIntents.create(ORDER, { idempotencyKey: 'order-1' });
    const other = api.stripe.paymentIntents.create({ ...ORDER, amount: 9000 }, { idempotencyKey: 'order-1' });
    expect(await refusal(other)).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    const elsewhere = api.stripe.paymentIntents.cancel(first.id, {}, { idempotencyKey: 'order-1' });
    expect(await refusal(elsewhere)).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  });

  it('replay a declined card, and do not keep what was refused before it began', async () => {
    const intent = await api.stripe.paymentIntents.create(ORDER);
    const decline = (): Promise<unknown> =>
      api.stripe.paymentIntents.confirm(
        intent.id,
        { payment_method: 'pm_card_chargeDeclined' },
        { idempotencyKey: 'confirm-1' },
      );
    const first = await refusal(decline());
    const again = await refusal(decline());
    expect(again.charge).toBe(first.charge);
    expect(again.headers?.['idempotent-replayed']).toBe('true');

    const wrong = api.stripe.paymentIntents.create({ ...ORDER, amount: 1 }, { idempotencyKey: 'order-2' });
    expect(await refusal(wrong)).toMatchObject({ code: 'amount_too_small' });
    expect(await api.stripe.paymentIntents.create(ORDER, { idempotencyKey: 'order-2' })).toMatchObject({
      amount: 4500,
    });
  });
});
