import type { Streaks } from './streaks.js';

export interface IsolatedRun<Item> {
  /** Identifies an item in logs. */
  subjectOf: (item: Item) => string;
  /** Items processed concurrently. */
  atOnce: number;
  /** Time limit per item: a slower one counts as failed and the next begins, though its work may still finish. */
  withinMs: number;
  signal: AbortSignal;
  streaks: Streaks;
}

/** Processes every item; one that throws or hangs is logged and does not block the others. */
export async function forEachIsolated<Item>(
  items: readonly Item[],
  { subjectOf, atOnce, withinMs, signal, streaks }: IsolatedRun<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined && !signal.aborted; item = waiting.shift()) {
      const subject = subjectOf(item);
      try {
        await within(withinMs, work(item));
        streaks.succeeded(subject);
      } catch (error) {
        if (!signal.aborted) streaks.failed(subject, error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}

/** Rejects if `work` takes longer than `ms`; a late failure of `work` is ignored. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no result within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
