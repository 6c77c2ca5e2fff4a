import { Injectable } from '@nestjs/common';
import { Tokens } from '../../platform/tokens/tokens.js';
import { EpochGuard } from '../line/epoch-guard.service.js';
import { FIRST_GENERATION, readPlace } from '../places/place-token.js';
import type { EntryRefusal, GroupJoinResult } from '../queue.types.js';
import { GuardedJoinStore } from './guarded-join.store.js';
import { JoinCallsStore } from './join-calls.store.js';

type Joined = GroupJoinResult | EntryRefusal;
type OnceInGroup =
  | Joined
  | { kind: 'same_member'; lane: string; number: number; member: number; networkPlaces: number };

/** A lost answer is asked for again within seconds. */
const KEPT_MS = 120_000;

/**
 * Gives a join by a friend's code that is repeated with its Idempotency-Key the share it took: without that, a lost answer
 * would fill the group with members who are nobody.
 */
@Injectable()
export class RepeatedGroupJoins {
  constructor(
    private readonly store: JoinCallsStore,
    private readonly guarded: GuardedJoinStore,
    private readonly epochs: EpochGuard,
    private readonly tokens: Tokens,
  ) {}

  /** @param said what the call said, besides its key */
  async once(
    saleId: string,
    callKey: string | null,
    said: readonly (string | undefined)[],
    join: () => Promise<Joined>,
  ): Promise<OnceInGroup> {
    if (callKey === null) return await join();
    const call = {
      key: this.tokens.mac('answer', 'group', saleId, callKey),
      body: this.tokens.mac('answer', 'group', JSON.stringify(said)),
    };
    const state = await this.epochs.orNull(() => this.store.begin(saleId, call));
    switch (state?.kind) {
      case undefined:
        return { kind: 'away' };
      case 'running':
        return { kind: 'repeat_running' };
      case 'other':
        return { kind: 'repeat_differs' };
      case 'done': {
        const { lane, number, member, networkPlaces } = state;
        const generation = await this.epochs.orNull(() => this.guarded.generationOf(saleId, lane, number, member));
        const same = { kind: 'same_member' as const, lane, number, member, networkPlaces };
        return generation === FIRST_GENERATION ? same : await join();
      }
      case 'first':
    }
    let result: Joined | null = null;
    try {
      result = await join();
      return result;
    } finally {
      const place = result?.kind === 'taken' ? readPlace(this.tokens, result.placeToken) : null;
      await this.epochs.orNull(() =>
        place ? this.store.keep(saleId, call, place, KEPT_MS) : this.store.forget(saleId, call),
      );
    }
  }
}
