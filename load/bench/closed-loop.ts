import type { Answer } from '../http/answer.js';
import { Connection, type Target } from '../http/connection.js';
import { quantile } from '../report/statistics.js';

export interface ClosedLoopTerms {
  target: Target;
  connections: number;
  seconds: number;
  /** Returns the next encoded request; null ends the run early. */
  next: () => Buffer | null;
  /**
   * Accepts the statuses that count as done. Any other aborts the bench, because refusals are cheaper than served
   * requests.
   */
  accepts: (status: number) => boolean;
  seen?: (answer: Answer) => void;
}
export interface ClosedLoopResult {
  perSecond: number;
  count: number;
  p50Ms: number;
  p99Ms: number;
}

/**
 * Keeps every connection busy to measure peak throughput. Says nothing about overload, since the client waits for each
 * response (load/open-loop does not).
 */
export async function driveClosedLoop(terms: ClosedLoopTerms): Promise<ClosedLoopResult> {
  const tookMs: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + terms.seconds * 1000;
  await Promise.all(Array.from({ length: terms.connections }, () => keepBusy(terms, until, tookMs)));
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    perSecond: tookMs.length / seconds,
    count: tookMs.length,
    p50Ms: quantile(tookMs, 0.5),
    p99Ms: quantile(tookMs, 0.99),
  };
}

async function keepBusy(terms: ClosedLoopTerms, until: number, tookMs: number[]): Promise<void> {
  const connection = new Connection(terms.target);
  try {
    await new Promise<void>((resolve, reject) => {
      const step = (): void => {
        const sentAt = performance.now();
        const request = sentAt < until ? terms.next() : null;
        if (!request) return resolve();
        connection.send(request, (answer, error) => {
          if (!answer) return reject(error ?? new Error('no answer'));
          if (!terms.accepts(answer.status))
            return reject(new Error(`an answer that does not count: ${answer.status} ${answer.body.slice(0, 300)}`));
          tookMs.push(performance.now() - sentAt);
          terms.seen?.(answer);
          step();
        });
      };
      step();
    });
  } finally {
    connection.close();
  }
}
