import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { createChallenge, type Payload, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { ChallengeShape } from '../../contract/line/entry-shapes.js';
import { Clock } from '../../platform/clock/clock.js';
import type { ClientNetwork } from '../../platform/http/network.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import type { ChallengeMode } from '../queue.types.js';
import { difficultyFor } from './challenge.policy.js';
import { NetworkShares } from './network-shares.js';

export type SolvedResult =
  | { kind: 'solved'; id: string; difficulty: number; expiresAtMs: number }
  | { kind: 'invalid' };

const ALGORITHM = 'PBKDF2/SHA-256';
/** Iterations per attempt: creating a challenge costs us one attempt, solving it several hundred. */
const COST = 1_000;
/** Attempts at difficulty 1, uniformly distributed: about a second on a mid-range phone. */
const ATTEMPTS = { from: 200, to: 600 } as const;
const LIFE_MS = 120_000;
const DAY_MS = 86_400_000;
const DIGEST_CHARACTERS = 16;
const MAX_PAYLOAD_CHARACTERS = 2_048;

/** Proof of work for a place: an ALTCHA challenge bound to sale and network, valid for two minutes and one join. */
@Injectable()
export class ChallengeService {
  private readonly secrets: { hmacSignatureSecret: string; hmacKeySignatureSecret: string };

  constructor(
    private readonly tokens: Tokens,
    private readonly clock: Clock,
    private readonly shares: NetworkShares,
  ) {
    this.secrets = {
      hmacSignatureSecret: tokens.proofs('challenge', 'signature')[0],
      hmacKeySignatureSecret: tokens.proofs('challenge', 'key')[0],
    };
  }

  /** Pseudonymises a network for stores and challenges; changes daily. */
  digestOf(network: string, atMs = this.clock.nowMs()): string {
    return this.tokens.mac('network', Math.floor(atMs / DAY_MS), network).slice(0, DIGEST_CHARACTERS);
  }

  /** Returns the difficulty that this network must solve now; 0 for none. */
  difficultyOf(saleId: string, mode: ChallengeMode, { prefix }: ClientNetwork): number {
    return mode === 'off' ? 0 : difficultyFor({ mode, ...this.shares.signalsOf(saleId, this.digestOf(prefix)) });
  }

  async mint(saleId: string, mode: ChallengeMode, client: ClientNetwork): Promise<ChallengeShape> {
    const due = this.difficultyOf(saleId, mode, client);
    const difficulty = Math.max(1, due);
    const upTo = ATTEMPTS.to * difficulty;
    const { parameters, signature = '' } = await createChallenge({
      algorithm: ALGORITHM,
      cost: COST,
      counter: randomInt(ATTEMPTS.from * difficulty, upTo),
      deriveKey,
      expiresAt: Math.floor((this.clock.nowMs() + LIFE_MS) / 1_000),
      data: { sale: saleId, network: this.digestOf(client.network), difficulty, upTo },
      ...this.secrets,
    });
    // the cast is safe: with a counter and data, altcha-lib sets the fields that its types call optional
    return { parameters: parameters as ChallengeShape['parameters'], signature, required: due > 0 };
  }

  /** Verifies everything except whether the challenge was spent, which the join's script decides. */
  async verify(saleId: string, text: string, { network }: ClientNetwork): Promise<SolvedResult> {
    const payload = payloadOf(text);
    if (!payload) return { kind: 'invalid' };
    const verified = await verifySolution({ ...payload, deriveKey, ...this.secrets }).catch(() => null);
    if (verified?.verified !== true) return { kind: 'invalid' };
    // the signature is verified: the parameters are ours from here on
    const { data = {}, expiresAt = 0 } = payload.challenge.parameters;
    const expiresAtMs = expiresAt * 1_000;
    const isOurs = data['sale'] === saleId && data['network'] === this.digestOf(network, expiresAtMs - LIFE_MS);
    if (!isOurs || expiresAtMs <= this.clock.nowMs()) return { kind: 'invalid' };
    const id = (payload.challenge.signature ?? '').slice(0, 2 * DIGEST_CHARACTERS);
    return { kind: 'solved', id, difficulty: Number(data['difficulty']), expiresAtMs };
  }
}

/** Parses a solver's payload, base64 of JSON; null if malformed. */
function payloadOf(text: string): Payload | null {
  if (text.length > MAX_PAYLOAD_CHARACTERS) return null;
  try {
    const payload = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as Partial<Payload> | null;
    const { challenge, solution } = payload ?? {};
    const isWhole = isObject(challenge) && isObject(challenge.parameters) && isObject(solution);
    return isWhole ? { challenge, solution } : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
