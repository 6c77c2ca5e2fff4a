import { Module } from '@nestjs/common';
import { InventoryModule } from '../inventory/inventory.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { ConductorTask } from './conductor/conductor.task.js';
import { ConductorsStore } from './conductor/conductors.store.js';
import { QueueStatsTask } from './conductor/queue-stats.task.js';
import { SaleWork } from './conductor/sale-work.js';
import { SalesModule } from './sales.module.js';
import { StockChangesTask } from './catalogue/changes/stock-changes.task.js';
import { SchedulerTask } from './life/scheduler.task.js';

@Module({
  imports: [SalesModule, QueueModule, InventoryModule],
  providers: [ConductorTask, ConductorsStore, SaleWork, SchedulerTask, StockChangesTask, QueueStatsTask],
})
export class SalesTasksModule {}
