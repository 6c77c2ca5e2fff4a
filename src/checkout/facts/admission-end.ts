import { Injectable } from '@nestjs/common';
import { InventoryService } from '../../inventory/inventory.service.js';
import { QueueService } from '../../queue/queue.service.js';
import { SalesService } from '../../sales/sales.service.js';
import { CheckoutRepository } from '../checkout.repository.js';
import type { OrderRecord, PaidOrder } from '../orders/orders.types.js';

/** Frees the slot of a fan who has bought and holds nothing else, so that the next fan is called at once. */
@Injectable()
export class AdmissionEnd {
  constructor(
    private readonly repository: CheckoutRepository,
    private readonly sales: SalesService,
    private readonly inventory: InventoryService,
    private readonly queue: QueueService,
  ) {}

  /** Best effort: otherwise the slot ends with its deadline. */
  async endIfDone(order: OrderRecord | PaidOrder): Promise<void> {
    const { saleId, fanKey, admissionId } = order;
    if (admissionId === null) return;
    const sale = await this.sales.saleById(saleId);
    if (!sale) return;
    const types = sale.ticketTypes.map(({ id }) => id);
    const [inHands, bought] = await Promise.all([
      this.inventory.unitsOfFan(saleId, fanKey, types),
      'bought' in order ? order.bought : this.repository.boughtBy(saleId, fanKey),
    ]);
    // units in Redis beyond the paid orders are held or being paid for
    if (inHands === null || inHands > bought) return;
    await this.queue.finish(admissionId, saleId);
  }
}
