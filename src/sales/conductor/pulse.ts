import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { NewsService } from '../../platform/news/news.service.js';

/** Troubled sales that are remembered; a pulse names no more of them. */
export const TROUBLED_MAX = 5_000;

/**
 * Whether sales are conducted, as this node hears it: one pulse a second for all sales of a conductor, so that the last
 * snapshot of a sale that sleeps does not grow stale while its conductor lives.
 */
@Injectable()
export class Pulse implements OnApplicationShutdown {
  private lastAtMs = Number.NEGATIVE_INFINITY;
  /** Sale → the last pulse in which it was well. */
  private readonly troubledSince = new Map<string, number>();
  private stopListening: (() => void) | null = null;

  constructor(
    private readonly news: NewsService,
    private readonly clock: Clock,
  ) {}

  /** Wall time in ms at which the sale was last known to be conducted; -Infinity when it never was. */
  conductedAtMs(saleId: string): number {
    this.stopListening ??= this.news.listen<'conductor'>('conductor:all', (told) => {
      if (told.event === 'pulse') this.hear(told.payload.troubled);
    });
    return this.troubledSince.get(saleId) ?? this.lastAtMs;
  }

  hear(troubled: readonly string[]): void {
    const before = this.lastAtMs;
    this.lastAtMs = this.clock.nowMs();
    const now = new Set(troubled.slice(0, TROUBLED_MAX));
    for (const saleId of this.troubledSince.keys()) if (!now.has(saleId)) this.troubledSince.delete(saleId);
    for (const saleId of now) if (!this.troubledSince.has(saleId)) this.troubledSince.set(saleId, before);
  }

  onApplicationShutdown(): void {
    this.stopListening?.();
  }
}
