import { Injectable } from '@nestjs/common';
import { MAX_SALES_IN_MEMORY } from '../inventory.bounds.js';
import { InventoryRepository } from '../inventory.repository.js';
import { SeatLayout } from './seat-layout.js';

/** The layouts of the sales that this node serves, read once from Postgres. Seats move only before a sale is published. */
@Injectable()
export class SeatLayouts {
  private readonly loaded = new Map<string, Promise<SeatLayout>>();

  constructor(private readonly repository: InventoryRepository) {}

  async of(saleId: string): Promise<SeatLayout> {
    const present = this.loaded.get(saleId);
    if (present) return await present;
    const loading = this.repository.seats(saleId).then((rows) => new SeatLayout(rows));
    this.loaded.set(saleId, loading);
    for (const oldest of this.loaded.keys()) {
      if (this.loaded.size <= MAX_SALES_IN_MEMORY) break;
      this.loaded.delete(oldest);
    }
    try {
      return await loading;
    } catch (error) {
      this.forget(saleId);
      throw error;
    }
  }

  /** The next call reads Postgres again. */
  forget(saleId: string): void {
    this.loaded.delete(saleId);
  }
}
