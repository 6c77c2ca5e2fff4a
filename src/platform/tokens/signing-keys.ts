import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import { PrismaService } from '../prisma/prisma.service.js';
import { Tokens } from './tokens.js';

export type SigningPurpose = 'pass' | 'ticket';
export interface SigningKeyPair {
  kid: string;
  publicJwk: JWK;
  privateJwk: JWK;
  createdAtMs: number;
  /** On this process's monotonic clock, by the age that Postgres tells: a node's own clock may be wrong. */
  bornAtMs: number;
}
interface KeyRow {
  kid: string;
  createdAt: Date;
  ageMs: number;
  publicJwk: JWK;
  privateSealed: string;
}

/** Cache TTL: a key created or revoked elsewhere is known everywhere after this. */
const RELOAD_MS = 2_000;
/** The current key and its predecessor. */
const GENERATIONS = 2;
/** How long a new key is published before it signs: verifiers cache the published keys for a minute. */
const PUBLISH_FIRST_MS = 90_000;
/** By then everything signed by the predecessor has expired, so that two keys suffice. */
const ROTATE_EVERY_MS = 600_000;
/** A revoked key stays listed longer than anybody caches keys. */
const LIST_REVOKED_HOURS = 24;

/**
 * Ed25519 keys for signatures that others verify, shared by all nodes through Postgres, with the private half sealed.
 */
@Injectable()
export class SigningKeys {
  private readonly loaded = new Map<SigningPurpose, { at: number; keys: SigningKeyPair[] }>();
  /** Concurrent callers share one read. */
  private readonly loading = new Map<SigningPurpose, Promise<SigningKeyPair[]>>();

  constructor(
    private readonly prisma: PrismaService,
    private readonly tokens: Tokens,
  ) {}

  /** Returns the current signing key; created on the first call of the first node. */
  async current(purpose: SigningPurpose): Promise<SigningKeyPair> {
    const known = signerOf(await this.valid(purpose));
    if (known) return known;
    await this.make(purpose);
    const made = signerOf(await this.load(purpose)); // a read in flight may be stale
    if (!made) throw new Error(`no ${purpose} key could be created`);
    return made;
  }

  /** Returns the keys whose signatures are valid, newest first. */
  async valid(purpose: SigningPurpose): Promise<SigningKeyPair[]> {
    const present = this.loaded.get(purpose);
    if (present && present.keys.length > 0 && performance.now() - present.at < RELOAD_MS) return present.keys;
    const running = this.loading.get(purpose) ?? this.load(purpose).finally(() => this.loading.delete(purpose));
    this.loading.set(purpose, running);
    // while Postgres is away, keys can be neither created nor revoked
    return await (present && present.keys.length > 0 ? running.catch(() => present.keys) : running);
  }

  private async load(purpose: SigningPurpose): Promise<SigningKeyPair[]> {
    const rows = await this.prisma.$queryRaw<KeyRow[]>`
      SELECT kid, created_at AS "createdAt", public_jwk AS "publicJwk", private_sealed AS "privateSealed",
        (extract(epoch FROM clock_timestamp() - created_at) * 1000)::float8 AS "ageMs"
      FROM signing_key WHERE purpose = ${purpose} AND revoked_at IS NULL
      ORDER BY created_at DESC, kid DESC LIMIT ${GENERATIONS}`;
    const keys = rows.map((row) => ({
      kid: row.kid,
      createdAtMs: row.createdAt.getTime(),
      bornAtMs: performance.now() - row.ageMs,
      publicJwk: row.publicJwk,
      privateJwk: JSON.parse(this.tokens.open('key', row.privateSealed)) as JWK,
    }));
    this.loaded.set(purpose, { at: performance.now(), keys });
    return keys;
  }

  /**
   * Creates the next key, which signs after 90 s, or at once if no other is left. Returns null if the latest is too
   * recent.
   */
  async rotate(purpose: SigningPurpose): Promise<SigningKeyPair[] | null> {
    const [newest] = await this.load(purpose);
    if (newest && performance.now() - newest.bornAtMs < ROTATE_EVERY_MS) return null;
    await this.make(purpose, newest?.kid ?? null);
    return await this.load(purpose);
  }

  /** Invalidates everything signed by the key, everywhere within seconds. Returns false for an unknown key. */
  async revoke(purpose: SigningPurpose, kid: string): Promise<boolean> {
    const count = await this.prisma.$executeRaw`
      UPDATE signing_key SET revoked_at = now() WHERE purpose = ${purpose} AND kid = ${kid} AND revoked_at IS NULL`;
    if (count > 0) await this.load(purpose);
    return count > 0;
  }

  async revokedKids(purpose: SigningPurpose): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ kid: string }[]>`
      SELECT kid FROM signing_key
      WHERE purpose = ${purpose} AND revoked_at >= now() - make_interval(hours => ${LIST_REVOKED_HOURS}) ORDER BY kid`;
    return rows.map(({ kid }) => kid);
  }

  async publicJwks(purpose: SigningPurpose): Promise<{ keys: JWK[] }> {
    return { keys: (await this.valid(purpose)).map((key) => key.publicJwk) };
  }

  /** Two nodes may start at once: the advisory lock lets one create the key and the other find it. */
  private async make(purpose: SigningPurpose, after: string | null = null): Promise<void> {
    await this.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`signing-key:${purpose}`}))`;
      const where = { purpose, revokedAt: null };
      const newest = await tx.signingKey.findFirst({ where, orderBy: [{ createdAt: 'desc' }, { kid: 'desc' }] });
      if ((newest?.kid ?? null) !== after) return;
      const pair = generateKeyPairSync('ed25519');
      const kid = randomBytes(6).toString('hex');
      const common = { kid, alg: 'EdDSA', use: 'sig' };
      const publicJwk = { ...pair.publicKey.export({ format: 'jwk' }), ...common };
      const privateJwk = { ...pair.privateKey.export({ format: 'jwk' }), ...common };
      await tx.signingKey.create({
        data: {
          kid,
          purpose,
          publicJwk: JSON.parse(JSON.stringify(publicJwk)) as object,
          privateSealed: this.tokens.seal('key', JSON.stringify(privateJwk)),
        },
      });
    });
  }
}

/** Returns the newest key that verifiers have had time to fetch; failing that, the oldest. */
export function signerOf(newestFirst: readonly SigningKeyPair[]): SigningKeyPair | undefined {
  return (
    newestFirst.find(({ bornAtMs }) => performance.now() - bornAtMs >= PUBLISH_FIRST_MS) ??
    newestFirst[newestFirst.length - 1]
  );
}
