import { Module } from '@nestjs/common';
import { InventoryModule } from '../inventory/inventory.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { SaleCache } from './sale-cache.js';
import { SaleLife } from './sale-life.js';
import { SaleStock } from './sale-stock.js';
import { SalesRepository } from './sales.repository.js';
import { SalesService } from './sales.service.js';
import { SnapshotBoard } from './snapshot-board.js';
import { SnapshotStore } from './snapshot.store.js';

/** What is sold and when. */
@Module({
  imports: [QueueModule, InventoryModule],
  providers: [SalesRepository, SaleCache, SaleLife, SaleStock, SalesService, SnapshotStore, SnapshotBoard],
  exports: [SalesRepository, SaleCache, SaleLife, SaleStock, SalesService, SnapshotStore, SnapshotBoard],
})
export class SalesModule {}
