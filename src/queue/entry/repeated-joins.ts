import { Injectable } from '@nestjs/common';
import { Tokens } from '../../platform/tokens/tokens.js';
import { EpochGuard } from '../line/epoch-guard.service.js';
import { FIRST_GENERATION, readPlace } from '../places/place-token.js';
import type { JoinResult, JoinTerms } from '../queue.types.js';
import { GuardedJoinStore } from './guarded-join.store.js';
import { type JoinCall, JoinCallsStore } from './join-calls.store.js';

export type OnceJoined =
  | JoinResult
  | { kind: 'same'; lane: string; number: number; generation: string; networkPlaces: number };

/** A lost answer is asked for again within seconds. A code is worth more than the work of a challenge. */
const KEPT_MS = { challenge: 120_000, code: 600_000 };

/**
 * Gives a join that is repeated with its Idempotency-Key the place it took: access codes and challenges work once, so
 * without that a lost answer would cost the fan both. Joins that spend neither are not remembered.
 */
@Injectable()
export class RepeatedJoins {
  constructor(
    private readonly store: JoinCallsStore,
    private readonly guarded: GuardedJoinStore,
    private readonly epochs: EpochGuard,
    private readonly tokens: Tokens,
  ) {}

  async once(saleId: string, terms: JoinTerms, join: () => Promise<JoinResult>): Promise<OnceJoined> {
    const call = this.callOf(saleId, terms);
    if (!call) return await join();
    const state = await this.epochs.orNull(() => this.store.begin(saleId, call));
    switch (state?.kind) {
      case undefined:
        return { kind: 'away' };
      case 'running':
        return { kind: 'repeat_running' };
      case 'other':
        return { kind: 'repeat_differs' };
      case 'first':
        return await this.kept(saleId, call, terms, join);
      case 'done': {
        const { lane, number, networkPlaces } = state;
        const generation = await this.epochs.orNull(() => this.guarded.generationOf(saleId, lane, number));
        // a place that has moved since belongs to another device: only its answer was lost, not its place
        return generation === FIRST_GENERATION
          ? { kind: 'same', lane, number, generation, networkPlaces }
          : await join();
      }
    }
  }

  private async kept(
    saleId: string,
    call: JoinCall,
    { entry }: JoinTerms,
    join: () => Promise<JoinResult>,
  ): Promise<JoinResult> {
    let result: JoinResult | null = null;
    try {
      result = await join();
      return result;
    } finally {
      const ms = entry?.proofs.accessCode === undefined ? KEPT_MS.challenge : KEPT_MS.code;
      const place = result?.kind === 'taken' ? readPlace(this.tokens, result.placeToken) : null;
      await this.epochs.orNull(() =>
        place ? this.store.keep(saleId, call, place, ms) : this.store.forget(saleId, call),
      );
    }
  }

  private callOf(saleId: string, { lane, callKey, entry }: JoinTerms): JoinCall | null {
    const { challenge = '', accessCode = '', identity = '' } = entry?.proofs ?? {};
    if (!callKey || (challenge === '' && accessCode === '')) return null;
    return {
      key: this.tokens.mac('answer', 'join', saleId, callKey),
      body: this.tokens.mac('answer', 'join', JSON.stringify([lane ?? null, challenge, accessCode, identity])),
    };
  }
}
