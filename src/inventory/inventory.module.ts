import { Module } from '@nestjs/common';
import { AvailabilityAnnouncer } from './availability/availability-announcer.js';
import { AvailabilityService } from './availability/availability.service.js';
import { AvailabilityStore } from './availability/availability.store.js';
import { Channels } from './channels/channels.service.js';
import { HoldStore } from './holds/hold.store.js';
import { RebuildStore } from './rebuild/rebuild.store.js';
import { StockChanges } from './stock/stock-changes.service.js';
import { StockChangesRepository } from './stock/changes.repository.js';
import { StockStore } from './stock/stock.store.js';
import { StockHolds } from './holds/stock-holds.service.js';
import { InventoryRepository } from './inventory.repository.js';
import { InventoryStore } from './inventory.store.js';
import { StockRebuild } from './rebuild/stock-rebuild.service.js';
import { BestSeats } from './seats/best-seats.js';
import { SaleMapsService } from './seats/sale-maps.service.js';
import { SeatLayouts } from './seats/seat-layouts.js';
import { SeatMapsRepository } from './seats/seat-maps.repository.js';
import { SeatMapsService } from './seats/seat-maps.service.js';
import { StockService } from './stock/stock.service.js';

/** Stock and holds, one public service per capability. Has no controllers: holds are exposed by checkout, availability by sales. */
@Module({
  providers: [
    InventoryStore,
    HoldStore,
    BestSeats,
    StockStore,
    AvailabilityStore,
    RebuildStore,
    StockChanges,
    Channels,
    StockChangesRepository,
    InventoryRepository,
    SeatLayouts,
    StockHolds,
    StockService,
    StockRebuild,
    AvailabilityService,
    AvailabilityAnnouncer,
    SeatMapsRepository,
    SeatMapsService,
    SaleMapsService,
  ],
  exports: [
    StockHolds,
    StockService,
    StockChanges,
    StockRebuild,
    Channels,
    AvailabilityService,
    SeatMapsService,
    SaleMapsService,
  ],
})
export class InventoryModule {}
