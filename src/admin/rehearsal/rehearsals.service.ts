import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { CrowdShape, RehearsalShape } from '../../contract/staff/rehearsal-shapes.js';
import { StockService } from '../../inventory/stock/stock.service.js';
import { SaleMapsService } from '../../inventory/seats/sale-maps.service.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { NightRun, type RehearsalTerms } from '../../rehearsal/night.rules.js';
import { resultOf } from '../../rehearsal/result.rules.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { RehearsalsRepository } from './rehearsals.repository.js';

export type StartResult = { kind: 'started'; rehearsal: RehearsalShape } | { kind: 'not_found' | 'busy' | 'empty' };

/** Limit over all nodes; each node runs one at a time. Rehearsals are meant for quiet hours. */
const AT_ONCE = 3;
/** Time slice of the event loop; the node's sales proceed in between. */
const SLICE_MS = 8;
const NOTE_EVERY_MS = 1_000;

/** Simulates the night of a sale with a given crowd. Reads policy and capacity; writes only its own row. */
@Injectable()
export class RehearsalsService implements OnApplicationShutdown {
  private readonly log = new Logger('Rehearsal');
  /** Replaced in specs. */
  noteEveryMs = NOTE_EVERY_MS;
  private running: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly sales: SaleCache,
    private readonly stock: StockService,
    private readonly maps: SaleMapsService,
    private readonly rows: RehearsalsRepository,
    private readonly audit: AuditService,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.idle();
  }

  /** Resolves once no rehearsal runs on this node. */
  async idle(): Promise<void> {
    await this.running;
  }

  async start(actor: string, saleId: string, wanted: Partial<CrowdShape>): Promise<StartResult> {
    const view = await this.sales.byId(saleId);
    if (!view) return { kind: 'not_found' };
    if (this.running !== null || (await this.rows.countRunning()) >= AT_ONCE) return { kind: 'busy' };
    const capacity = await this.capacityOf(view);
    if (capacity === 0) return { kind: 'empty' };
    const house = await this.maps.freeHouse(saleId);
    const crowd = crowdOf(wanted, capacity);
    const maxPerFan = Math.max(...view.ticketTypes.map((type) => type.maxPerFan));
    const id = await this.rows.start(saleId, crowd, actor);
    await this.audit.record(actor, 'sale.rehearse', saleId, { rehearsal: id, fans: crowd.fans });
    this.running = this.run(id, { policy: view.policy, capacity, maxPerFan, crowd, house }).finally(() => {
      this.running = null;
    });
    const [rehearsal] = await this.rows.ofSale(saleId);
    return rehearsal ? { kind: 'started', rehearsal } : { kind: 'not_found' };
  }

  async list(saleId: string): Promise<RehearsalShape[]> {
    return await this.rows.ofSale(saleId);
  }

  /** Cancels a running rehearsal or deletes an ended one. Returns false if there is none. */
  async remove(actor: string, saleId: string, id: string): Promise<boolean> {
    const done = (await this.rows.cancel(saleId, id)) || (await this.rows.remove(saleId, id));
    if (done) await this.audit.record(actor, 'sale.rehearsal_removed', saleId, { rehearsal: id });
    return done;
  }

  private async run(id: string, terms: RehearsalTerms): Promise<void> {
    try {
      const night = new NightRun(terms);
      let notedAt = performance.now();
      while (!night.isOver && !this.stopped) {
        for (const end = performance.now() + SLICE_MS; !night.isOver && performance.now() < end; ) night.step();
        await nextTurn();
        if (performance.now() - notedAt < this.noteEveryMs) continue;
        notedAt = performance.now();
        if (!(await this.rows.noteProgress(id, night.progress))) return;
      }
      await this.rows.finish(id, this.stopped ? null : resultOf(terms, night.night));
    } catch (error) {
      this.log.error(`rehearsal ${id} failed: ${String(error)}`);
      await this.rows.finish(id, null).catch(() => undefined);
    }
  }

  private async capacityOf(view: SaleView): Promise<number> {
    const pools = await this.stock.pools(view.id);
    return pools.reduce((sum, { capacity, withdrawn }) => sum + capacity - withdrawn, 0);
  }
}

/** Fills omitted fields with values typical of on-sales: five people per ticket. */
function crowdOf(wanted: Partial<CrowdShape>, capacity: number): CrowdShape {
  return {
    ...{ fans: Math.min(10_000_000, capacity * 5), beforeOpening: 0.7, arriveMinutes: 30, patienceMinutes: 90 },
    ...{ noShow: 0.1, abandon: 0.3, basket: 2, shopSeconds: 120, paySeconds: 90, decline: 0.05 },
    ...{ farmIdentities: 0, farmPlaces: 0, faultAtMinute: null, faultMinutes: 3, seed: 1 },
    ...wanted,
  };
}
