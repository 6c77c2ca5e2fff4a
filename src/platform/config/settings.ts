import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

import { allRoles, type Mode, type OidcSettings, type Role, type Settings } from './config.js';
import { refuseOpenMetrics, refuseUnsafeProduction } from './production.rules.js';
import { type Env, Reader } from './reader.js';
import { shortnessOf, weaknessOf } from './secret.rules.js';
import { variables } from './variables.js';

/** An invalid configuration; its message is one clear line for the operator. */
export class ConfigError extends Error {}

const API_KEY = /^[A-Za-z0-9_-]{24,128}$/;
const FIRST_METRICS_PORT = 9_464;
const POOL_MAX = 200;
/** Of requests, by default: enough to see where time goes, at little cost. */
const TRACED_SHARE = 0.01;

/** An unknown variable beginning with ROPELINE_ is most likely a misspelling. */
function refuseUnknown(env: Env, read: Reader): void {
  const known: readonly string[] = variables;
  const unknown = Object.keys(env).filter((name) => name.startsWith('ROPELINE_') && !known.includes(name));
  if (unknown.length > 0) read.refuse(`unknown variable ${unknown.sort().join(', ')} (see .env.example)`, null);
}

function rolesOf(read: Reader): ReadonlySet<Role> {
  const names = (read.text('ROPELINE_ROLES') ?? allRoles.join(',')).split(',').map((name) => name.trim());
  const found = allRoles.filter((role) => names.includes(role));
  if (found.length === 0 || found.length !== new Set(names).size)
    read.refuse(`ROPELINE_ROLES must name some of ${allRoles.join(',')}, not "${names.join(',')}"`, null);
  return new Set(found);
}

/** The secret, and a previous one that is accepted during rotation. A demo's need not be random. */
function secretsOf(read: Reader, mode: Mode): Pick<Settings, 'secret' | 'previousSecret'> {
  const text = read.required('ROPELINE_SECRET', 'at least 32 random bytes, such as openssl rand -base64 48 makes');
  const previous = read.text('ROPELINE_SECRET_PREVIOUS');
  if (previous !== null && previous === text) read.refuse('ROPELINE_SECRET_PREVIOUS is ROPELINE_SECRET itself', null);
  for (const [name, secret] of Object.entries({ ROPELINE_SECRET: text, ROPELINE_SECRET_PREVIOUS: previous ?? '' })) {
    const weakness = mode === 'demo' ? shortnessOf(secret) : weaknessOf(secret);
    if (secret !== '' && weakness !== null) read.refuse(`${name} ${weakness}`, null);
  }
  return { secret: Buffer.from(text), previousSecret: previous === null ? null : Buffer.from(previous) };
}

/** A mail address, optionally with a display name: "Arena Tickets <tickets@arena.example>". */
function mailFromOf(read: Reader, publicUrl: string): string {
  const given = read.text('ROPELINE_MAIL_FROM');
  if (given !== null && !/^(?:[^\p{C}<>@]+<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u.test(given))
    read.refuse('ROPELINE_MAIL_FROM must be a mail address such as Arena <tickets@arena.example>', null);
  return given ?? `tickets@${URL.canParse(publicUrl) ? new URL(publicUrl).hostname : 'localhost'}`;
}

function adminApiKeyOf(read: Reader): string | null {
  const key = read.text('ROPELINE_ADMIN_API_KEY');
  if (key === null || API_KEY.test(key)) return key;
  return read.refuse('ROPELINE_ADMIN_API_KEY must be 24 to 128 letters, digits, - or _', null);
}

function metricsOf(
  read: Reader,
): Pick<Settings, 'metricsPort' | 'metricsPortIsFixed' | 'metricsHost' | 'metricsToken'> {
  const port = read.text('ROPELINE_METRICS_PORT');
  const metricsHost = read.text('ROPELINE_METRICS_HOST') ?? '127.0.0.1';
  refuseOpenMetrics(read, metricsHost);
  return {
    metricsPort: port === 'off' ? null : read.integer('ROPELINE_METRICS_PORT', FIRST_METRICS_PORT, 0, 65_535),
    metricsPortIsFixed: port !== null,
    metricsHost,
    metricsToken: read.text('ROPELINE_METRICS_TOKEN'),
  };
}

function googleWalletOf(read: Reader): Pick<Settings, 'googleWalletFile' | 'googleWalletIssuer'> {
  const googleWalletFile = read.text('ROPELINE_GOOGLE_WALLET_FILE');
  const googleWalletIssuer = read.text('ROPELINE_GOOGLE_WALLET_ISSUER');
  if ((googleWalletFile === null) !== (googleWalletIssuer === null))
    read.refuse('ROPELINE_GOOGLE_WALLET_FILE and ROPELINE_GOOGLE_WALLET_ISSUER must be set together', null);
  return { googleWalletFile, googleWalletIssuer };
}

/** The standard variables of OpenTelemetry; others of them are not read. */
function tracingOf(read: Reader): Settings['tracing'] {
  const endpoint = read.url('OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:']);
  const headers = read.pairs('OTEL_EXPORTER_OTLP_HEADERS');
  const share = read.share('OTEL_TRACES_SAMPLER_ARG', TRACED_SHARE);
  return endpoint === null ? null : { endpoint, headers, share };
}

/** The identity provider for staff: all of its variables, or none. In production it must be reached by https. */
function oidcOf(read: Reader, mode: Mode): OidcSettings | null {
  const issuer = read.url('ROPELINE_OIDC_ISSUER', mode === 'demo' ? ['https:', 'http:'] : ['https:']);
  const clientId = read.text('ROPELINE_OIDC_CLIENT_ID');
  const clientSecret = read.text('ROPELINE_OIDC_CLIENT_SECRET');
  const name = read.text('ROPELINE_OIDC_NAME');
  if (issuer === null && clientId === null && clientSecret === null && name === null) return null;
  if (issuer === null || clientId === null || clientSecret === null)
    return read.refuse(
      'ROPELINE_OIDC_ISSUER, ROPELINE_OIDC_CLIENT_ID and ROPELINE_OIDC_CLIENT_SECRET must be set together',
      null,
    );
  return { issuer, clientId, clientSecret, name: (name ?? new URL(issuer).hostname).slice(0, 60) };
}

/**
 * Reads the environment once. Throws ConfigError with one line that lists everything missing, invalid or unknown.
 * Demo mode: `npm start` was given neither DATABASE_URL nor PUBLIC_URL and sets ROPELINE_DEMO=true.
 */
export function readSettings(env: Env = process.env): Settings {
  const read = new Reader(env);
  refuseUnknown(env, read);
  const mode: Mode = read.flag('ROPELINE_DEMO') ? 'demo' : 'production';
  if (mode === 'production') refuseUnsafeProduction(read);
  const settings = settingsOf(read, mode);
  if (read.problems.length > 0) throw new ConfigError(read.problems.join('; '));
  return settings;
}

function settingsOf(read: Reader, mode: Mode): Settings {
  const isDemo = mode === 'demo';
  const port = read.integer('PORT', 3000, 0, 65_535);
  const publicUrl = read.url('PUBLIC_URL', ['https:', 'http:']) ?? (isDemo ? `http://localhost:${port}` : '');
  const redisUrl = read.redis('REDIS_URL') ?? 'redis://127.0.0.1:6379';
  return {
    mode,
    port,
    host: read.text('ROPELINE_HOST') ?? (isDemo ? '127.0.0.1' : '0.0.0.0'),
    ...metricsOf(read),
    databaseUrl:
      read.url('DATABASE_URL', ['postgres:', 'postgresql:']) ??
      read.required('DATABASE_URL', 'the address of a Postgres database'),
    pools: {
      sale: read.integer('ROPELINE_POOL_SALE', 10, 1, POOL_MAX),
      line: read.integer('ROPELINE_POOL_LINE', 4, 1, POOL_MAX),
      background: read.integer('ROPELINE_POOL_BACKGROUND', 4, 1, POOL_MAX),
    },
    redisUrl,
    redisReadUrl: read.redis('REDIS_READ_URL') ?? redisUrl,
    mayForget: read.flag('ROPELINE_ALLOW_VOLATILE_REDIS'),
    roles: rolesOf(read),
    publicUrl,
    ...secretsOf(read, mode),
    trustedProxies: read.networks('ROPELINE_TRUSTED_PROXIES'),
    drainPauseMs: read.integer('ROPELINE_DRAIN_PAUSE_MS', isDemo ? 500 : 5_000, 0, 60_000),
    dataDir: read.text('ROPELINE_DATA_DIR') ?? '.ropeline',
    nodeId: read.text('ROPELINE_NODE_ID') ?? `${hostname().slice(0, 24)}-${randomBytes(3).toString('hex')}`,
    stripeSecretKey: read.text('STRIPE_SECRET_KEY') ?? 'sk_test_demo',
    stripePublishableKey: read.text('STRIPE_PUBLISHABLE_KEY') ?? 'pk_test_demo',
    stripeWebhookSecret: read.required('STRIPE_WEBHOOK_SECRET', 'Stripe signs its webhooks with it'),
    stripeApiBase: read.url('ROPELINE_STRIPE_API_BASE', ['http:', 'https:']),
    capturesAtOnce: read.flag('ROPELINE_CAPTURE_AT_ONCE'),
    stripeRate: read.integer('ROPELINE_STRIPE_RATE', isDemo ? 1_000 : 25, 1, 100_000),
    oidc: oidcOf(read, mode),
    ownerEmail: read.text('ROPELINE_OWNER_EMAIL'),
    ownerPassword: read.text('ROPELINE_OWNER_PASSWORD'),
    adminApiKey: adminApiKeyOf(read),
    applePassFile: read.text('ROPELINE_APPLE_PASS_FILE'),
    ...googleWalletOf(read),
    mailUrl: read.url('ROPELINE_MAIL_URL', ['smtp:', 'smtps:']),
    mailFrom: mailFromOf(read, publicUrl),
    partnerInboxUrl: read.url('ROPELINE_PARTNER_INBOX_URL', ['http:', 'https:']),
    partnerInboxSecret: read.text('ROPELINE_PARTNER_INBOX_SECRET'),
    logLevel: read.oneOf(
      'ROPELINE_LOG_LEVEL',
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      isDemo ? 'warn' : 'info',
    ),
    maxSockets: read.integer('ROPELINE_MAX_SOCKETS', 15_000, 1, 1_000_000),
    tracing: tracingOf(read),
  };
}
