import { describe, expect, it } from '@jest/globals';
import { ORDER, refusal, simulatorForEachTest } from '../testing/client.js';

const api = simulatorForEachTest();

describe('refunds and disputes', () => {
  it('refunds in parts up to what was captured', async () => {
    const intent = await api.authorized();
    await api.stripe.paymentIntents.capture(intent.id);
    const first = await api.stripe.refunds.create({ payment_intent: intent.id, amount: 1500 });
    expect(first).toMatchObject({ amount: 1500, status: 'succeeded', payment_intent: intent.id });
    const rest = await api.stripe.refunds.create({ payment_intent: intent.id, reason: 'requested_by_customer' });
    expect(rest.amount).toBe(3000);
    expect(await refusal(api.stripe.refunds.create({ payment_intent: intent.id }))).toMatchObject({
      code: 'charge_already_refunded',
    });
    const charge = await api.stripe.charges.retrieve(intent.latest_charge as string);
    expect(charge).toMatchObject({ refunded: true, amount_refunded: 4500 });
    const { data } = await api.stripe.refunds.list({ payment_intent: intent.id });
    expect(data.map(({ id }) => id)).toEqual([rest.id, first.id]);
    expect(await api.stripe.refunds.retrieve(first.id)).toMatchObject({ amount: 1500 });
  });

  it('refuses to refund what was only authorized', async () => {
    const intent = await api.authorized();
    expect(await refusal(api.stripe.refunds.create({ payment_intent: intent.id }))).toMatchObject({
      code: 'charge_not_refundable',
    });
  });

  it('opens a dispute after the capture of a disputing card', async () => {
    const intent = await api.stripe.paymentIntents.create({
      ...ORDER,
      payment_method: 'pm_card_createDispute',
      confirm: true,
    });
    expect((await api.stripe.disputes.list()).data).toEqual([]);
    await api.stripe.paymentIntents.capture(intent.id);
    const { data } = await api.stripe.disputes.list({ payment_intent: intent.id });
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({ amount: 4500, reason: 'fraudulent', charge: intent.latest_charge });
    expect(await api.stripe.charges.retrieve(intent.latest_charge as string)).toMatchObject({ disputed: true });
  });
});
