import { Injectable, Logger } from '@nestjs/common';
import { StockService } from '../../inventory/stock/stock.service.js';
import type { CommittedOrder } from '../../inventory/inventory.types.js';
import { QuarantineService } from '../../payments/quarantine/quarantine.service.js';
import { newId } from '../../platform/ids.js';
import { forEachIsolated } from '../../platform/lifecycle/for-each-isolated.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { Streaks } from '../../platform/lifecycle/streaks.js';
import { ConductedSales } from '../../sales/conductor/conducted-sales.service.js';
import { type AuditRecord, CheckoutRepository } from '../checkout.repository.js';
import { confirmedBy, differenceOf, isDue } from './conservation.rules.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import { SalesService } from '../../sales/sales.service.js';

/** Two runs confirm a mismatch, so this reports it within ten seconds. */
const EVERY_MS = 4_500;
/** Pages of committed orders read per run, five hundred orders each. */
const MAX_PAGES = 2_000;
/** Sales audited in parallel; few, because each audit reads all orders of its sale. */
const AT_ONCE = 2;
const WITHIN_MS = 30_000;
/** Maximum of suspects named in a message. */
const NAMED = 20;

/**
 * Reconciles committed units with orders, and orders with units, for the awake sales that this node conducts and for
 * those with earlier discrepancies. A discrepancy seen in two consecutive runs pauses the sale and alerts staff.
 */
@Injectable()
export class AuditTask extends PeriodicTask {
  readonly name = 'checkout-audit';
  readonly everyMs = EVERY_MS;
  private readonly log = new Logger(this.name);
  private readonly streaks = new Streaks(this.log);

  constructor(
    private readonly conducted: ConductedSales,
    private readonly sales: SalesService,
    private readonly stock: StockService,
    private readonly repository: CheckoutRepository,
    private readonly orders: OrdersRepository,
    private readonly quarantine: QuarantineService,
  ) {
    super();
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    // in quarantine, staff decide about the stock of lost orders
    if (await this.quarantine.isActive()) return;
    const awake = this.conducted.awake().map(({ id }) => id);
    const records = await this.repository.auditsOf(awake);
    const saleIds = [...new Set([...awake, ...records.keys()])];
    const terms = {
      subjectOf: (id: string) => id,
      atOnce: AT_ONCE,
      withinMs: WITHIN_MS,
      signal,
      streaks: this.streaks,
    };
    await forEachIsolated(saleIds, terms, (id) => this.auditIfDue(id, records.get(id) ?? null));
  }

  private async auditIfDue(saleId: string, last: AuditRecord | null): Promise<void> {
    if (isDue(last?.ageMs ?? null)) await this.audit(saleId, last?.suspects ?? []);
  }

  /** @param former discrepancies of the previous run */
  async audit(saleId: string, former: readonly string[]): Promise<void> {
    const suspects = await this.suspectsOf(saleId);
    if (suspects === null) return; // inconclusive: Redis is unreachable, the stock is being rebuilt or too large
    const confirmed = confirmedBy(former, suspects);
    await this.repository.recordConservation(saleId, confirmed.length === 0, suspects);
    if (confirmed.length > 0) await this.pauseSale(saleId, confirmed);
  }

  private async suspectsOf(saleId: string): Promise<string[] | null> {
    const figures = await this.stock.figures(saleId, { recount: true });
    if (!figures) return null;
    const inRedis = await this.committedInRedis(saleId);
    if (!inRedis) return null;
    const owned = await this.repository.committedFor(saleId);
    const known = new Set(owned.map(({ orderId }) => orderId));
    const unknown = [...inRedis.keys()].filter((orderId) => !known.has(orderId));
    const mayOwn = await this.repository.mayOwnUnits(unknown);
    const { strays, missing } = differenceOf(inRedis.values(), owned, mayOwn);
    // leftovers of ended orders are freed here, before the next run would confirm them
    await this.orders.returnAgain(unknown.filter((orderId) => !mayOwn.has(orderId)));
    return [...strays, ...missing, ...figures.faults];
  }

  private async committedInRedis(saleId: string): Promise<Map<string, CommittedOrder> | null> {
    const orders = new Map<string, CommittedOrder>();
    let cursor = '0';
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const read = await this.stock.committedUnits(saleId, cursor);
      if (!read) return null;
      for (const order of read.orders) orders.set(order.orderId, order);
      if (read.next === '0') return orders;
      cursor = read.next;
    }
    this.log.error(`${saleId}: more committed orders than an audit reads`);
    return null; // orders of unread pages would count as missing
  }

  private async pauseSale(saleId: string, confirmed: readonly string[]): Promise<void> {
    const where = confirmed.slice(0, NAMED).join('; ');
    this.log.error(`${saleId}: stock and orders differ: ${where}`);
    await this.sales.pause(saleId);
    const detail = { differences: confirmed.length, where };
    await this.orders.noteAttention({
      id: newId('att'),
      orderId: null,
      saleId,
      kind: 'conservation',
      detail,
    });
  }
}
