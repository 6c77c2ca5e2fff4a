import { Injectable } from '@nestjs/common';
import type { MoneyLike } from '../../contract/money/money.js';
import type { QuarantinePreview } from '../../contract/staff/attention-shapes.js';
import type { CommittedOrder } from '../../inventory/inventory.types.js';
import type { Stray } from '../../payments/quarantine/quarantine.types.js';
import { QuarantineService } from '../../payments/quarantine/quarantine.service.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import type { VerbOutcome } from './attention.rules.js';
import { AdoptionRepository } from './adoption.repository.js';
import type { AttentionRow } from './attention.repository.js';
import { StrayStock } from './stray-stock.js';

/** isWhole: the stock of every sale could be read. */
interface LostStock {
  orders: Map<string, CommittedOrder>;
  isWhole: boolean;
}
interface Adoptable {
  stray: Stray;
  order: CommittedOrder;
}

const SALE_ID = /^sale_[0-9a-z]{26}$/;

type Item = Pick<AttentionRow, 'detail'>;

/** Ends a quarantine: lost orders are adopted, refunded or released. A verb that was interrupted completes when repeated. */
@Injectable()
export class QuarantineExits {
  constructor(
    private readonly quarantine: QuarantineService,
    private readonly sales: SaleCache,
    private readonly stock: StrayStock,
    private readonly adoption: AdoptionRepository,
  ) {}

  /** Returns the money that a decision is about, by currency. */
  async captured(): Promise<MoneyLike[]> {
    return sumsOf((await this.quarantine.strays()).filter(owes));
  }

  async preview(): Promise<QuarantinePreview> {
    const strays = await this.quarantine.strays();
    const { orders: lost, isWhole } = await this.lostStock(strays);
    const captured = strays.filter(owes);
    return {
      adopt: { orders: isWhole ? adoptableOf(strays, lost).length : null },
      refund: {
        charges: captured.length,
        amounts: sumsOf(captured),
        uncaptured: strays.length - captured.length,
      },
      release: { orders: isWhole ? lost.size : null },
      newest: strays.at(-1)?.madeAt.toISOString() ?? null,
      oldest: strays[0]?.madeAt.toISOString() ?? null,
    };
  }

  /**
   * Adopts the charges whose stock is still there, whatever became of the others: those stay undecided, the quarantine
   * goes on, and a repeat continues. Each adopted order is then checked with the provider.
   */
  async adopt(item: Item): Promise<VerbOutcome> {
    // an old item adopts nothing of a quarantine that began since
    if (!(await this.quarantine.mayDecide('adopt', idOf(item)))) return 'not_possible';
    const captured = (await this.quarantine.strays()).filter((stray) => stray.captured);
    const { orders: lost } = await this.lostStock(captured);
    // an interrupted try has written some, whose stock is no longer lost
    const handled = await this.adoption.written(captured.map(({ intentId }) => intentId));
    const left = captured.filter(({ intentId }) => !handled.has(intentId));
    for (const { stray, order } of adoptableOf(left, lost)) {
      const sale = await this.sales.byId(stray.saleId);
      if (sale && (await this.adoption.adopt(stray, order, sale.ticketTypes))) handled.add(stray.intentId);
    }
    if ((await this.quarantine.decide('adopt', idOf(item), [...handled])) !== null) return 'done';
    // read again: a charge that was found meanwhile is among what keeps the quarantine open
    const now = await this.quarantine.strays();
    const owing = now.filter((stray) => owes(stray) && !handled.has(stray.intentId)).length;
    return handled.size > 0 && owing > 0 ? { partly: partlyOf(handled.size, owing) } : 'not_possible';
  }

  /** Decides nothing while the stock cannot be freed as well. The sweep then ends each intent at the provider. */
  async refund(item: Item): Promise<VerbOutcome> {
    return await this.endWithout('refund', item);
  }

  /** Offers the stock again and leaves the charges to staff. */
  async release(item: Item): Promise<VerbOutcome> {
    return await this.endWithout('release', item);
  }

  private async endWithout(verb: 'refund' | 'release', item: Item): Promise<VerbOutcome> {
    const live = (await this.sales.live()).map(({ id }) => id);
    if (!(await this.stockOf(live)).isWhole) return 'not_possible';
    if ((await this.quarantine.decide(verb, idOf(item))) === null) return 'not_possible';
    for (const saleId of live) if ((await this.stock.release({ saleId })) === 'not_possible') return 'not_possible';
    return 'done';
  }

  /** Returns stock committed in Redis to orders missing from Postgres, of the sales that are live or named by strays. */
  private async lostStock(strays: readonly Stray[]): Promise<LostStock> {
    const live = (await this.sales.live()).map(({ id }) => id);
    return await this.stockOf([...new Set([...live, ...strays.map(({ saleId }) => saleId)])]);
  }

  private async stockOf(saleIds: readonly string[]): Promise<LostStock> {
    const found: LostStock = { orders: new Map(), isWhole: true };
    for (const saleId of saleIds) {
      const orders = SALE_ID.test(saleId) ? await this.stock.strays(saleId) : [];
      // a sale that cannot be read now must not hold up the orders of the others
      if (orders) for (const order of orders) found.orders.set(order.orderId, order);
      else found.isWhole = false;
    }
    return found;
  }
}

/** Returns the quarantine that the item reports; null for an item that does not name it. */
function idOf({ detail }: Item): string | null {
  const ref = (detail as { ref?: unknown } | null)?.ref;
  return typeof ref === 'string' ? ref : null;
}

/** Money was taken and has not been given back in full. */
const owes = ({ captured, amountMinor, refundedMinor }: Stray): boolean => captured && refundedMinor < amountMinor;

const partlyOf = (adopted: number, left: number): string =>
  `Adopted: ${adopted}. No stock is left for ${left} more: refund or release what is left, or restore a newer database.`;

function sumsOf(strays: readonly Stray[]): MoneyLike[] {
  const sums = new Map<string, number>();
  for (const { currency, amountMinor, refundedMinor } of strays)
    sums.set(currency, (sums.get(currency) ?? 0) + amountMinor - refundedMinor);
  return [...sums].map(([currency, amount]) => ({ amount, currency }));
}

function adoptableOf(strays: readonly Stray[], lost: ReadonlyMap<string, CommittedOrder>): Adoptable[] {
  return strays.flatMap((stray) => {
    const order = stray.captured ? lost.get(stray.orderId) : undefined;
    return order ? [{ stray, order }] : [];
  });
}
