/** Common fields of every listed object. `created` is in Unix seconds and never decreases along the log. */
export interface Logged {
  readonly id: string;
  readonly seq: number;
  readonly created: number;
}

export interface CreatedRange {
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
}

export interface PageRequest<T> {
  readonly limit: number;
  readonly startingAfter?: string;
  readonly endingBefore?: string;
  readonly created?: CreatedRange;
  readonly where?: (item: T) => boolean;
}

export type PageResult<T> =
  | { readonly kind: 'page'; readonly items: T[]; readonly hasMore: boolean }
  | { readonly kind: 'unknown-cursor'; readonly cursor: string; readonly param: 'starting_after' | 'ending_before' };

/** Pruning starts this far above the maximum, so that its full pass over all items is rare. */
const PRUNE_SLACK = 1.05;
/** Unfinished items are kept beyond the maximum up to this factor; past it the oldest are removed regardless. */
const HARD_BOUND = 1.25;

/** Objects in order of creation: constant-time look-up by id, listed newest first without a scan. */
export class CreationLog<T extends Logged> {
  private items: T[] = [];
  private readonly byId = new Map<string, T>();
  private lastSeq = 0;
  private lastCreated = 0;

  /**
   * @param maxItems number of items kept
   * @param isFinished whether an item may be removed once there are more
   */
  constructor(
    private readonly maxItems: number,
    private readonly isFinished: (item: T) => boolean,
  ) {}

  get size(): number {
    return this.items.length;
  }

  /** Returns sequence number and time of the next item; the time never decreases, even if the clock does. */
  next(): { seq: number; created: number } {
    this.lastSeq += 1;
    this.lastCreated = Math.max(this.lastCreated, Math.floor(Date.now() / 1000));
    return { seq: this.lastSeq, created: this.lastCreated };
  }

  add(item: T): void {
    this.items.push(item);
    this.byId.set(item.id, item);
    if (this.items.length > this.maxItems * PRUNE_SLACK) this.prune();
  }

  get(id: string): T | undefined {
    return this.byId.get(id);
  }

  /** Returns the newest items, newest first. */
  newest(count: number): T[] {
    return this.items.slice(-count).reverse();
  }

  /** Returns one page, newest first, as Stripe's lists do. */
  page(request: PageRequest<T>): PageResult<T> {
    const from = firstIndex(this.items, (item) => isLateEnough(item.created, request.created));
    const to = firstIndex(this.items, (item) => isTooLate(item.created, request.created)) - 1;
    if (request.endingBefore !== undefined) {
      const cursor = this.byId.get(request.endingBefore);
      if (!cursor) return { kind: 'unknown-cursor', cursor: request.endingBefore, param: 'ending_before' };
      return this.collect(Math.max(from, this.indexAfter(cursor)), to, 1, request);
    }
    if (request.startingAfter !== undefined) {
      const cursor = this.byId.get(request.startingAfter);
      if (!cursor) return { kind: 'unknown-cursor', cursor: request.startingAfter, param: 'starting_after' };
      return this.collect(from, Math.min(to, this.indexAfter(cursor) - 2), -1, request);
    }
    return this.collect(from, to, -1, request);
  }

  private collect(from: number, to: number, step: 1 | -1, request: PageRequest<T>): PageResult<T> {
    const found: T[] = [];
    for (let i = step === 1 ? from : to; i >= from && i <= to && found.length <= request.limit; i += step) {
      const item = this.items[i] as T;
      if (!request.where || request.where(item)) found.push(item);
    }
    const items = found.slice(0, request.limit);
    return { kind: 'page', items: step === 1 ? items.reverse() : items, hasMore: found.length > request.limit };
  }

  private indexAfter(cursor: T): number {
    return firstIndex(this.items, (item) => item.seq > cursor.seq);
  }

  private prune(): void {
    let surplus = this.items.length - this.maxItems;
    let pastHardBound = this.items.length - Math.floor(this.maxItems * HARD_BOUND);
    this.items = this.items.filter((item) => {
      const drop = (surplus > 0 && this.isFinished(item)) || pastHardBound > 0;
      if (!drop) return true;
      surplus -= 1;
      pastHardBound -= 1;
      this.byId.delete(item.id);
      return false;
    });
  }
}

/** Returns the index of the first item that satisfies the predicate, by binary search; the length if none does. */
function firstIndex<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isLateEnough(created: number, range: CreatedRange | undefined): boolean {
  return created > (range?.gt ?? -1) && created >= (range?.gte ?? 0);
}

function isTooLate(created: number, range: CreatedRange | undefined): boolean {
  return created >= (range?.lt ?? Infinity) || created > (range?.lte ?? Infinity);
}
