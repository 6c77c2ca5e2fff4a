import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { type RunningSimulator, startSimulator } from '../simulator.js';

const RETURN_URL = 'http://localhost:3000/orders/ord_1';

let simulator: RunningSimulator;
let stripe: Stripe;
let intent: Stripe.PaymentIntent;

beforeEach(async () => {
  simulator = await startSimulator({ port: 0 });
  stripe = new Stripe('sk_test_x', { host: '127.0.0.1', port: simulator.port, protocol: 'http', telemetry: false });
  intent = await stripe.paymentIntents.create({
    amount: 4500,
    currency: 'eur',
    capture_method: 'manual',
    description: '<b>Two tickets</b>',
  });
});
afterEach(() => simulator.close());

function confirmUrl(secret = intent.client_secret as string, step = ''): string {
  return `${simulator.url}/confirm/${intent.id}${step}?client_secret=${secret}`;
}

async function postJson(body: unknown, url = confirmUrl()): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

function postForm(fields: Record<string, string>, step = ''): Promise<Response> {
  const body = new URLSearchParams({ client_secret: intent.client_secret as string, ...fields });
  return fetch(`${simulator.url}/confirm/${intent.id}${step}`, { method: 'POST', body, redirect: 'manual' });
}

describe('the confirm address as JSON', () => {
  it('authorizes with a card that pays', async () => {
    expect(await postJson({ paymentMethod: 'pm_card_visa' })).toEqual({
      status: 200,
      body: { status: 'requires_capture' },
    });
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({ status: 'requires_capture' });
  });

  it('takes the secret from the body too', async () => {
    const body = { paymentMethod: 'pm_card_visa', clientSecret: intent.client_secret };
    expect(await postJson(body, `${simulator.url}/confirm/${intent.id}`)).toMatchObject({ status: 200 });
  });

  it('tells a decline', async () => {
    expect(await postJson({ paymentMethod: 'pm_card_chargeDeclinedInsufficientFunds' })).toMatchObject({
      status: 402,
      body: { status: 'requires_payment_method', error: { code: 'card_declined', declineCode: 'insufficient_funds' } },
    });
  });

  it('asks for 3D Secure, which is answered at the next address', async () => {
    const asked = await postJson({ paymentMethod: 'pm_card_threeDSecure2Required' });
    expect(asked).toMatchObject({ status: 200, body: { status: 'requires_action' } });
    const { nextActionUrl } = asked.body as { nextActionUrl: string };
    expect(await postJson({ outcome: 'failure' }, nextActionUrl)).toMatchObject({
      status: 402,
      body: { status: 'requires_payment_method', error: { code: 'payment_intent_authentication_failure' } },
    });
    await postJson({ paymentMethod: 'pm_card_threeDSecure2Required' });
    expect(await postJson({ outcome: 'success' }, nextActionUrl)).toMatchObject({
      body: { status: 'requires_capture' },
    });
  });

  it('refuses a second confirmation of the same payment', async () => {
    await postJson({ paymentMethod: 'pm_card_visa' });
    expect(await postJson({ paymentMethod: 'pm_card_visa' })).toMatchObject({
      status: 400,
      body: { status: 'requires_capture', error: { code: 'payment_intent_unexpected_state' } },
    });
  });

  it.each([
    [{}, 400],
    [{ paymentMethod: 'pm_card_nobody' }, 400],
    [{ paymentMethod: 7 }, 400],
    [{ paymentMethod: 'pm_card_visa', extra: 'x' }, 400],
    [[], 400],
  ])('refuses the body %j', async (body, status) => {
    expect(await postJson(body)).toMatchObject({ status });
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({ status: 'requires_payment_method' });
  });

  it('answers 404 alike for a wrong secret, no secret and an unknown payment', async () => {
    const card = { paymentMethod: 'pm_card_visa' };
    expect(await postJson(card, confirmUrl('wrong'))).toMatchObject({ status: 404 });
    expect(await postJson(card, `${simulator.url}/confirm/${intent.id}`)).toMatchObject({ status: 404 });
    expect(await postJson(card, `${simulator.url}/confirm/pi_nobody?client_secret=x`)).toMatchObject({ status: 404 });
  });

  it('keeps working while the API is down, and is declined by the decline fault', async () => {
    const faults = { down: true, serverError: 1, lostAnswer: 1, decline: 1 };
    await fetch(`${simulator.url}/_simulator/faults`, { method: 'PUT', body: JSON.stringify(faults) });
    expect(await postJson({ paymentMethod: 'pm_card_visa' })).toMatchObject({ status: 402 });
  });
});

describe('the confirm page', () => {
  it('shows the amount and the cards, marked as a demo, with what people typed escaped', async () => {
    const response = await fetch(`${confirmUrl()}&return_url=${encodeURIComponent(RETURN_URL)}`);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("form-action 'self' http://localhost:3000");
    expect(page).toContain('€45.00');
    expect(page).toContain('DEMO');
    expect(page).toContain('pm_card_threeDSecure2Required');
    expect(page).toContain('&lt;b&gt;Two tickets&lt;/b&gt;');
    expect(page).not.toContain('<script');
  });

  it('sends a fan who paid back to the shop', async () => {
    const response = await postForm({ paymentMethod: 'pm_card_visa', return_url: RETURN_URL });
    expect(response.status).toBe(303);
    const target = new URL(response.headers.get('location') as string);
    expect(`${target.origin}${target.pathname}`).toBe(RETURN_URL);
    expect(target.searchParams.get('payment_intent')).toBe(intent.id);
    expect(target.searchParams.get('redirect_status')).toBe('succeeded');
  });

  it('shows a decline on the form and takes another card', async () => {
    const declined = await postForm({ paymentMethod: 'pm_card_visa_chargeDeclined', return_url: RETURN_URL });
    const form = declined.headers.get('location') as string;
    expect(form).toContain(`/confirm/${intent.id}?`);
    expect(await (await fetch(form)).text()).toContain('Your card was declined.');
    await postForm({ paymentMethod: 'pm_card_visa' });
    expect(await (await fetch(form)).text()).toContain('Payment made');
  });

  it('leads over the bank’s page, and both of its answers', async () => {
    const asked = await postForm({ paymentMethod: 'pm_card_threeDSecure2Required', return_url: RETURN_URL });
    const bank = asked.headers.get('location') as string;
    expect(await (await fetch(bank)).text()).toContain('Did you make this payment?');
    const refused = await postForm({ outcome: 'failure', return_url: RETURN_URL }, '/authenticate');
    expect(await (await fetch(refused.headers.get('location') as string)).text()).toContain('unable to authenticate');
    await postForm({ paymentMethod: 'pm_card_threeDSecure2Required', return_url: RETURN_URL });
    const passed = await postForm({ outcome: 'success', return_url: RETURN_URL }, '/authenticate');
    expect(passed.headers.get('location')).toContain('redirect_status=succeeded');
  });

  it.each([
    'https://evil.example/',
    'javascript:alert(1)',
    'http://127.0.0.1.evil.example/',
    'http://a@localhost/',
    '//x',
  ])('never sends anybody to %s', async (returnUrl) => {
    const response = await postForm({ paymentMethod: 'pm_card_visa', return_url: returnUrl });
    expect(response.headers.get('location')).toMatch(new RegExp(`^${simulator.url}/confirm/`));
  });

  it('says that a canceled payment took no money', async () => {
    await stripe.paymentIntents.cancel(intent.id);
    expect(await (await fetch(confirmUrl())).text()).toContain('No money moved');
  });

  it('answers 404 for a wrong secret', async () => {
    expect((await fetch(confirmUrl('wrong'))).status).toBe(404);
  });
});
