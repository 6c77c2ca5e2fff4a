import { hash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { createLocalJWKSet, errors, importJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Keys } from '../../platform/redis/keys.js';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import { type SigningKeyPair, SigningKeys } from '../../platform/tokens/signing-keys.js';
import { BoundedMap } from '../../platform/cache/bounded-map.js';
import { EpochGuard } from '../line/epoch-guard.service.js';
import { PlaceStore } from '../places/place.store.js';
import { PassesStore } from './passes.store.js';
import type { AdmissionSlot, BearerResult, PermitResult, UncheckedPermit, UncheckedResult } from '../queue.types.js';

export interface PassTerms {
  saleId: string;
  lane: string;
  admissionId: string;
  epoch: number;
  /** The admission's deadline and the current time, in sale time. */
  deadlineSaleMs: number;
  saleMs: number;
}
interface PassClaims {
  saleId: string;
  lane: string;
  admissionId: string;
  epoch: number;
  /** The pass's expiry in sale time, which outages of ours do not consume. */
  untilSaleMs: number;
  expiresAtMs: number;
  /** Unique per pass: each renewal of an admission issues a new one. */
  passId: string;
}
/** The fan of an admission that was active at `at`. */
interface KnownFan {
  fanKey: string;
  number: number;
  members: number;
  at: number;
}
type ImportedKey = Awaited<ReturnType<typeof importJWK>>;
type KeySet = ReturnType<typeof createLocalJWKSet>;
type Verified = { kind: 'claims'; claims: PassClaims } | { kind: 'invalid' } | { kind: 'expired' };

const PASS_TYPE = 'ropeline-pass+jwt';
/** Short, because a pass checked offline cannot be revoked. */
export const PASS_LIFE_MS = 5 * 60 * 1_000;
/** TTL of cached admissions; signatures stay cached until their key is withdrawn. Negative results are not cached. */
const CACHE_MS = 5_000;
const CACHE_MAX = 20_000;
/**
 * Passes whose signature was checked, some 0.4 kB each. More than a node meets in the life of a pass: fans come round in
 * turn, so a map that is a little too small is one in which nobody is found, and each call checks a signature.
 */
const VERIFIED_MAX = 100_000;

/** Issues and verifies admission passes: short-lived, publicly verifiable statements of an admission kept in Redis. */
@Injectable()
export class PassesService {
  private signing: { kid: string; key: ImportedKey } | null = null;
  private verifying: { kids: string; set: KeySet } | null = null;
  private readonly verified = new BoundedMap<string, PassClaims>(VERIFIED_MAX);
  private keysReadAtMs = 0;
  private readonly alive = new BoundedMap<string, KnownFan>(CACHE_MAX);

  constructor(
    private readonly keys: SigningKeys,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly epochs: EpochGuard,
    private readonly store: PlaceStore,
    private readonly redeemed: PassesStore,
  ) {}

  async sign({
    saleId,
    lane,
    admissionId,
    epoch,
    deadlineSaleMs,
    saleMs,
  }: PassTerms): Promise<{ pass: string; expiresAtMs: number }> {
    const key = await this.keys.current('pass');
    const lifeMs = Math.min(PASS_LIFE_MS, deadlineSaleMs - saleMs);
    const expires = Math.floor((this.clock.nowMs() + lifeMs) / 1_000);
    const passId = randomBytes(9).toString('base64url');
    const pass = await new SignJWT({ epoch, lane, until: saleMs + lifeMs })
      .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: PASS_TYPE })
      .setIssuer(this.config.publicUrl)
      .setAudience(saleId)
      .setSubject(admissionId)
      .setJti(passId)
      .setIssuedAt(Math.floor(this.clock.nowMs() / 1_000))
      .setExpirationTime(expires)
      .sign(await this.signer(key));
    const expiresAtMs = expires * 1_000;
    // its first use here needs no check of what this node has just signed
    if (this.verifying?.kids.split(' ').includes(key.kid) === true)
      this.verified.set(digestOf(pass), {
        ...{ saleId, lane, admissionId, epoch, passId, expiresAtMs },
        untilSaleMs: saleMs + lifeMs,
      });
    return { pass, expiresAtMs };
  }

  /** Signs a statement that grants no access: its `typ` is not that of a pass. */
  async state(type: string, saleId: string, subject: string, claims: JWTPayload): Promise<string> {
    const key = await this.keys.current('pass');
    return await new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: type })
      .setIssuer(this.config.publicUrl)
      .setAudience(saleId)
      .setSubject(subject)
      .setIssuedAt(Math.floor(this.clock.nowMs() / 1_000))
      .sign(await this.signer(key));
  }

  /**
   * Uses up a valid pass, so that an outside shop opens only one session with it.
   * @param idempotencyKey a call repeated with it is answered as the first
   */
  async redeem(pass: string, idempotencyKey: string | null = null): Promise<PermitResult | { kind: 'in_use' }> {
    const permitted = await this.permit(pass);
    const verified = await this.verify(pass);
    if (permitted.kind !== 'ok' || verified.kind !== 'claims') return permitted;
    const { passId, expiresAtMs } = verified.claims;
    const lifeMs = expiresAtMs - this.clock.nowMs();
    const isFirst = await this.epochs.orNull(() => this.redeemed.redeem(passId, lifeMs, idempotencyKey));
    if (isFirst === null) return { kind: 'away' };
    return isFirst ? permitted : { kind: 'in_use' };
  }

  /** Returns what gates that check offline must refuse; null while Redis is unreachable. */
  async revocations(): Promise<{ kids: string[]; subs: string[]; atMs: number } | null> {
    const atMs = this.clock.nowMs();
    const subs = await this.epochs.orNull(() => this.redeemed.revoked());
    return subs && { kids: await this.keys.revokedKids('pass'), subs, atMs };
  }

  /**
   * Resolves a pass to its permit. Scripts that act on the permit check again that the admission is active.
   * @param saleId if given, passes of other sales are invalid
   */
  async permit(pass: string, saleId?: string): Promise<PermitResult> {
    const result = await this.verify(pass);
    if (result.kind !== 'claims') return result;
    const { claims } = result;
    if (saleId !== undefined && claims.saleId !== saleId) return { kind: 'invalid' };
    const found = await this.epochs.call(claims.saleId, async (stamp) => {
      // a pass of an earlier epoch: its bearer claims again with it
      if (claims.epoch !== stamp.epoch) return { kind: 'expired' as const };
      const known = this.knownFan(claims) ?? (await this.readFan(claims, stamp));
      if (known === null) return { kind: 'expired' as const };
      return known === 'stale' ? { kind: 'stale' as const } : { kind: 'found' as const, fan: known, stamp };
    });
    if (found.kind !== 'found') return found;
    const { fanKey, number, members } = found.fan;
    return { kind: 'ok', permit: { ...permitOf(claims, found.stamp), fanKey, number, members } };
  }

  /**
   * Like `permit` without asking Redis, for a script that checks the admission and reads its fan key itself.
   * @param fresh true to read the epoch anew, after a script has refused the cached one
   */
  async unchecked(pass: string, saleId: string, fresh = false): Promise<UncheckedResult> {
    const result = await this.verify(pass);
    if (result.kind !== 'claims') return result;
    const { claims } = result;
    if (claims.saleId !== saleId) return { kind: 'invalid' };
    const stamp = await this.epochs.stamp(saleId, fresh);
    if (stamp === null) return { kind: 'away' };
    return claims.epoch === stamp.epoch ? { kind: 'ok', permit: permitOf(claims, stamp) } : { kind: 'expired' };
  }

  /**
   * Returns what a script needs to end an admission; null while Redis is unreachable.
   * @param fresh true after the script has refused the epoch as stale
   */
  async slotOf(saleId: string, admissionId: string, fresh = false): Promise<AdmissionSlot | null> {
    const stamp = await this.epochs.stamp(saleId, fresh);
    return stamp && slotOf(saleId, admissionId, stamp);
  }

  /**
   * Identifies a pass's bearer by signature and expiry alone, to read what its admission left behind (its order) even
   * after the admission has ended. Grants no changes.
   */
  async bearer(pass: string): Promise<BearerResult> {
    const result = await this.verify(pass);
    if (result.kind !== 'claims') return result;
    const { saleId, lane, admissionId } = result.claims;
    return { kind: 'ok', saleId, lane, admissionId };
  }

  /**
   * Returns until when (sale time) a pass of the previous epoch was valid; 0 for any other pass. Such a pass readmits
   * its bearer after a loss of Redis.
   */
  async goodUntilBefore(pass: string, saleId: string, admissionId: string, epoch: number): Promise<number> {
    const payload = await payloadOf(pass, new Date(0), await this.verifiers());
    const claims = payload === 'expired' || payload === null ? null : claimsOf(payload);
    const isOfPlace = claims?.saleId === saleId && claims.admissionId === admissionId && claims.epoch === epoch - 1;
    return isOfPlace ? claims.untilSaleMs : 0;
  }

  /** Evicts an ended admission from this node's cache. */
  forget(admissionId: string): void {
    this.alive.delete(admissionId);
  }

  async publicKeys(): Promise<{ keys: JWK[] }> {
    await this.keys.current('pass'); // creates the first key if none was used yet
    return await this.keys.publicJwks('pass');
  }

  private knownFan({ admissionId }: PassClaims): KnownFan | null {
    const known = this.alive.get(admissionId);
    return known && this.clock.monotonicMs() - known.at < CACHE_MS ? known : null;
  }

  private async readFan(
    { saleId, admissionId }: PassClaims,
    stamp: { epoch: number; runId: string },
  ): Promise<KnownFan | 'stale' | null> {
    const reply = await this.store.permit(saleId, stamp, admissionId);
    if (reply.kind === 'stale') return 'stale';
    if (reply.kind === 'not_active') return null;
    const known = { fanKey: reply.fanKey, number: reply.number, members: reply.members, at: this.clock.monotonicMs() };
    this.alive.set(admissionId, known);
    return known;
  }

  private async verify(pass: string): Promise<Verified> {
    const digest = digestOf(pass);
    const now = this.clock.nowMs();
    if (this.clock.monotonicMs() - this.keysReadAtMs >= CACHE_MS) await this.verifiers(); // clears the cache if the keys have changed
    const known = this.verified.get(digest);
    if (known && now < known.expiresAtMs) return { kind: 'claims', claims: known };
    this.verified.delete(digest); // of one that has expired: the room is for those that have not
    const keys = await this.verifiers();
    const payload = await payloadOf(pass, new Date(now), keys);
    if (payload === 'expired') return { kind: 'expired' };
    const claims = payload && claimsOf(payload);
    if (!claims) return { kind: 'invalid' };
    // skips the cache if a key was withdrawn while the signature was being checked
    if (this.verifying?.set === keys) this.verified.set(digest, claims);
    return { kind: 'claims', claims };
  }

  /** Imports each key once, because importing costs as much as signing. */
  private async signer({ kid, privateJwk }: SigningKeyPair): Promise<ImportedKey> {
    if (this.signing?.kid !== kid) this.signing = { kid, key: await importJWK(privateJwk, 'EdDSA') };
    return this.signing.key;
  }

  private async verifiers(): Promise<KeySet> {
    const published = await this.publicKeys();
    const kids = published.keys.map(({ kid }) => kid).join(' ');
    this.keysReadAtMs = this.clock.monotonicMs();
    if (this.verifying?.kids === kids) return this.verifying.set;
    this.verified.clear();
    this.verifying = { kids, set: createLocalJWKSet(published) };
    return this.verifying.set;
  }
}

const digestOf = (pass: string): string => hash('sha256', pass, 'base64');

async function payloadOf(pass: string, at: Date, keys: KeySet): Promise<JWTPayload | 'expired' | null> {
  try {
    // `iss` is not checked: our keys sign nothing else, and a demo's nodes have addresses of their own
    const { payload } = await jwtVerify(pass, keys, { algorithms: ['EdDSA'], typ: PASS_TYPE, currentDate: at });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'expired';
    if (error instanceof errors.JOSEError || error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

function permitOf({ saleId, lane, admissionId }: PassClaims, stamp: EpochStamp): UncheckedPermit {
  return { saleId, lane, admissionId, ...slotOf(saleId, admissionId, stamp) };
}

function slotOf(saleId: string, admissionId: string, stamp: EpochStamp): AdmissionSlot {
  return { keys: [Keys.active(saleId), Keys.admission(saleId)], member: admissionId, stamp };
}

function claimsOf({ aud, sub, exp, jti, epoch, lane, until }: JWTPayload): PassClaims | null {
  if (typeof aud !== 'string' || typeof sub !== 'string' || typeof exp !== 'number' || !jti) return null;
  if (typeof epoch !== 'number' || typeof lane !== 'string' || typeof until !== 'number') return null;
  return { saleId: aud, lane, admissionId: sub, epoch, untilSaleMs: until, expiresAtMs: exp * 1_000, passId: jti };
}
