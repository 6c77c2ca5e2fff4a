import { describe, expect, it } from '@jest/globals';
import { refusal, simulatorForEachTest } from '../testing/client.js';

const api = simulatorForEachTest();

describe('a check of a card', () => {
  it('takes what the SDK sends for it, cards only, and ends', async () => {
    const created = await api.stripe.setupIntents.create({
      allowed_payment_method_types: ['card'],
      usage: 'on_session',
      metadata: { sale_id: 'sale_1' },
    });
    expect(created).toMatchObject({ object: 'setup_intent', metadata: { sale_id: 'sale_1' } });
    const other = api.stripe.setupIntents.create({ allowed_payment_method_types: ['sepa_debit'] });
    expect(await refusal(other)).toMatchObject({ param: 'allowed_payment_method_types' });
    const unknown = api.stripe.setupIntents.create({ customer: 'cus_1' });
    expect(await refusal(unknown)).toMatchObject({ code: 'parameter_unknown', param: 'customer' });
    expect(await api.stripe.setupIntents.retrieve(created.id, { expand: ['payment_method'] })).toMatchObject({
      id: created.id,
    });
    expect((await api.stripe.setupIntents.cancel(created.id)).status).toBe('canceled');
  });
});
