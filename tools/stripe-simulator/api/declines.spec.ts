import { describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { ORDER, refusal, simulatorForEachTest } from '../testing/client.js';

const api = simulatorForEachTest();

describe('declined cards', () => {
  it.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_visa_chargeDeclinedFraudulent', 'card_declined', 'fraudulent'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', ''],
  ])('answers 402 for %s and can be tried again with another card', async (token, code, declineCode) => {
    const intent = await api.stripe.paymentIntents.create(ORDER);
    const error = await refusal(api.stripe.paymentIntents.confirm(intent.id, { payment_method: token }));
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(error).toMatchObject({ statusCode: 402, code, decline_code: declineCode });
    expect(error.payment_intent).toMatchObject({ status: 'requires_payment_method', payment_method: null });
    const charge = await api.stripe.charges.retrieve(
      (await api.stripe.paymentIntents.retrieve(intent.id)).latest_charge as string,
    );
    expect(charge).toMatchObject({ status: 'failed', paid: false, failure_code: code });
    const paid = await api.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'requires_capture', last_payment_error: null });
  });
});
