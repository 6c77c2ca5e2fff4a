import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import ipaddr from 'ipaddr.js';

import { allRoles, type Mode, type Role, type Settings } from './config.js';

/** A start that cannot be: one clear line for the operator. */
export class ConfigError extends Error {}

type Env = Readonly<Record<string, string | undefined>>;
const SECRET_BYTES = 32;
const API_KEY = /^[A-Za-z0-9_-]{24,128}$/;

/** Every variable of ours; one that begins with ROPELINE_ and is not here stops the start, for it is a misspelt wish. */
export const variables = [
  'PORT',
  'DATABASE_URL',
  'REDIS_URL',
  'REDIS_READ_URL',
  'PUBLIC_URL',
  'STRIPE_SECRET_KEY',
  'STRIPE_PUBLISHABLE_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'ROPELINE_ADMIN_API_KEY',
  'ROPELINE_ALLOW_TEST_PAYMENTS',
  'ROPELINE_APPLE_PASS_FILE',
  'ROPELINE_DATA_DIR',
  'ROPELINE_DEMO',
  'ROPELINE_GOOGLE_WALLET_FILE',
  'ROPELINE_GOOGLE_WALLET_ISSUER',
  'ROPELINE_HOST',
  'ROPELINE_LOG_LEVEL',
  'ROPELINE_MAIL_FROM',
  'ROPELINE_MAIL_URL',
  'ROPELINE_MAX_SOCKETS',
  'ROPELINE_METRICS_PORT',
  'ROPELINE_NODE_ID',
  'ROPELINE_OWNER_EMAIL',
  'ROPELINE_OWNER_PASSWORD',
  'ROPELINE_PARTNER_INBOX_SECRET',
  'ROPELINE_PARTNER_INBOX_URL',
  'ROPELINE_ROLES',
  'ROPELINE_SECRET',
  'ROPELINE_STRIPE_API_BASE',
  'ROPELINE_STRIPE_RATE',
  'ROPELINE_TRUSTED_PROXIES',
] as const;
type Variable = (typeof variables)[number];

class Reader {
  constructor(private readonly env: Env) {}

  text(name: Variable): string | null {
    const value = this.env[name]?.trim();
    return value === undefined || value === '' ? null : value;
  }
  required(name: Variable, why: string): string {
    const value = this.text(name);
    if (value === null) throw new ConfigError(`${name} is not set: ${why}`);
    return value;
  }
  flag(name: Variable): boolean {
    const value = this.text(name);
    if (value === null || value === 'false') return false;
    if (value === 'true') return true;
    throw new ConfigError(`${name} must be true or false, not "${value}"`);
  }
  integer(name: Variable, fallback: number, min: number, max: number): number {
    const value = this.text(name);
    if (value === null) return fallback;
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < min || number > max) {
      throw new ConfigError(`${name} must be a whole number from ${min} to ${max}, not "${value}"`);
    }
    return number;
  }
  url(name: Variable, protocols: readonly string[]): string | null {
    const value = this.text(name);
    if (value === null) return null;
    const parsed = URL.canParse(value) ? new URL(value) : null;
    if (!parsed || !protocols.includes(parsed.protocol)) {
      throw new ConfigError(
        `${name} must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`,
      );
    }
    return value.replace(/\/+$/, '');
  }
  oneOf<T extends string>(name: Variable, allowed: readonly T[], fallback: T): T {
    const value = this.text(name) ?? fallback;
    const found = allowed.find((candidate) => candidate === value);
    if (!found) throw new ConfigError(`${name} must be one of ${allowed.join(', ')}, not "${value}"`);
    return found;
  }
}

function refuseUnknown(env: Env): void {
  const known: readonly string[] = variables;
  const unknown = Object.keys(env).filter((name) => name.startsWith('ROPELINE_') && !known.includes(name));
  if (unknown.length > 0) throw new ConfigError(`unknown variable ${unknown.sort().join(', ')} (see .env.example)`);
}

function rolesOf(read: Reader): ReadonlySet<Role> {
  const names = (read.text('ROPELINE_ROLES') ?? allRoles.join(',')).split(',').map((name) => name.trim());
  const found = allRoles.filter((role) => names.includes(role));
  if (found.length === 0 || found.length !== new Set(names).size) {
    throw new ConfigError(`ROPELINE_ROLES must name some of ${allRoles.join(',')}, not "${names.join(',')}"`);
  }
  return new Set(found);
}

function secretOf(read: Reader): Buffer {
  const text = read.required(
    'ROPELINE_SECRET',
    `at least ${SECRET_BYTES} random bytes, for example from: openssl rand -base64 48`,
  );
  const secret = Buffer.from(text, 'utf8');
  if (secret.length < SECRET_BYTES) throw new ConfigError(`ROPELINE_SECRET is shorter than ${SECRET_BYTES} bytes`);
  return secret;
}

function proxiesOf(read: Reader): string[] {
  const proxies = (read.text('ROPELINE_TRUSTED_PROXIES') ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  for (const proxy of proxies) {
    const fine = proxy.includes('/') ? ipaddr.isValidCIDR(proxy) : ipaddr.isValid(proxy);
    if (!fine)
      throw new ConfigError(
        `ROPELINE_TRUSTED_PROXIES has "${proxy}", which is neither an address nor a network such as 10.0.0.0/8`,
      );
  }
  return proxies;
}

/** A mail address, perhaps with a name before it: "Arena Tickets <tickets@arena.example>". */
function mailFromOf(read: Reader, publicUrl: string): string {
  const given = read.text('ROPELINE_MAIL_FROM');
  if (given !== null && !/^(?:[^\p{C}<>@]+<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u.test(given))
    throw new ConfigError('ROPELINE_MAIL_FROM must be a mail address such as Arena <tickets@arena.example>');
  return given ?? `tickets@${new URL(publicUrl).hostname}`;
}

/** Payments in production are real, unless the operator says otherwise in so many words. */
function refuseUnsafeProduction(read: Reader, publicUrl: string): void {
  if (!publicUrl.startsWith('https://')) throw new ConfigError('PUBLIC_URL must begin with https:// in production');
  const key = read.required('STRIPE_SECRET_KEY', 'production takes payments through Stripe');
  if (!/^(sk|rk)_live_/.test(key) && !read.flag('ROPELINE_ALLOW_TEST_PAYMENTS')) {
    throw new ConfigError(
      'STRIPE_SECRET_KEY is not a live key (ROPELINE_ALLOW_TEST_PAYMENTS=true allows test payments)',
    );
  }
  const apiBase = read.url('ROPELINE_STRIPE_API_BASE', ['http:', 'https:']) ?? 'https:';
  if (!apiBase.startsWith('https:') && !read.flag('ROPELINE_ALLOW_TEST_PAYMENTS'))
    throw new ConfigError('ROPELINE_STRIPE_API_BASE must begin with https://: a live key is sent there');
  const webhookSecret = read.required('STRIPE_WEBHOOK_SECRET', 'Stripe signs its webhooks with it');
  if (!webhookSecret.startsWith('whsec_')) throw new ConfigError('STRIPE_WEBHOOK_SECRET must begin with whsec_');
}

function googleWalletOf(read: Reader): Pick<Settings, 'googleWalletFile' | 'googleWalletIssuer'> {
  const googleWalletFile = read.text('ROPELINE_GOOGLE_WALLET_FILE');
  const googleWalletIssuer = read.text('ROPELINE_GOOGLE_WALLET_ISSUER');
  if ((googleWalletFile === null) !== (googleWalletIssuer === null))
    throw new ConfigError('ROPELINE_GOOGLE_WALLET_FILE and ROPELINE_GOOGLE_WALLET_ISSUER belong together');
  return { googleWalletFile, googleWalletIssuer };
}

/**
 * Reads the environment once. Throws ConfigError with one line when a value is missing, bad or unknown.
 * Demo mode: neither DATABASE_URL nor PUBLIC_URL was given to `npm start`, which then says ROPELINE_DEMO=true.
 */
export function readSettings(env: Env = process.env): Settings {
  refuseUnknown(env);
  const read = new Reader(env);
  const mode: Mode = read.flag('ROPELINE_DEMO') ? 'demo' : 'production';
  const port = read.integer('PORT', 3000, 0, 65_535);
  const publicUrl = read.url('PUBLIC_URL', ['https:', 'http:']) ?? (mode === 'demo' ? `http://localhost:${port}` : '');
  if (mode === 'production') refuseUnsafeProduction(read, publicUrl);
  const redisUrl = read.url('REDIS_URL', ['redis:', 'rediss:']) ?? 'redis://127.0.0.1:6379';
  const adminApiKey = read.text('ROPELINE_ADMIN_API_KEY');
  if (adminApiKey !== null && !API_KEY.test(adminApiKey))
    throw new ConfigError('ROPELINE_ADMIN_API_KEY must be 24 to 128 letters, digits, - or _');
  const metricsPort = read.text('ROPELINE_METRICS_PORT');
  return {
    mode,
    port,
    host: read.text('ROPELINE_HOST') ?? (mode === 'demo' ? '127.0.0.1' : '0.0.0.0'),
    metricsPort: metricsPort === 'off' ? null : read.integer('ROPELINE_METRICS_PORT', 0, 0, 65_535),
    databaseUrl:
      read.url('DATABASE_URL', ['postgres:', 'postgresql:']) ??
      read.required('DATABASE_URL', 'the address of a Postgres database'),
    redisUrl,
    redisReadUrl: read.url('REDIS_READ_URL', ['redis:', 'rediss:']) ?? redisUrl,
    roles: rolesOf(read),
    publicUrl,
    secret: secretOf(read),
    trustedProxies: proxiesOf(read),
    dataDir: read.text('ROPELINE_DATA_DIR') ?? '.ropeline',
    nodeId: read.text('ROPELINE_NODE_ID') ?? `${hostname().slice(0, 24)}-${randomBytes(3).toString('hex')}`,
    stripeSecretKey: read.text('STRIPE_SECRET_KEY') ?? 'sk_test_demo',
    stripePublishableKey: read.text('STRIPE_PUBLISHABLE_KEY') ?? 'pk_test_demo',
    stripeWebhookSecret: read.required('STRIPE_WEBHOOK_SECRET', 'Stripe signs its webhooks with it'),
    stripeApiBase: read.url('ROPELINE_STRIPE_API_BASE', ['http:', 'https:']),
    stripeRate: read.integer('ROPELINE_STRIPE_RATE', mode === 'demo' ? 1_000 : 25, 1, 100_000),
    ownerEmail: read.text('ROPELINE_OWNER_EMAIL'),
    ownerPassword: read.text('ROPELINE_OWNER_PASSWORD'),
    adminApiKey,
    applePassFile: read.text('ROPELINE_APPLE_PASS_FILE'),
    ...googleWalletOf(read),
    mailUrl: read.url('ROPELINE_MAIL_URL', ['smtp:', 'smtps:']),
    mailFrom: mailFromOf(read, publicUrl),
    partnerInboxUrl: read.url('ROPELINE_PARTNER_INBOX_URL', ['http:', 'https:']),
    partnerInboxSecret: read.text('ROPELINE_PARTNER_INBOX_SECRET'),
    logLevel: read.oneOf(
      'ROPELINE_LOG_LEVEL',
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      mode === 'demo' ? 'warn' : 'info',
    ),
    maxSockets: read.integer('ROPELINE_MAX_SOCKETS', 15_000, 1, 1_000_000),
  };
}
