import { BatchFullError, NaturalBatch } from '../../platform/batch/natural-batch.js';
import type { JoinBlock } from '../line/line.store.js';

export type NumberTaken =
  | { kind: 'number'; number: number }
  | { kind: 'full' }
  | { kind: 'state'; state: string }
  | { kind: 'lane_unknown' }
  | { kind: 'away' };
/** Takes up to `count` numbers in one call. */
export type TakeBlock = (count: number) => Promise<Exclude<JoinBlock, { kind: 'stale' }> | { kind: 'away' }>;

/** Joins per call; bounded, because numbers lost in a crash act as absent fans. */
const BLOCK_MAX = 1_000;

/** Batches concurrent joins of a lane, and hands numbers out in order of arrival. */
export class JoinBatch {
  private readonly batch: NaturalBatch<null, NumberTaken>;

  constructor(takeBlock: TakeBlock) {
    this.batch = new NaturalBatch({
      maxSize: BLOCK_MAX,
      run: async ({ length }) => {
        const block = await takeBlock(length);
        return Array.from({ length }, (_, index): NumberTaken => {
          if (block.kind !== 'taken') return block;
          return index < block.count ? { kind: 'number', number: block.first + index } : { kind: 'full' };
        });
      },
    });
  }

  /** Returns `full` if too many joins are already waiting. */
  async take(): Promise<NumberTaken> {
    try {
      return await this.batch.add(null);
    } catch (error) {
      if (error instanceof BatchFullError) return { kind: 'full' };
      throw error;
    }
  }
}
