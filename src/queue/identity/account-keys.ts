import { Injectable } from '@nestjs/common';
import {
  createLocalJWKSet,
  decodeProtectedHeader,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
  type JWTVerifyOptions,
} from 'jose';
import { Clock } from '../../platform/clock/clock.js';
import type { IdentityKeys } from '../queue.types.js';
import { type FoundKeys, type KeySet, PublishedKeys } from './published-keys.js';

/** Asymmetric only: a shared secret could leak from us. */
const ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'RS256', 'PS256'];
const FRESH_MS = 10 * 60_000;
/** Minimum interval between refreshes for an unknown key, however many tokens name one. */
const UNKNOWN_KEY_MS = 30_000;
/** A wait before another try where the key set itself cannot be used. */
const RETRY_MS = 10_000;
const LONGEST_MS = 24 * 3_600_000;

/** away: nothing is known about the token, since its keys cannot be read. */
type AccountResult =
  | { kind: 'account'; account: string }
  | { kind: 'invalid' }
  | { kind: 'away'; retryAfterMs: number };
type Verified = { kind: 'valid'; payload: JWTPayload } | { kind: 'invalid' | 'unknown_key' | 'unusable_key' };

/** Verifies the promoter's own identity tokens with the sale's keys, given inline or by a JWKS URL. */
@Injectable()
export class AccountKeys {
  /** Sets given inline, by the array that the sale holds. */
  private readonly inline = new WeakMap<object, KeySet>();

  constructor(
    private readonly published: PublishedKeys,
    private readonly clock: Clock,
  ) {}

  async accountOf(keys: IdentityKeys, token: string): Promise<AccountResult> {
    if (!isCandidate(token)) return { kind: 'invalid' };
    const first = await this.keysFor(keys, FRESH_MS);
    if (first.kind === 'away') return first;
    const verified = await this.verified(keys, first.set, token);
    if (verified.kind !== 'unknown_key') return this.resultOf(verified);
    const again = await this.keysFor(keys, UNKNOWN_KEY_MS);
    if (again.kind === 'away') return again;
    if (!again.isCurrent) return { kind: 'away', retryAfterMs: again.retryAfterMs };
    return this.resultOf(await this.verified(keys, again.set, token));
  }

  private async keysFor({ keys, jwksUrl }: IdentityKeys, freshMs: number): Promise<FoundKeys> {
    if (jwksUrl !== null) return await this.published.of(jwksUrl, freshMs);
    const given = keys ?? [];
    const set = this.inline.get(given) ?? createLocalJWKSet({ keys: given as JSONWebKeySet['keys'] });
    this.inline.set(given, set);
    return { kind: 'keys', set, isCurrent: true, retryAfterMs: 0 };
  }

  private async verified(keys: IdentityKeys, set: KeySet, token: string): Promise<Verified> {
    const options = {
      algorithms: ALGORITHMS,
      currentDate: new Date(this.clock.nowMs()),
      requiredClaims: ['sub', 'exp'],
      clockTolerance: 30,
      ...(keys.issuer === null ? {} : { issuer: keys.issuer }),
      ...(keys.audience === null ? {} : { audience: keys.audience }),
    };
    try {
      return { kind: 'valid', payload: await payloadBy(token, set, options) };
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return { kind: 'unknown_key' };
      // a token that names no key may be of a newer one
      const isUnnamed = decodeProtectedHeader(token).kid === undefined;
      if (isUnnamed && error instanceof errors.JWSSignatureVerificationFailed) return { kind: 'unknown_key' };
      // anything but the library's own refusals concerns the key, such as one that cannot be imported
      return { kind: error instanceof errors.JOSEError ? 'invalid' : 'unusable_key' };
    }
  }

  private resultOf(verified: Verified): AccountResult {
    if (verified.kind === 'unusable_key') return { kind: 'away', retryAfterMs: RETRY_MS };
    if (verified.kind !== 'valid' || !isShort(verified.payload, this.clock.nowMs())) return { kind: 'invalid' };
    const { sub = '' } = verified.payload;
    return sub.length > 0 && sub.length <= 255 ? { kind: 'account', account: sub } : { kind: 'invalid' };
  }
}

/** Tries each key that a token without a key id may be of. */
async function payloadBy(token: string, set: KeySet, options: JWTVerifyOptions): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, set, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        return (await jwtVerify(token, key, options)).payload;
      } catch (reason) {
        if (!(reason instanceof errors.JWSSignatureVerificationFailed)) throw reason;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

/** Rejects what no key could verify, without reading keys for it. */
function isCandidate(token: string): boolean {
  try {
    return ALGORITHMS.includes(decodeProtectedHeader(token).alg ?? '');
  } catch {
    return false;
  }
}

/** Rejects long-lived tokens, because they would be passed around. */
function isShort({ exp = 0 }: JWTPayload, nowMs: number): boolean {
  return exp * 1_000 <= nowMs + LONGEST_MS;
}
