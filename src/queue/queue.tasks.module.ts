import { Module } from '@nestjs/common';
import { ProgressTask } from './line/progress.task.js';
import { QueueModule } from './queue.module.js';
import { ReservationTask } from './line/reservation.task.js';

@Module({ imports: [QueueModule], providers: [ReservationTask, ProgressTask] })
export class QueueTasksModule {}
