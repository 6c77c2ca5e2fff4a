import { Module } from '@nestjs/common';
import { AvailabilityAnnouncer } from './availability-announcer.js';
import { AvailabilityService } from './availability.service.js';
import { HoldDesk } from './hold-desk.js';
import { InventoryRepository } from './inventory.repository.js';
import { InventoryService } from './inventory.service.js';
import { InventoryStore } from './inventory.store.js';
import { Rebuild } from './rebuild.js';
import { SeatLayouts } from './seat-layouts.js';
import { StockDesk } from './stock-desk.js';

/** Stock and holds. It has no doors: holds are met in checkout, availability in sales. */
@Module({
  providers: [
    InventoryService,
    InventoryStore,
    InventoryRepository,
    SeatLayouts,
    HoldDesk,
    StockDesk,
    Rebuild,
    AvailabilityService,
    AvailabilityAnnouncer,
  ],
  exports: [InventoryService],
})
export class InventoryModule {}
