import { isLiveKey } from './live.rules.js';
import type { Reader } from './reader.js';

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;

/** Rejects settings that would run but be wrong in production: plain http, private stores, test payments. */
export function refuseUnsafeProduction(read: Reader): void {
  const publicUrl = read.text('PUBLIC_URL') ?? '';
  if (!publicUrl.startsWith('https://')) read.refuse('PUBLIC_URL must begin with https:// in production', null);
  read.required('DATABASE_URL', 'the address of a Postgres database');
  read.required('REDIS_URL', 'the address of a Redis');
  refuseUnsafePayments(read);
}

/** Requires real payments in production unless the operator explicitly allows test payments. */
function refuseUnsafePayments(read: Reader): void {
  const mayTest = read.flag('ROPELINE_ALLOW_TEST_PAYMENTS');
  const key = read.required('STRIPE_SECRET_KEY', 'production takes payments through Stripe');
  if (key !== '' && !isLiveKey(key) && !mayTest)
    read.refuse('STRIPE_SECRET_KEY is not a live key (ROPELINE_ALLOW_TEST_PAYMENTS=true allows test payments)', null);
  const apiBase = read.url('ROPELINE_STRIPE_API_BASE', ['http:', 'https:']);
  if (apiBase?.startsWith('http:') && !mayTest)
    read.refuse('ROPELINE_STRIPE_API_BASE must begin with https://: a live key is sent there', null);
  refuseForeignPublishableKey(read, key, apiBase !== null);
  const webhookSecret = read.required('STRIPE_WEBHOOK_SECRET', 'Stripe signs its webhooks with it');
  if (webhookSecret !== '' && !webhookSecret.startsWith('whsec_'))
    read.refuse('STRIPE_WEBHOOK_SECRET must begin with whsec_', null);
}

/**
 * The browser pays with the publishable key: without one, or with one of the other mode, nobody can. A simulator needs
 * none.
 */
function refuseForeignPublishableKey(read: Reader, secretKey: string, isSimulated: boolean): void {
  if (isSimulated) return;
  const key = read.required('STRIPE_PUBLISHABLE_KEY', 'the page pays with it');
  if (key === '' || secretKey === '') return;
  const mode = /_live_/.test(secretKey) ? 'live' : 'test';
  if (!key.startsWith(`pk_${mode}_`))
    read.refuse(`STRIPE_PUBLISHABLE_KEY must begin with pk_${mode}_, as STRIPE_SECRET_KEY is a ${mode} key`, null);
}

/** Metrics reveal sales and sums, so reading them from another machine requires a token. */
export function refuseOpenMetrics(read: Reader, host: string): void {
  const token = read.text('ROPELINE_METRICS_TOKEN');
  if (token !== null && !/^[A-Za-z0-9_.~+/=-]{24,256}$/.test(token))
    read.refuse('ROPELINE_METRICS_TOKEN must be 24 to 256 characters of a bearer token', null);
  if (token === null && !LOOPBACK.test(host))
    read.refuse('ROPELINE_METRICS_TOKEN is not set (required where ROPELINE_METRICS_HOST is not loopback)', null);
}
