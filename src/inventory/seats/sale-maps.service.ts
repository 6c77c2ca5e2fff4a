import { Injectable } from '@nestjs/common';
import type { HousePlan } from '../../contract/seat-map-shapes.js';
import { InventoryRepository } from '../inventory.repository.js';
import type { HouseMap, RedrawResult, SaleFrame } from '../inventory.types.js';
import { planOf } from './house-document.rules.js';
import { redrawRefusal } from './redraw.rules.js';
import type { SeatLayout } from './seat-layout.js';
import { SeatLayouts } from './seat-layouts.js';

/** The seat map of a sale, which is its own: a stored map that it was copied from may change or go. */
@Injectable()
export class SaleMapsService {
  private readonly plans = new WeakMap<SeatLayout, HousePlan>();

  constructor(
    private readonly repository: InventoryRepository,
    private readonly layouts: SeatLayouts,
  ) {}

  /** As it stands in Postgres; null for a sale without one. */
  async read(saleId: string): Promise<(SaleFrame & { house: HouseMap }) | null> {
    const frame = await this.repository.frame(saleId);
    if (!frame) return null;
    const seats = await this.repository.seats(saleId);
    seats.sort((a, b) => a.blockRank - b.blockRank || a.rowIndex - b.rowIndex || a.seatIndex - b.seatIndex);
    return { ...frame, house: { frame: frame.frame, seats } };
  }

  /** Draws the seats of a published sale anew, as far as that leaves every hold and ticket what it is. */
  async redraw(saleId: string, next: HouseMap): Promise<RedrawResult> {
    const now = await this.read(saleId);
    if (!now) return { kind: 'fixed', detail: 'The sale has no seat map.' };
    const detail = redrawRefusal(now.house, next);
    if (detail !== null) return { kind: 'fixed', detail };
    const version = await this.repository.redraw(saleId, now.version, next);
    if (version === null) return { kind: 'conflict' };
    this.layouts.forget(saleId);
    return { kind: 'redrawn', version };
  }

  /** The house in outlines, for everybody; null for a sale without seats. Computed once for each version. */
  async plan(saleId: string): Promise<HousePlan | null> {
    const [layout, frame] = [await this.layouts.of(saleId), await this.layouts.frame(saleId)];
    if (!frame) return null;
    const known = this.plans.get(layout);
    if (known) return known;
    const seats = layout.blocks.flatMap((block) => block.seats);
    const plan = planOf(frame.version, frame.frame, seats);
    this.plans.set(layout, plan);
    return plan;
  }
}
