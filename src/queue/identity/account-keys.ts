import { Injectable } from '@nestjs/common';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { Clock } from '../../platform/clock/clock.js';
import { EgressService } from '../../platform/egress/egress.service.js';
import type { IdentityKeys } from '../queue.types.js';

/** Asymmetric only: a shared secret could leak from us. */
const ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'RS256', 'PS256'];
const FRESH_MS = 10 * 60_000;
/** Minimum interval between refreshes for an unknown key, however many tokens name one. */
const RETRY_MS = 30_000;
const MAX_SETS = 200;
const LONGEST_MS = 24 * 3_600_000;

interface KeptSet {
  set: JSONWebKeySet;
  readAtMs: number;
}

/** Verifies the promoter's own identity tokens with the sale's keys, given inline or by a JWKS URL. */
@Injectable()
export class AccountKeys {
  private readonly sets = new Map<string, KeptSet>();

  constructor(
    private readonly egress: EgressService,
    private readonly clock: Clock,
  ) {}

  /** Returns the token's account; null if the token is invalid or its keys cannot be read. */
  async accountOf(keys: IdentityKeys, token: string): Promise<string | null> {
    const first = await this.setOf(keys, FRESH_MS);
    const payload = first && (await this.verified(keys, first, token));
    if (payload !== 'unknown_key') return subjectOf(payload);
    const again = await this.setOf(keys, RETRY_MS);
    const second = again && (await this.verified(keys, again, token));
    return second === 'unknown_key' ? null : subjectOf(second);
  }

  private async verified(
    keys: IdentityKeys,
    set: JSONWebKeySet,
    token: string,
  ): Promise<JWTPayload | 'unknown_key' | null> {
    try {
      const { payload } = await jwtVerify(token, createLocalJWKSet(set), {
        algorithms: ALGORITHMS,
        currentDate: new Date(this.clock.nowMs()),
        requiredClaims: ['sub', 'exp'],
        clockTolerance: 30,
        ...(keys.issuer === null ? {} : { issuer: keys.issuer }),
        ...(keys.audience === null ? {} : { audience: keys.audience }),
      });
      return isShort(payload, this.clock.nowMs()) ? payload : null;
    } catch (error) {
      return error instanceof errors.JWKSNoMatchingKey ? 'unknown_key' : null;
    }
  }

  private async setOf({ keys, jwksUrl }: IdentityKeys, freshMs: number): Promise<JSONWebKeySet | null> {
    if (jwksUrl === null) return { keys: (keys ?? []) as JSONWebKeySet['keys'] };
    const kept = this.sets.get(jwksUrl);
    const nowMs = this.clock.nowMs();
    if (kept && nowMs - kept.readAtMs < freshMs) return kept.set;
    const set = await this.read(jwksUrl).catch(() => null);
    if (!set) return kept?.set ?? null; // keys seldom change, so stale ones are better than none
    const oldest = this.sets.keys().next();
    if (this.sets.size >= MAX_SETS && !oldest.done) this.sets.delete(oldest.value);
    this.sets.set(jwksUrl, { set, readAtMs: nowMs });
    return set;
  }

  private async read(address: string): Promise<JSONWebKeySet | null> {
    const { status, text } = await this.egress.get(address, { accept: 'application/json' });
    const parsed = status === 200 ? (JSON.parse(text) as Partial<JSONWebKeySet> | null) : null;
    return Array.isArray(parsed?.keys) ? { keys: parsed.keys } : null;
  }
}

/** Rejects long-lived tokens, because they would be passed around. */
function isShort({ exp = 0 }: JWTPayload, nowMs: number): boolean {
  return exp * 1_000 <= nowMs + LONGEST_MS;
}

function subjectOf(payload: JWTPayload | null): string | null {
  const subject = payload?.sub;
  return subject !== undefined && subject.length > 0 && subject.length <= 255 ? subject : null;
}
