import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { NewsService } from '../../platform/news/news.service.js';

/** Limit on troubled sales remembered and named by a pulse. */
export const TROUBLED_MAX = 5_000;

/**
 * Tracks whether sales are being conducted: each conductor sends one pulse a second for all its sales, so that a
 * sleeping sale's last snapshot does not become stale while its conductor is alive.
 */
@Injectable()
export class Pulse implements OnApplicationShutdown {
  private lastAtMs = Number.NEGATIVE_INFINITY;
  /** Sale id → time of the last pulse in which it was healthy. */
  private readonly troubledSince = new Map<string, number>();
  private stopListening: (() => void) | null = null;

  constructor(
    private readonly news: NewsService,
    private readonly clock: Clock,
  ) {}

  /** Returns the monotonic time in ms at which the sale was last known to be conducted; -Infinity if never. */
  conductedAtMs(saleId: string): number {
    this.stopListening ??= this.news.listen<'conductor'>('conductor:all', (told) => {
      if (told.event === 'pulse') this.hear(told.payload.troubled);
    });
    return this.troubledSince.get(saleId) ?? this.lastAtMs;
  }

  hear(troubled: readonly string[]): void {
    const before = this.lastAtMs;
    this.lastAtMs = this.clock.monotonicMs();
    const now = new Set(troubled.slice(0, TROUBLED_MAX));
    for (const saleId of this.troubledSince.keys()) if (!now.has(saleId)) this.troubledSince.delete(saleId);
    for (const saleId of now) if (!this.troubledSince.has(saleId)) this.troubledSince.set(saleId, before);
  }

  onApplicationShutdown(): void {
    this.stopListening?.();
  }
}
