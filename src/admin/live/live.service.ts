import { Injectable } from '@nestjs/common';
import { CheckoutService } from '../../checkout/checkout.service.js';
import type { LiveShape } from '../../contract/live/live-shapes.js';
import { StockService } from '../../inventory/stock/stock.service.js';
import { PaymentsService } from '../../payments/payments.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { NodeCallsStore } from '../../platform/metrics/node-calls.store.js';
import { NewsService } from '../../platform/news/news.service.js';
import { TalliesRepository } from '../../platform/tally/tallies.repository.js';
import { EpochService } from '../../queue/line/epoch.service.js';
import { FiguresService } from '../../queue/line/figures.service.js';
import { BusyNetworks } from '../../queue/entry/busy-networks.service.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import { ConductedSales } from '../../sales/conductor/conducted-sales.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { composeLive, isReasonOutdated, type LiveParts } from './live.rules.js';
import { LiveStore } from './live.store.js';

/** Lifetime of a socket ticket for the /control namespace. */
export const SOCKET_TICKET_MS = 60_000;

const TOP_NETWORKS = 10;

/** Figures for the control room, requested from every room in parallel. */
@Injectable()
export class LiveService {
  // more than six dependencies: it queries every room
  constructor(
    private readonly sales: SaleCache,
    private readonly conducted: ConductedSales,
    private readonly epochs: EpochService,
    private readonly lineFigures: FiguresService,
    private readonly networks: BusyNetworks,
    private readonly stock: StockService,
    private readonly checkout: CheckoutService,
    private readonly payments: PaymentsService,
    private readonly news: NewsService,
    private readonly clock: Clock,
    private readonly store: LiveStore,
    private readonly tallies: TalliesRepository,
    private readonly nodeCalls: NodeCallsStore,
  ) {}

  /** Returns null when there is no such sale. */
  async bySale(saleId: string): Promise<LiveShape | null> {
    const view = await this.sales.byId(saleId);
    return view && (await this.of(view));
  }

  /** Closes the control rooms that a session has open on every node and invalidates its socket tickets. */
  async revoke(sessionId: string): Promise<void> {
    // best effort: without Redis no control room opens anyway, and signing out must still work
    await this.store.noteEnded(sessionId, SOCKET_TICKET_MS).catch(() => undefined);
    await this.news.publish<'staff', 'revoked'>('staff:all', 'revoked', { sessionId });
  }

  async of(view: SaleView): Promise<LiveShape> {
    const parts = await this.partsOf(view);
    if (isReasonOutdated(parts)) await this.wakeSleeping(view.id).catch(() => undefined); // asked again with the next look
    return composeLive(parts);
  }

  /** One that is awake has a reason of this second, which may differ from the health: a slow provider is no fault yet. */
  private async wakeSleeping(saleId: string): Promise<void> {
    const asleep = await this.epochs.asleepOf([saleId]);
    if (asleep?.has(saleId)) await this.conducted.wake(saleId);
  }

  /** Returns the inputs of the live document; metrics and history need more of them. */
  async partsOf(view: SaleView): Promise<LiveParts> {
    const isDraft = view.state === 'draft';
    const [queue, stock, pools, checkout, payments, networks, tallies, lived, shopAwayMs] = await Promise.all([
      isDraft ? null : this.lineFigures.of(view.id),
      isDraft ? null : this.stock.figures(view.id),
      this.stock.pools(view.id),
      this.checkout.figures(view.id),
      this.payments.health(),
      isDraft ? null : this.networks.top(view.id, TOP_NETWORKS),
      this.tallies.of(view.id),
      this.nodeCalls.read().catch(() => null),
      this.nodeCalls.awayMs('shop').catch(() => 0),
    ]);
    return {
      ...{ view, queue, stock, pools, checkout, payments, networks, tallies },
      ...{ calls: lived?.calls ?? null, nodes: lived?.nodes ?? null, isShopAway: shopAwayMs > 0 },
      nowMs: this.clock.nowMs(),
    };
  }
}
