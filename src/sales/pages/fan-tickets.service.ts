import { Injectable } from '@nestjs/common';
import { StockService } from '../../inventory/stock/stock.service.js';
import type { SaleView } from '../sales.types.js';

/** Tells whether a fan has tickets, which the waiting room does not know. */
@Injectable()
export class FanTickets {
  constructor(private readonly stock: StockService) {}

  /** Returns whether the fan holds, is paying for or has bought tickets of the sale; null while Redis is down. */
  async has({ id, ticketTypes }: SaleView, fanKey: string): Promise<boolean | null> {
    const types = ticketTypes.map((type) => type.id);
    const units = await this.stock.unitsOfFan(id, fanKey, types);
    return units === null ? null : units > 0;
  }
}
