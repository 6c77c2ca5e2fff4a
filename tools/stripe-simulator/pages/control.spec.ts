import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { type RunningSimulator, startSimulator } from '../simulator.js';

let simulator: RunningSimulator;

beforeEach(async () => {
  simulator = await startSimulator({ port: 0 });
});
afterEach(() => simulator.close());

function postFaults(fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  const init = { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' } as const;
  return fetch(`${simulator.url}/_simulator/faults`, init);
}

async function faults(): Promise<unknown> {
  return (await fetch(`${simulator.url}/_simulator/faults`)).json();
}

describe('the page of the simulator', () => {
  it('shows payments by status', async () => {
    const stripe = new Stripe('sk_test_x', { host: '127.0.0.1', port: simulator.port, protocol: 'http' });
    await stripe.paymentIntents.create({
      amount: 4500,
      currency: 'jpy',
      payment_method: 'pm_card_visa',
      confirm: true,
    });
    const page = await (await fetch(`${simulator.url}/_simulator`)).text();
    expect(page).toContain('<dt>succeeded</dt><dd>1</dd>');
    expect(page).toContain('¥4,500');
    expect(page).not.toContain('_secret_');
  });

  it('sets faults by its form and clears them', async () => {
    const set = await postFaults({ latencyFrom: '50', latencyTo: '400', decline: '0.1', drop: '', reorder: '1' });
    expect(set.status).toBe(303);
    expect(await faults()).toEqual({ latencyMs: [50, 400], decline: 0.1, webhooks: { reorder: true } });
    expect(await (await fetch(`${simulator.url}/_simulator`)).text()).toContain('value="0.1"');
    await postFaults({ decline: '0.1', clear: '1' });
    expect(await faults()).toEqual({});
  });

  it('says what is wrong with a form and changes nothing', async () => {
    const response = await postFaults({ decline: '7' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('decline must be a number from 0 to 1');
    expect(await faults()).toEqual({});
  });

  it('takes no form of another site', async () => {
    expect((await postFaults({ down: '1' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(await faults()).toEqual({});
  });

  it('refuses a body that is too large', async () => {
    const response = await fetch(`${simulator.url}/_simulator/faults`, { method: 'PUT', body: 'x'.repeat(70_000) });
    expect(response.status).toBe(413);
  });
});
