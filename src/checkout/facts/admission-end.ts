import { Injectable } from '@nestjs/common';
import { StockService } from '../../inventory/stock/stock.service.js';
import { PassesService } from '../../queue/passes/passes.service.js';
import { EndedAdmissions } from '../../queue/passes/ended-admissions.service.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import { CheckoutRepository } from '../checkout.repository.js';
import type { OrderRecord, PaidOrder } from '../orders/orders.types.js';

/** Frees the slot of a fan who has bought and holds nothing else, so that the next fan is called at once. */
@Injectable()
export class AdmissionEnd {
  constructor(
    private readonly repository: CheckoutRepository,
    private readonly sales: SaleCache,
    private readonly stock: StockService,
    private readonly passes: PassesService,
    private readonly endings: EndedAdmissions,
  ) {}

  /**
   * Best effort: otherwise the slot ends with its deadline. Returns false if this node does not reach the line.
   */
  async endIfDone(order: OrderRecord | PaidOrder): Promise<boolean> {
    const { saleId, fanKey, admissionId } = order;
    if (admissionId === null) return true;
    const sale = await this.sales.byId(saleId);
    if (!sale) return true;
    const ticketTypeIds = sale.ticketTypes.map(({ id }) => id);
    const bought = 'bought' in order ? order.bought : await this.repository.boughtBy(saleId, fanKey);
    for (const fresh of [false, true]) {
      const slot = await this.passes.slotOf(saleId, admissionId, fresh);
      if (!slot) return false;
      const call = { saleId, stamp: slot.stamp, permit: slot, fanKey, bought, ticketTypeIds };
      const { kind } = await this.stock.finishPermit(call);
      if (kind === 'finished') await this.endings.ended([admissionId]);
      if (kind !== 'stale') return kind !== 'away';
    }
    return true;
  }
}
