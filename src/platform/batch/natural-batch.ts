export interface BatchOptions<Item, Result> {
  /** Items of one run at most. */
  maxSize: number;
  /** Items that may wait; one more is refused with BatchFullError. Default: 10,000. */
  maxWaiting?: number;
  /** Runs in flight at once. Default: 1, which makes the largest batches. */
  width?: number;
  /** Carries out all items at once; resolves to one result per item, in the order of the items. */
  run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /**
   * True for an error that one item may have caused (a constraint refused it). Such a batch changed nothing; it is halved
   * until the refused item stands alone. Any other error rejects the whole batch. Default: never.
   */
  isRefusal?: (error: unknown) => boolean;
}

/** Thrown instead of queueing without bound. */
export class BatchFullError extends Error {
  constructor() {
    super('too many items wait for this batch');
  }
}

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

const MAX_WAITING = 10_000;

/**
 * Natural batching: items that arrive in one turn of the event loop, or while a run is in flight, go as one run. There is no
 * timer, so a single item waits for nobody, and the busier the system, the larger the batch and the cheaper each item.
 */
export class NaturalBatch<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private inFlight = 0;
  private scheduled = false;

  constructor(private readonly options: BatchOptions<Item, Result>) {}

  /** Items that wait for a run to return. */
  get waitingCount(): number {
    return this.waiting.length;
  }

  /** Resolves to the item's result; rejects with the error of its run, or with BatchFullError. */
  add(item: Item): Promise<Result> {
    if (this.waiting.length >= (this.options.maxWaiting ?? MAX_WAITING)) return Promise.reject(new BatchFullError());
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.schedule();
    });
  }

  /** At the end of this turn, when everything that arrived with it is here. */
  private schedule(): void {
    if (this.scheduled || this.inFlight >= (this.options.width ?? 1)) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.startNext();
    });
  }

  private startNext(): void {
    while (this.inFlight < (this.options.width ?? 1) && this.waiting.length > 0) {
      const batch = this.waiting.splice(0, this.options.maxSize);
      this.inFlight += 1;
      void this.settle(batch).finally(() => {
        this.inFlight -= 1;
        if (this.waiting.length > 0) this.schedule();
      });
    }
  }

  /** Never rejects: every outcome goes to the callers of the items. */
  private async settle(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.options.run(batch.map(({ item }) => item));
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
