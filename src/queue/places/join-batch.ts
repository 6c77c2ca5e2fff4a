import type { JoinBlock } from '../line/line.store.js';

export type NumberTaken =
  | { kind: 'number'; number: number }
  | { kind: 'full' }
  | { kind: 'state'; state: string }
  | { kind: 'lane_unknown' }
  | { kind: 'away' };
/** Takes up to `count` numbers in one go. */
export type TakeBlock = (count: number) => Promise<Exclude<JoinBlock, { kind: 'stale' }> | { kind: 'away' }>;

interface Waiting {
  resolve: (taken: NumberTaken) => void;
  reject: (error: unknown) => void;
}

/** Joins that arrive in so many ms share one call of Redis. */
const GATHER_MS = 2;
/** Joins of one call: what a crash leaves unused are absent fans, so not too many. */
const BLOCK_MAX = 1_000;

/** Gathers the joins of a lane that arrive together, and hands numbers out in their order. */
export class JoinBatch {
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly takeBlock: TakeBlock) {}

  take(): Promise<NumberTaken> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      if (this.waiting.length >= BLOCK_MAX) this.flush();
      else this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
    });
  }

  private flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const gathered = this.waiting;
    this.waiting = [];
    void this.serve(gathered);
  }

  private async serve(gathered: readonly Waiting[]): Promise<void> {
    try {
      const block = await this.takeBlock(gathered.length);
      gathered.forEach(({ resolve }, index) => {
        if (block.kind !== 'taken') resolve(block);
        else resolve(index < block.count ? { kind: 'number', number: block.first + index } : { kind: 'full' });
      });
    } catch (error) {
      for (const { reject } of gathered) reject(error);
    }
  }
}
