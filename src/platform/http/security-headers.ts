import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/config.js';
import './route-config.js';

type Headers = Readonly<Record<string, string>>;
const UNKEPT = 'private, no-store';
const HTML = 'text/html';

/**
 * Nothing inline, nothing framed; Stripe's script is the only third party. A demo may also post to the simulator's
 * form.
 */
function contentSecurityPolicy(config: Config, { styles = "'self'", frames = '', ancestors = "'none'" } = {}): string {
  const socket = config.publicUrl.replace(/^http/, 'ws');
  const simulator = config.mode === 'demo' && config.stripeApiBase ? ` ${config.stripeApiBase}` : '';
  return [
    "default-src 'self'",
    "script-src 'self' https://js.stripe.com",
    `frame-src ${frames}https://js.stripe.com https://hooks.stripe.com`,
    `connect-src 'self' ${socket} https://api.stripe.com${simulator}`,
    "img-src 'self' data:",
    `style-src ${styles}`,
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self'${simulator}`,
    `frame-ancestors ${ancestors}`,
  ].join('; ');
}

/** Headers of every answer, on any path. */
export function commonHeaders(config: Pick<Config, 'publicUrl'>): Headers {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...(config.publicUrl.startsWith('https://')
      ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }
      : {}),
  };
}

/**
 * Adds the common headers and the route's cache rule; the page policy goes on HTML only, since browsers do not render
 * API answers.
 */
export function addSecurityHeaders(fastify: FastifyInstance, config: Config): void {
  const common = commonHeaders(config);
  const policyFor = pagePolicies(config);
  fastify.addHook('onSend', (request, reply, payload, done) => {
    void reply.headers(common);
    if (!reply.hasHeader('cache-control')) {
      const kept = reply.statusCode < 400 ? request.routeOptions.config.cacheControl : undefined;
      void reply.header('cache-control', kept ?? UNKEPT);
    }
    const type = reply.getHeader('content-type');
    if (typeof type === 'string' && type.startsWith(HTML) && !reply.hasHeader('content-security-policy'))
      void reply
        .header('content-security-policy', policyFor(request.url))
        .header('cross-origin-opener-policy', 'same-origin');
    done(null, payload);
  });
}

/** Returns the policy by address: the default, and exceptions for three pages. */
function pagePolicies(config: Config): (url: string) => string {
  const usual = contentSecurityPolicy(config);
  // Swagger UI uses inline styles; its page shows no user content
  const docs = contentSecurityPolicy(config, { styles: "'self' 'unsafe-inline'" });
  // a sale's form frames the fan's page
  const panel = contentSecurityPolicy(config, { frames: "'self' " });
  const preview = contentSecurityPolicy(config, { ancestors: "'self'" });
  return (url) => {
    if (isAt('/docs', url)) return docs;
    if (isAt('/admin/preview', url)) return preview;
    return isAt('/admin', url) ? panel : usual;
  };
}

const isAt = (path: string, url: string): boolean => url.startsWith(path) && /^[/?]?$/.test(url.charAt(path.length));
