import { Injectable } from '@nestjs/common';
import type { MoneyLike } from '../../contract/money.js';
import type { QuarantinePreview } from '../../contract/attention-shapes.js';
import type { CommittedOrder } from '../../inventory/inventory.types.js';
import type { Stray } from '../../payments/quarantine/quarantine.types.js';
import { QuarantineService } from '../../payments/quarantine/quarantine.service.js';
import { SalesService } from '../../sales/sales.service.js';
import type { VerbOutcome } from './attention.rules.js';
import { AdoptionRepository } from './adoption.repository.js';
import type { AttentionRow } from './attention.repository.js';
import { StrayStock } from './stray-stock.js';

interface Adoptable {
  stray: Stray;
  order: CommittedOrder;
}

type Item = Pick<AttentionRow, 'detail'>;

/** Ends a quarantine: lost orders are adopted, refunded or released. A verb that was interrupted completes when repeated. */
@Injectable()
export class QuarantineExits {
  constructor(
    private readonly quarantine: QuarantineService,
    private readonly sales: SalesService,
    private readonly stock: StrayStock,
    private readonly adoption: AdoptionRepository,
  ) {}

  /** Returns the money that a decision is about, by currency. */
  async captured(): Promise<MoneyLike[]> {
    return sumsOf((await this.quarantine.strays()).filter((stray) => stray.captured));
  }

  async preview(): Promise<QuarantinePreview> {
    const strays = await this.quarantine.strays();
    const lost = await this.lostStock();
    const captured = strays.filter((stray) => stray.captured);
    return {
      adopt: { orders: lost === null ? null : adoptableOf(strays, lost).length },
      refund: {
        charges: captured.length,
        amounts: sumsOf(captured),
        uncaptured: strays.length - captured.length,
      },
      release: { orders: lost?.size ?? null },
      newest: strays.at(-1)?.madeAt.toISOString() ?? null,
      oldest: strays[0]?.madeAt.toISOString() ?? null,
    };
  }

  /**
   * Requires stock for every charge, or a charge would be left unhandled. Each is then checked with the provider. Decides
   * only what has its order again; while another charge is left, the quarantine goes on, and a repeat continues.
   */
  async adopt(item: Item): Promise<VerbOutcome> {
    const captured = (await this.quarantine.strays()).filter((stray) => stray.captured);
    const lost = await this.lostStock();
    if (!lost) return 'not_possible';
    // an interrupted try has written some, whose stock is no longer lost
    const handled = await this.adoption.written(captured.map(({ intentId }) => intentId));
    const left = captured.filter(({ intentId }) => !handled.has(intentId));
    const adoptable = adoptableOf(left, lost);
    if (adoptable.length < left.length) return 'not_possible';
    for (const { stray, order } of adoptable) {
      const sale = await this.sales.saleById(stray.saleId);
      if (sale && (await this.adoption.adopt(stray, order, sale.ticketTypes))) handled.add(stray.intentId);
    }
    return (await this.quarantine.decide('adopt', idOf(item), [...handled])) === null ? 'not_possible' : 'done';
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
    if (!(await this.lostStock())) return 'not_possible';
    if ((await this.quarantine.decide(verb, idOf(item))) === null) return 'not_possible';
    for (const { id: saleId } of await this.sales.liveSales())
      if ((await this.stock.release({ saleId })) === 'not_possible') return 'not_possible';
    return 'done';
  }

  /** Returns the stock committed in Redis to orders missing from Postgres, by order; null if any cannot be read. */
  private async lostStock(): Promise<Map<string, CommittedOrder> | null> {
    const lost = new Map<string, CommittedOrder>();
    for (const { id: saleId } of await this.sales.liveSales()) {
      const orders = await this.stock.strays(saleId);
      if (!orders) return null;
      for (const order of orders) lost.set(order.orderId, order);
    }
    return lost;
  }
}

/** Returns the quarantine that the item reports; null for an item that does not name it. */
function idOf({ detail }: Item): string | null {
  const ref = (detail as { ref?: unknown } | null)?.ref;
  return typeof ref === 'string' ? ref : null;
}

function sumsOf(strays: readonly Stray[]): MoneyLike[] {
  const sums = new Map<string, number>();
  for (const { currency, amountMinor } of strays) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  return [...sums].map(([currency, amount]) => ({ amount, currency }));
}

function adoptableOf(strays: readonly Stray[], lost: ReadonlyMap<string, CommittedOrder>): Adoptable[] {
  return strays.flatMap((stray) => {
    const order = stray.captured ? lost.get(stray.orderId) : undefined;
    return order ? [{ stray, order }] : [];
  });
}
