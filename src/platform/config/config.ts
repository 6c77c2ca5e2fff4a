export type Mode = 'demo' | 'production';
export const allRoles = ['edge', 'shop', 'payments', 'control'] as const;
export type Role = (typeof allRoles)[number];

/** The identity provider that staff sign in at. */
export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the button says. */
  name: string;
}

/** The process's configuration: read once by settings.ts, validated, typed, and injected by this class. */
export class Config {
  readonly mode: Mode;
  readonly port: number;
  /** Listening address: loopback only in demo mode. */
  readonly host: string;
  readonly metricsPort: number | null;
  /**
   * False: falls back to the next free port if this one is taken, for instance by another process on the same machine.
   */
  readonly metricsPortIsFixed: boolean;
  readonly metricsHost: string;
  /** Without a token, metrics are readable from this machine only. */
  readonly metricsToken: string | null;
  readonly databaseUrl: string;
  /** Pool sizes by purpose, so that neither the line nor background work waits behind the sale. */
  readonly pools: Readonly<Record<'sale' | 'line' | 'background', number>>;
  readonly redisUrl: string;
  readonly redisReadUrl: string;
  /** Accepts a Redis in production that loses its data on restart. */
  readonly mayForget: boolean;
  readonly roles: ReadonlySet<Role>;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly secret: Buffer;
  /** Also accepted while nodes are rotated to the new secret. */
  readonly previousSecret: Buffer | null;
  readonly trustedProxies: readonly string[];
  /** Time between reporting "not ready" and closing the listener, so that load balancers can react. */
  readonly drainPauseMs: number;
  readonly dataDir: string;
  readonly nodeId: string;
  readonly stripeSecretKey: string;
  readonly stripePublishableKey: string;
  readonly stripeWebhookSecret: string;
  /** The simulator's address; null means Stripe itself. */
  readonly stripeApiBase: string | null;
  /** Offers payment methods too that cannot be authorized first: their money is taken before the order is sold. */
  readonly capturesAtOnce: boolean;
  /** Requests per second that Stripe allows per endpoint. */
  readonly stripeRate: number;
  /** The team's own identity provider (OpenID Connect); null: none. */
  readonly oidc: OidcSettings | null;
  readonly ownerEmail: string | null;
  readonly ownerPassword: string | null;
  readonly adminApiKey: string | null;
  /** PEM: certificate of a Pass Type ID, its key, and Apple's intermediate certificate. */
  readonly applePassFile: string | null;
  /** JSON key of a service account, and the issuer id. */
  readonly googleWalletFile: string | null;
  readonly googleWalletIssuer: string | null;
  /** smtp:// or smtps://; null: a demo writes mails to its data directory; in production they are queued. */
  readonly mailUrl: string | null;
  readonly mailFrom: string;
  readonly partnerInboxUrl: string | null;
  readonly partnerInboxSecret: string | null;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  readonly maxSockets: number;
  /** Where traces go (OTLP over HTTP), and the share of requests traced; null: tracing is off. */
  readonly tracing: {
    readonly endpoint: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly share: number;
  } | null;

  constructor(settings: Settings) {
    Object.assign(this, settings);
  }
}
export type Settings = Omit<Config, never>;
