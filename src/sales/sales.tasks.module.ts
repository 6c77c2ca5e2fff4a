import { Module } from '@nestjs/common';
import { InventoryModule } from '../inventory/inventory.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { BeatTask } from './beat.task.js';
import { SalesModule } from './sales.module.js';
import { SchedulerTask } from './scheduler.task.js';
import { SignalsTask } from './signals.task.js';
import { SnapshotTask } from './snapshot.task.js';

@Module({
  imports: [SalesModule, QueueModule, InventoryModule],
  providers: [BeatTask, SchedulerTask, SignalsTask, SnapshotTask],
})
export class SalesTasksModule {}
