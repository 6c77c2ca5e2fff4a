import { Injectable } from '@nestjs/common';
import type { HousePlan } from '../../contract/stock/seat-map-shapes.js';
import { InventoryRepository } from '../inventory.repository.js';
import type { HouseMap, RedrawResult, SaleFrame } from '../inventory.types.js';
import { planOf } from './house-document.rules.js';
import { redrawRefusal } from './redraw.rules.js';
import { FreeHouse } from './free-house.rules.js';
import { SeatLayout } from './seat-layout.js';
import { SeatLayouts } from './seat-layouts.js';

/** The sale's own copy of a seat map, unaffected when the stored map it was copied from changes or is deleted. */
@Injectable()
export class SaleMapsService {
  private readonly plans = new WeakMap<SeatLayout, HousePlan>();

  constructor(
    private readonly repository: InventoryRepository,
    private readonly layouts: SeatLayouts,
  ) {}

  /** Reads the map from Postgres; null for a sale without one. */
  async read(saleId: string): Promise<(SaleFrame & { house: HouseMap }) | null> {
    const frame = await this.repository.frame(saleId);
    if (!frame) return null;
    const seats = await this.repository.seats(saleId);
    seats.sort((a, b) => a.blockRank - b.blockRank || a.rowIndex - b.rowIndex || a.seatIndex - b.seatIndex);
    return { ...frame, house: { frame: frame.frame, seats } };
  }

  /** Returns a house with everything free that is for sale, to be sold in memory; null for a sale without seats. */
  async freeHouse(saleId: string): Promise<FreeHouse | null> {
    const frame = await this.repository.frame(saleId);
    const seats = await this.repository.seats(saleId);
    return seats.length === 0 ? null : new FreeHouse(new SeatLayout(seats, frame?.frame.focalPoint ?? null));
  }

  /** Redraws the seats of a published sale, provided that no hold or ticket changes its meaning. */
  async redraw(saleId: string, next: HouseMap, version?: string): Promise<RedrawResult> {
    const now = await this.read(saleId);
    if (!now) return { kind: 'fixed', detail: 'The sale has no seat map.' };
    if (version !== undefined && version !== String(now.version)) return { kind: 'conflict' };
    const detail = redrawRefusal(now.house, next);
    if (detail !== null) return { kind: 'fixed', detail };
    const made = await this.repository.redraw(saleId, now.version, next);
    if (made === null) return { kind: 'conflict' };
    this.layouts.forget(saleId);
    return { kind: 'redrawn', version: made };
  }

  /** Returns the house as outlines, for everyone; null for a sale without seats. Cached per map version. */
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
