import { Injectable } from '@nestjs/common';

export interface CallCounts {
  answered: number;
  failed: number;
}

const SAMPLES = 30;

/** Counts the answers of this node to fans, and how many of them failed, over about the last minute. */
@Injectable()
export class FanCalls {
  /** Total of answers from the router, and from memory or the overload gate, which pass no route. */
  private readonly total: CallCounts = { answered: 0, failed: 0 };
  private readonly samples: CallCounts[] = [];

  note(status: number): void {
    this.total.answered += 1;
    if (status >= 500) this.total.failed += 1;
  }

  /**
   * Returns the growth since the oldest sample, and takes a new one: called every two seconds, it covers a minute.
   * @param unrouted totals of answers that pass no route
   */
  sample(unrouted: CallCounts): CallCounts {
    const now = {
      answered: this.total.answered + unrouted.answered,
      failed: this.total.failed + unrouted.failed,
    };
    const [oldest = { answered: 0, failed: 0 }] = this.samples;
    this.samples.push(now);
    if (this.samples.length > SAMPLES) this.samples.shift();
    return { answered: now.answered - oldest.answered, failed: now.failed - oldest.failed };
  }
}

/** Tells whether a route serves fans: the team, partners, the provider and probes are not counted. */
export const servesFans = (route: string): boolean =>
  !/^\/(v1\/(admin|partner|stripe)|admin|health|assets)\b/.test(route);
