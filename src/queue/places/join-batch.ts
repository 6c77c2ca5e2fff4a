import { BatchFullError, NaturalBatch } from '../../platform/batch/natural-batch.js';
import type { JoinBlock } from '../line/line.store.js';

export type NumberTaken =
  | { kind: 'number'; number: number }
  | { kind: 'full' }
  | { kind: 'state'; state: string }
  | { kind: 'lane_unknown' }
  | { kind: 'away' };
export type BlockTaken = Exclude<JoinBlock, { kind: 'stale' }> | { kind: 'away' };
/** Takes up to `count` numbers in one call. */
export type TakeBlock = (count: number) => Promise<BlockTaken>;

/** Joins per call; bounded, because numbers lost in a crash act as absent fans. */
const BLOCK_MAX = 1_000;
/** Calls for one batch: a block is short if the numbers that were reserved end within it. */
const CALLS_MAX = 4;

/** Batches concurrent joins of a lane, and hands numbers out in order of arrival. */
export class JoinBatch {
  private readonly batch: NaturalBatch<null, NumberTaken>;

  constructor(takeBlock: TakeBlock) {
    this.batch = new NaturalBatch({
      maxSize: BLOCK_MAX,
      run: async ({ length }) => await numbersOf(length, takeBlock),
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

async function numbersOf(count: number, takeBlock: TakeBlock): Promise<NumberTaken[]> {
  const results: NumberTaken[] = [];
  let refusal: NumberTaken = { kind: 'full' };
  for (let call = 0; call < CALLS_MAX && results.length < count; call += 1) {
    const block = await takeBlock(count - results.length);
    if (block.kind !== 'taken') {
      refusal = block.kind === 'full' ? { kind: 'full' } : block;
      break;
    }
    for (let index = 0; index < block.count; index += 1) results.push({ kind: 'number', number: block.first + index });
  }
  while (results.length < count) results.push(refusal);
  return results;
}
