import { Injectable } from '@nestjs/common';
import type { QuarantinePreview } from '../../contract/attention-shapes.js';
import type { CommittedOrder } from '../../inventory/inventory.types.js';
import type { Stray } from '../../payments/quarantine/quarantine.types.js';
import { QuarantineService } from '../../payments/quarantine/quarantine.service.js';
import { SalesService } from '../../sales/sales.service.js';
import type { VerbOutcome } from './attention.rules.js';
import { AdoptionRepository } from './adoption.repository.js';
import { StrayStock } from './stray-stock.js';

interface Adoptable {
  stray: Stray;
  order: CommittedOrder;
}

/** Ends a quarantine: lost orders are adopted, refunded or released. */
@Injectable()
export class QuarantineExits {
  constructor(
    private readonly quarantine: QuarantineService,
    private readonly sales: SalesService,
    private readonly stock: StrayStock,
    private readonly adoption: AdoptionRepository,
  ) {}

  async preview(): Promise<QuarantinePreview> {
    const strays = await this.quarantine.strays();
    const lost = await this.lostStock();
    const captured = strays.filter((stray) => stray.captured);
    const amounts = new Map<string, number>();
    for (const { currency, amountMinor } of captured) amounts.set(currency, (amounts.get(currency) ?? 0) + amountMinor);
    return {
      adopt: { orders: adoptableOf(strays, lost).length },
      refund: {
        charges: captured.length,
        amounts: [...amounts].map(([currency, amount]) => ({ amount, currency })),
        uncaptured: strays.length - captured.length,
      },
      release: { orders: lost.size },
      newest: strays.at(-1)?.madeAt.toISOString() ?? null,
      oldest: strays[0]?.madeAt.toISOString() ?? null,
    };
  }

  /** Requires stock for every charge, or a charge would be left unhandled. Each is then checked with the provider. */
  async adopt(): Promise<VerbOutcome> {
    const strays = await this.quarantine.strays();
    const adoptable = adoptableOf(strays, await this.lostStock());
    if (adoptable.length < strays.filter(({ captured }) => captured).length) return 'not_possible';
    for (const { stray, order } of adoptable) {
      const sale = await this.sales.saleById(stray.saleId);
      if (!sale || !(await this.adoption.adopt(stray, order, sale.ticketTypes))) return 'not_possible';
    }
    return (await this.quarantine.decide('adopt')) === null ? 'not_possible' : 'done';
  }

  async refund(): Promise<VerbOutcome> {
    if ((await this.quarantine.decide('refund')) === null) return 'not_possible';
    await this.freeStock();
    return 'done';
  }

  async release(): Promise<VerbOutcome> {
    if ((await this.quarantine.decide('release')) === null) return 'not_possible';
    await this.freeStock();
    return 'done';
  }

  private async freeStock(): Promise<void> {
    for (const { id: saleId } of await this.sales.liveSales()) await this.stock.release({ saleId });
  }

  /** Returns the stock committed in Redis to orders missing from Postgres, by order. */
  private async lostStock(): Promise<Map<string, CommittedOrder>> {
    const lost = new Map<string, CommittedOrder>();
    for (const { id: saleId } of await this.sales.liveSales())
      for (const order of (await this.stock.strays(saleId)) ?? []) lost.set(order.orderId, order);
    return lost;
  }
}

function adoptableOf(strays: readonly Stray[], lost: ReadonlyMap<string, CommittedOrder>): Adoptable[] {
  return strays.flatMap((stray) => {
    const order = stray.captured ? lost.get(stray.orderId) : undefined;
    return order ? [{ stray, order }] : [];
  });
}
