import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/ids.js';
import { isStoreAway } from '../../platform/store-away.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import type { EntryRefusal } from '../queue.types.js';
import { bitsOf, newAccessCode, normalCode, OPEN_CODE_BITS } from './codes.rules.js';
import { type CodesReader, CodesRepository } from './codes.repository.js';
import type { BatchCount, GuessableLists } from './codes.types.js';
import { GuessesStore } from './guesses.store.js';

export interface CodeOrder {
  lane: string;
  /** The promoter's own list, or how many codes to generate. */
  codes: readonly string[] | number;
  uses: number;
}
export type CodeCheck = { kind: 'good'; lane: string; digest: string } | EntryRefusal;

/** Digests computed before yielding to the event loop: 100,000 at once would block it. */
const DIGESTS_AT_ONCE = 2_000;

/** Access codes that open a lane. Uses are counted in Postgres; only keyed digests are stored. */
@Injectable()
export class AccessCodesService {
  constructor(
    private readonly codes: CodesRepository,
    private readonly guesses: GuessesStore,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
  ) {}

  /**
   * Creates a batch of codes; returns only those that the sale did not have yet. Null if some are easy to guess and the
   * sale, at the time of the write, asks for no identity.
   */
  async make(saleId: string, order: CodeOrder): Promise<{ batchId: string; codes: string[] } | null> {
    const { lane, uses } = order;
    const wanted = typeof order.codes === 'number' ? Array.from({ length: order.codes }, newAccessCode) : order.codes;
    const byDigest = await this.digestsOf(saleId, wanted);
    const guessable = typeof order.codes !== 'number' && order.codes.some((code) => bitsOf(code) < OPEN_CODE_BITS);
    const batch = { id: newId('acb'), saleId, lane, uses, guessable };
    const added = await this.codes.insert(batch, [...byDigest.keys()]);
    if (!added) return null;
    return { batchId: batch.id, codes: [...byDigest].flatMap(([digest, code]) => (added.has(digest) ? [code] : [])) };
  }

  async counts(saleId: string): Promise<BatchCount[]> {
    return await this.codes.counts(saleId);
  }

  /** Counts, in the caller's transaction, lists that would be easy to guess if anybody might try them. */
  async guessable(tx: CodesReader, saleId: string): Promise<GuessableLists> {
    return await this.codes.guessable(tx, saleId);
  }

  async void(saleId: string, batchId: string): Promise<boolean> {
    return await this.codes.void(saleId, batchId, new Date(this.clock.nowMs()));
  }

  /** Checks whether a code opens a lane, or `lane` if given. Unknown, used, voided and foreign codes look alike. */
  async check(saleId: string, code: string, lane: string | undefined, network: string): Promise<CodeCheck> {
    try {
      const waitMs = await this.guesses.begin(saleId, network);
      if (waitMs > 0) return { kind: 'rate_limited', retryAfterMs: waitMs };
      const digest = this.digestOf(saleId, code);
      const known = await this.codes.find(saleId, digest);
      if (!known?.usable || (lane !== undefined && known.lane !== lane)) return { kind: 'code_invalid' };
      await this.guesses.takeBack(saleId, network);
      return { kind: 'good', lane: known.lane, digest };
    } catch (error) {
      if (isStoreAway(error)) return { kind: 'away' };
      throw error;
    }
  }

  async spend(saleId: string, digest: string): Promise<boolean> {
    return await this.codes.spend(saleId, digest);
  }

  private async digestsOf(saleId: string, codes: readonly string[]): Promise<Map<string, string>> {
    const digests = new Map<string, string>();
    for (let from = 0; from < codes.length; from += DIGESTS_AT_ONCE) {
      for (const code of codes.slice(from, from + DIGESTS_AT_ONCE)) digests.set(this.digestOf(saleId, code), code);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return digests;
  }

  private digestOf(saleId: string, code: string): string {
    return Buffer.from(this.tokens.mac('accessCode', saleId, normalCode(code)), 'base64url').toString('hex');
  }
}
