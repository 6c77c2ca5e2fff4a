import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/config.js';

/** Nothing inline, nothing framed; Stripe's script is the only foreigner. In a demo the simulator's form may be posted to. */
function contentSecurityPolicy(config: Config): string {
  const socket = config.publicUrl.replace(/^http/, 'ws');
  const simulator = config.mode === 'demo' && config.stripeApiBase ? ` ${config.stripeApiBase}` : '';
  return [
    "default-src 'self'",
    "script-src 'self' https://js.stripe.com",
    `frame-src https://js.stripe.com https://hooks.stripe.com`,
    `connect-src 'self' ${socket} https://api.stripe.com${simulator}`,
    "img-src 'self' data:",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self'${simulator}`,
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers of every answer; the page policy of HTML only, for API answers are read by no browser engine. */
export function addSecurityHeaders(fastify: FastifyInstance, config: Config): void {
  const policy = contentSecurityPolicy(config);
  const https = config.publicUrl.startsWith('https://');
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    void reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');
    // what no door of ours has marked, such as the pages of the API document, is kept by nobody
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'private, no-store');
    if (https) void reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
    const type = reply.getHeader('content-type');
    if (typeof type === 'string' && type.startsWith('text/html') && !reply.hasHeader('content-security-policy')) {
      void reply.header('content-security-policy', policy).header('cross-origin-opener-policy', 'same-origin');
    }
    done(null, payload);
  });
}
