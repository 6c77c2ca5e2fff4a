import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { createChallenge, type Payload, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { SignInChallengeShape } from '../../contract/staff/team-shapes.js';
import { Clock } from '../../platform/clock/clock.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { SignInStore } from './sign-in.store.js';

const COST = 1_000;
/** About two seconds of work: acceptable once for a person, costly for a guesser. */
const ATTEMPTS = { from: 400, to: 1_200 } as const;
const LIFE_MS = 120_000;
const ID_CHARACTERS = 32;
const MAX_PAYLOAD_CHARACTERS = 2_048;

/**
 * Proof of work as an alternative to the back-off after failed sign-ins: bound to the network, valid for two minutes
 * and one attempt.
 */
@Injectable()
export class SignInChallenge {
  private readonly secrets: { hmacSignatureSecret: string; hmacKeySignatureSecret: string };

  constructor(
    private readonly tokens: Tokens,
    private readonly clock: Clock,
    private readonly store: SignInStore,
  ) {
    this.secrets = {
      hmacSignatureSecret: tokens.mac('challenge', 'sign-in', 'signature'),
      hmacKeySignatureSecret: tokens.mac('challenge', 'sign-in', 'key'),
    };
  }

  async mint(network: string): Promise<SignInChallengeShape> {
    const { parameters, signature = '' } = await createChallenge({
      algorithm: 'PBKDF2/SHA-256',
      cost: COST,
      counter: randomInt(ATTEMPTS.from, ATTEMPTS.to),
      deriveKey,
      expiresAt: Math.floor((this.clock.nowMs() + LIFE_MS) / 1_000),
      data: { network: this.digestOf(network), upTo: ATTEMPTS.to },
      ...this.secrets,
    });
    return { parameters: parameters as SignInChallengeShape['parameters'], signature };
  }

  /** Returns true once for each challenge solved by this network. */
  async spend(text: string, network: string): Promise<boolean> {
    const payload = payloadOf(text);
    if (!payload) return false;
    const verified = await verifySolution({ ...payload, deriveKey, ...this.secrets }).catch(() => null);
    if (verified?.verified !== true) return false;
    const { data = {}, expiresAt = 0 } = payload.challenge.parameters;
    const isGood = data['network'] === this.digestOf(network) && expiresAt * 1_000 > this.clock.nowMs();
    const id = (payload.challenge.signature ?? '').slice(0, ID_CHARACTERS);
    return isGood && /^[0-9a-f]+$/i.test(id) && (await this.store.spendChallenge(id, LIFE_MS));
  }

  private digestOf(network: string): string {
    return this.tokens.mac('network', 'sign-in-challenge', network).slice(0, 16);
  }
}

/** Decodes the base64 JSON sent by solvers; null if malformed. */
function payloadOf(text: string): Payload | null {
  if (text.length > MAX_PAYLOAD_CHARACTERS) return null;
  try {
    const payload = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as Partial<Payload> | null;
    const { challenge, solution } = payload ?? {};
    const isWhole = typeof challenge?.parameters === 'object' && typeof solution === 'object';
    return isWhole ? { challenge, solution } : null;
  } catch {
    return null;
  }
}
