import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/ids.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { backlogMetrics } from '../../platform/work/backlog.js';
import { attentionKinds } from './attention.rules.js';
import { AttentionRepository } from './attention.repository.js';
import { StuckRows } from './stuck-rows.service.js';
import type { StuckSource } from './stuck.types.js';

/** Age from which a row is not expected to move by itself. */
const STUCK_MINUTES = 15;
/** Items written per queue and round, and open at once: a queue that is stuck as a whole needs no thousand items. */
const MAX_ROWS = 50;
const MAX_OPEN = 500;
/** Rows passed over because staff know them. */
const MAX_KNOWN = 2_000;
const WITHIN_MS = 10_000;

/**
 * Raises one attention item per stuck row, closes it once the row has moved, and publishes the size and age of each
 * queue's backlog as metrics.
 */
@Injectable()
export class WatchdogTask extends PeriodicTask {
  readonly name = 'checkout-watchdog';
  readonly everyMs = 30_000;
  private readonly recordBacklog;
  private readonly waiting;

  constructor(
    private readonly stuck: StuckRows,
    private readonly items: AttentionRepository,
    metrics: Metrics,
  ) {
    super();
    this.recordBacklog = backlogMetrics(metrics);
    this.waiting = metrics.gauge('attention_open', 'Items that wait for a person, by kind', ['kind']);
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    const subjectOf = ({ kind }: StuckSource) => kind;
    const terms = { subjectOf, atOnce: 1, withinMs: WITHIN_MS, signal };
    await this.each(this.stuck.sources, terms, (source) => this.look(source));
    const open = new Map((await this.items.openByKind()).map(({ kind, count }) => [kind, count]));
    for (const kind of Object.keys(attentionKinds)) this.waiting.set({ kind }, open.get(kind) ?? 0);
  }

  private async look(source: StuckSource): Promise<void> {
    this.recordBacklog(source.kind.slice('stuck_'.length), await source.backlog());
    const open = await this.items.openRefs(source.kind, MAX_OPEN);
    const waiting = new Set(open.length === 0 ? [] : await source.waiting(open, STUCK_MINUTES));
    const moved = open.filter((ref) => !waiting.has(ref));
    if (moved.length > 0) await this.items.closeMoved(source.kind, moved);
    const room = Math.min(MAX_ROWS, MAX_OPEN - open.length + moved.length);
    if (room <= 0) return;
    const known = await this.items.knownRefs(source.kind, STUCK_MINUTES, MAX_KNOWN);
    for (const { ref, orderId, saleId = null, detail } of await source.find(STUCK_MINUTES, room, known))
      await this.items.noteStuck({ id: newId('att'), orderId, saleId, kind: source.kind, detail }, ref, STUCK_MINUTES);
  }
}
