import { describe, expect, it } from '@jest/globals';
import { ORDER, refusal, simulatorForEachTest } from '../testing/client.js';

const api = simulatorForEachTest();

describe('lists', () => {
  it('are walked to the end by the SDK, newest first, in both directions', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 25; i += 1) {
      ids.unshift((await api.stripe.paymentIntents.create({ ...ORDER, metadata: { n: String(i) } })).id);
    }
    const down = await api.stripe.paymentIntents.list({ limit: 10 }).autoPagingToArray({ limit: 100 });
    expect(down.map(({ id }) => id)).toEqual(ids);
    const oldest = ids[ids.length - 1] as string;
    const up = await api.stripe.paymentIntents
      .list({ limit: 7, ending_before: oldest })
      .autoPagingToArray({ limit: 100 });
    expect(up.map(({ id }) => id)).toEqual(ids.slice(0, -1).reverse());
  });

  it('keep to a range of creation and expand their items', async () => {
    const intent = await api.authorized();
    const since = await api.stripe.paymentIntents.list({
      created: { gte: intent.created },
      expand: ['data.latest_charge'],
    });
    expect(since.data[0]?.latest_charge).toMatchObject({ id: intent.latest_charge });
    expect((await api.stripe.paymentIntents.list({ created: { gt: intent.created + 60 } })).data).toEqual([]);
    expect((await api.stripe.charges.list({ payment_intent: intent.id })).data).toHaveLength(1);
    expect((await api.stripe.charges.list({ payment_intent: 'pi_other' })).data).toHaveLength(0);
  });

  it('of events tell the story in order and filter by type', async () => {
    const intent = await api.authorized();
    await api.stripe.paymentIntents.capture(intent.id);
    const { data } = await api.stripe.events.list();
    expect(data.map(({ type }) => type).reverse()).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'charge.captured',
      'payment_intent.succeeded',
    ]);
    const updated = await api.stripe.events.list({ types: ['payment_intent.amount_capturable_updated'] });
    // an event contains its object as of that time
    expect(updated.data[0]?.data.object).toMatchObject({ id: intent.id, status: 'requires_capture' });
    expect(await api.stripe.events.retrieve(data[0]?.id as string)).toMatchObject({ type: 'payment_intent.succeeded' });
  });

  it('refuse an unknown cursor and a limit above 100', async () => {
    expect(await refusal(api.stripe.paymentIntents.list({ starting_after: 'pi_x' }))).toMatchObject({
      code: 'resource_missing',
    });
    expect(await refusal(api.stripe.paymentIntents.list({ limit: 101 }))).toMatchObject({ param: 'limit' });
  });
});
