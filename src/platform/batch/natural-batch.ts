import { spans } from '../tracing/spans.js';

export interface BatchOptions<Item, Result> {
  /** Maximum number of items per run. */
  maxSize: number;
  /** Returns how many of the first of these items, at least one, share a run; the others wait for the next. Default: all. */
  fit?: (items: readonly Item[]) => number;
  /** Maximum number of waiting items; further ones are rejected with BatchFullError. Default: 10,000. */
  maxWaiting?: number;
  /** Concurrent runs. Default: 1, which makes the largest batches. */
  width?: number;
  /** Processes all items at once; resolves to one result per item, in the order of the items. */
  run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /**
   * Returns true for an error that a single item may have caused (a violated constraint). Such a batch changed nothing;
   * it is bisected until the offending item is isolated. Any other error rejects the whole batch. Default: never.
   */
  isRefusal?: (error: unknown) => boolean;
}

/** Thrown instead of queueing without bound. */
export class BatchFullError extends Error {
  constructor() {
    super('too many items are waiting for this batch');
  }
}

interface Waiting<Item, Result> {
  item: Item;
  /** Runs work in the item's trace. */
  traced: (<T>(work: () => T) => T) | null;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

const MAX_WAITING = 10_000;

/**
 * Natural batching: items that arrive in one turn of the event loop, or while a run is in flight, share one run, which
 * begins at the end of the turn or when it is full. There is no timer, so a lone item never waits, and the higher the
 * load, the larger the batch and the cheaper each item.
 */
export class NaturalBatch<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private inFlight = 0;
  private scheduled = false;

  constructor(private readonly options: BatchOptions<Item, Result>) {}

  /** Items waiting for a run to return. */
  get waitingCount(): number {
    return this.waiting.length;
  }

  /** Resolves to the item's result; rejects with the error of its run, or with BatchFullError. */
  add(item: Item): Promise<Result> {
    if (this.waiting.length >= (this.options.maxWaiting ?? MAX_WAITING)) return Promise.reject(new BatchFullError());
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, traced: spans()?.capture() ?? null, resolve, reject });
      // a full run gains nothing by waiting for the end of the turn: its store works while the rest of the turn goes on
      if (this.waiting.length >= this.options.maxSize && this.hasRoom) this.start();
      else this.schedule();
    });
  }

  /** Runs at the end of this turn, once everything that arrived with it has been added. */
  private schedule(): void {
    if (this.scheduled || !this.hasRoom) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      while (this.hasRoom && this.waiting.length > 0) this.start();
    });
  }

  private get hasRoom(): boolean {
    return this.inFlight < (this.options.width ?? 1);
  }

  private start(): void {
    const batch = this.waiting.splice(0, this.nextSize());
    this.inFlight += 1;
    void this.settle(batch).finally(() => {
      this.inFlight -= 1;
      if (this.waiting.length > 0) this.schedule();
    });
  }

  private nextSize(): number {
    const { maxSize, fit } = this.options;
    return fit ? Math.max(1, fit(this.waiting.slice(0, maxSize).map(({ item }) => item))) : maxSize;
  }

  /** Never rejects: every outcome is passed to the items' callers. */
  private async settle(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const items = batch.map(({ item }) => item);
      // a shared run belongs to the trace of its first traced item
      const traced = batch.find((each) => each.traced)?.traced;
      const results = await (traced ? traced(() => this.options.run(items)) : this.options.run(items));
      if (results.length !== batch.length)
        throw new Error(`a batch of ${batch.length} items returned ${results.length} results`);
      batch.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      if (batch.length > 1 && this.options.isRefusal?.(error) === true) {
        const middle = Math.ceil(batch.length / 2);
        await this.settle(batch.slice(0, middle));
        await this.settle(batch.slice(middle));
        return;
      }
      for (const { reject } of batch) reject(error);
    }
  }
}
