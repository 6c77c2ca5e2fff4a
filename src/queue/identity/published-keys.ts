import { Injectable, Logger } from '@nestjs/common';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { Clock } from '../../platform/clock/clock.js';
import { EgressService } from '../../platform/egress/egress.service.js';
import { within } from '../../platform/lifecycle/for-each-isolated.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { BoundedMap } from '../../platform/cache/bounded-map.js';

/** Interval between tries while a key set cannot be read. */
const RETRY_MS = 10_000;
/** How long keys read earlier are used while their server is away: a night's sale, and no longer than that. */
const KEPT_MS = 12 * 3_600_000;
/** How long a join waits for keys. The read itself may take longer, and serves the next join. */
const WAIT_MS = 3_000;
const MAX_SETS = 200;

export type KeySet = ReturnType<typeof createLocalJWKSet>;
export type FoundKeys =
  /** isCurrent: the set is as recent as was asked for. */
  { kind: 'keys'; set: KeySet; isCurrent: boolean; retryAfterMs: number } | { kind: 'away'; retryAfterMs: number };

interface KeptSet {
  set: KeySet | null;
  readAtMs: number;
  triedAtMs: number;
  reading: Promise<void> | null;
}

/** Key sets published by promoters (JWKS). The last good one is kept for a while when its server is away. */
@Injectable()
export class PublishedKeys {
  private readonly log = new Logger('Identity');
  private readonly sets = new BoundedMap<string, KeptSet>(MAX_SETS);
  private readonly reads;

  constructor(
    private readonly egress: EgressService,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.reads = metrics.counter('identity_key_reads_total', 'Reads of published key sets, by outcome', ['outcome']);
  }

  /** Concurrent callers share one read; a failed read is not retried for ten seconds. */
  async of(url: string, freshMs: number): Promise<FoundKeys> {
    const kept = this.keptOf(url);
    if (this.ageOf(kept) >= freshMs) {
      if (!kept.reading && this.clock.monotonicMs() - kept.triedAtMs >= RETRY_MS)
        kept.reading = this.refresh(url, kept);
      if (kept.reading) await within(WAIT_MS, kept.reading).catch(() => undefined);
    }
    const age = this.ageOf(kept);
    const retryAfterMs = Math.max(1_000, kept.triedAtMs + RETRY_MS - this.clock.monotonicMs());
    if (kept.set === null || age >= KEPT_MS) return { kind: 'away', retryAfterMs };
    return { kind: 'keys', set: kept.set, isCurrent: age < freshMs, retryAfterMs };
  }

  private ageOf({ set, readAtMs }: KeptSet): number {
    return set === null ? Number.POSITIVE_INFINITY : this.clock.monotonicMs() - readAtMs;
  }

  private keptOf(url: string): KeptSet {
    const none = { set: null, readAtMs: 0, triedAtMs: Number.NEGATIVE_INFINITY, reading: null };
    return this.sets.getOrMake(url, () => none);
  }

  /** Never rejects. */
  private async refresh(url: string, kept: KeptSet): Promise<void> {
    kept.triedAtMs = this.clock.monotonicMs();
    try {
      kept.set = await this.read(url);
      kept.readAtMs = this.clock.monotonicMs();
      this.reads.inc({ outcome: 'read' });
    } catch (error) {
      kept.triedAtMs = this.clock.monotonicMs(); // the pause begins when the read has failed
      this.reads.inc({ outcome: 'failed' });
      const state = this.ageOf(kept) < KEPT_MS ? 'earlier keys are used' : 'joins with them are refused';
      this.log.warn(`the keys at ${new URL(url).origin} cannot be read, ${state}: ${String(error)}`);
    } finally {
      kept.reading = null;
    }
  }

  private async read(url: string): Promise<KeySet> {
    const { status, text } = await this.egress.get(url, { accept: 'application/json' });
    if (status !== 200) throw new Error(`answered ${status}`);
    return createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
  }
}
