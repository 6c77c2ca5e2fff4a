import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { FiguresService } from '../../queue/line/figures.service.js';
import { PlaceService } from '../../queue/places/place.service.js';
import { ConnectedSales, isDrawn } from './connected-sales.js';
import { Placement } from './placement.js';
import type { ConnectedSale } from './queue-socket.types.js';

/** Places whose state is read again per round. */
const MAX_LOOKS = 200;
const LOOKS_AT_ONCE = 20;
const AT_ONCE = 4;
const WITHIN_MS = 5_000;

/**
 * Reports presence every two seconds: which fans near the front have a socket here, and per lane the number of sockets
 * and of places that ask without one.
 */
@Injectable()
export class PresenceTask extends PeriodicTask {
  override readonly name = 'presence';
  override readonly everyMs = 2_000;

  constructor(
    private readonly sales: ConnectedSales,
    private readonly lineFigures: FiguresService,
    private readonly places: PlaceService,
    private readonly clock: Clock,
    private readonly placement: Placement,
  ) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    const subjectOf = ({ saleId }: ConnectedSale) => saleId;
    const terms = { subjectOf, atOnce: AT_ONCE, withinMs: WITHIN_MS, signal };
    const connected = this.sales.all();
    await this.each(connected, terms, (sale) => this.report(sale));
    const reported = new Set(connected.map(subjectOf));
    const polled = this.lineFigures.polledSales().filter((saleId) => !reported.has(saleId));
    await this.each(polled, { ...terms, subjectOf: (saleId: string) => saleId }, (saleId) =>
      this.lineFigures.reportNode(saleId, {}),
    );
  }

  private async report(sale: ConnectedSale): Promise<void> {
    if (isDrawn(sale.snapshot) && !this.placement.isBusy) void this.placement.place(sale, sale.places.unplaced());
    await this.lineFigures.reportNode(sale.saleId, sale.places.counts());
    await this.reportPresent(sale);
    await this.lookAgain(sale);
  }

  private async reportPresent(sale: ConnectedSale): Promise<void> {
    for (const [lane, { drawn, serving, window }] of Object.entries(sale.snapshot?.lanes ?? {})) {
      if (drawn === null) continue;
      const { usual, extraTime } = sale.places.presentUpTo(lane, serving + window);
      if (usual.length > 0) await this.places.reportPresent(sale.saleId, lane, usual);
      if (extraTime.length > 0) await this.places.reportPresent(sale.saleId, lane, extraTime, true);
    }
  }

  private async lookAgain(sale: ConnectedSale): Promise<void> {
    const due = sale.places.dueForALook(this.clock.nowMs(), MAX_LOOKS);
    for (let from = 0; from < due.length; from += LOOKS_AT_ONCE) {
      await Promise.all(due.slice(from, from + LOOKS_AT_ONCE).map((place) => this.sales.lookAgain(place, null)));
    }
  }
}
