// A Cloudflare Worker before a shop's origin. Variables: ROPELINE_ISSUER, ROPELINE_SALE_ID, and LINE_URL, where fans wait.
import { createPassGate, passOf } from './pass-gate.mjs';

/** One gate for as long as the worker lives, so that keys and the list of refused passes are read seldom. */
let gate = null;

export default {
  async fetch(request, env) {
    gate ??= createPassGate({ issuer: env.ROPELINE_ISSUER, saleId: env.ROPELINE_SALE_ID });
    const { headers } = request;
    const verdict = await gate.check(passOf(headers.get('authorization'), headers.get('cookie')));
    if (verdict.ok) return fetch(request);
    if (verdict.code === 'UNAVAILABLE')
      return new Response('The gate is reconnecting.', { status: 503, headers: { 'retry-after': '2' } });
    return Response.redirect(env.LINE_URL, 302);
  },
};
