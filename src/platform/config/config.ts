export type Mode = 'demo' | 'production';
export const allRoles = ['edge', 'shop', 'payments', 'control'] as const;
export type Role = (typeof allRoles)[number];

/** What this process was told when it started: read once by settings.ts, validated, typed, and injected by this class. */
export class Config {
  readonly mode: Mode;
  readonly port: number;
  /** Where the server listens: loopback only in demo mode. */
  readonly host: string;
  readonly metricsPort: number | null;
  /** False: the next free port is taken when this one is in use, as by another process of the same machine. */
  readonly metricsPortIsFixed: boolean;
  readonly metricsHost: string;
  /** Without one, only this machine reads the metrics. */
  readonly metricsToken: string | null;
  readonly databaseUrl: string;
  /** Connections to Postgres by purpose, so that neither the line nor the background waits behind the sale. */
  readonly pools: Readonly<Record<'sale' | 'line' | 'background', number>>;
  readonly redisUrl: string;
  readonly redisReadUrl: string;
  /** A Redis that a restart empties is accepted in production. */
  readonly mayForget: boolean;
  readonly roles: ReadonlySet<Role>;
  /** No slash at its end. */
  readonly publicUrl: string;
  readonly secret: Buffer;
  /** Accepted beside the secret while nodes change from one to the other. */
  readonly previousSecret: Buffer | null;
  readonly trustedProxies: readonly string[];
  /** Between "not ready" and the end of listening: a load balancer must notice first. */
  readonly drainPauseMs: number;
  readonly dataDir: string;
  readonly nodeId: string;
  readonly stripeSecretKey: string;
  readonly stripePublishableKey: string;
  readonly stripeWebhookSecret: string;
  /** The simulator's address; null means Stripe itself. */
  readonly stripeApiBase: string | null;
  /** Requests a second that Stripe allows per endpoint. */
  readonly stripeRate: number;
  readonly ownerEmail: string | null;
  readonly ownerPassword: string | null;
  readonly adminApiKey: string | null;
  /** smtp:// or smtps://; null: a demo writes mails into its data directory; in production they wait. */
  readonly mailUrl: string | null;
  readonly mailFrom: string;
  readonly partnerInboxUrl: string | null;
  readonly partnerInboxSecret: string | null;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  readonly maxSockets: number;

  constructor(settings: Settings) {
    Object.assign(this, settings);
  }
}
export type Settings = Omit<Config, never>;
