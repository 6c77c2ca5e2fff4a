import { Injectable } from '@nestjs/common';
import { Leases } from '../../platform/lifecycle/lease.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { type ShowCancellation, ShowCancellationRepository } from './show-cancellation.repository.js';
import { ShowCancellations } from './show-cancellation.service.js';

const MAX_SHOWS = 20;
const WITHIN_MS = 20_000;
const LEASE_MS = 60_000;

/** Advances show cancellations. Idempotent across nodes; the lease only avoids duplicate work. */
@Injectable()
export class ShowCancellationTask extends PeriodicTask {
  readonly name = 'checkout-show-cancellation';
  readonly everyMs = 1_000;
  /** The last show of the previous round. */
  private last = '';

  constructor(
    private readonly rows: ShowCancellationRepository,
    private readonly shows: ShowCancellations,
    private readonly leases: Leases,
  ) {
    super();
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    const running = await this.rows.running(this.last, MAX_SHOWS);
    if (running.length === 0) return;
    this.last = running.at(-1)?.saleId ?? '';
    const subjectOf = ({ saleId }: ShowCancellation) => saleId;
    const terms = { subjectOf, atOnce: 1, withinMs: WITHIN_MS, signal };
    await this.leases.withLease(this.name, LEASE_MS, () =>
      this.each(running, terms, (show) => this.shows.advance(show)),
    );
  }
}
