import { Module } from '@nestjs/common';
import { TicketsRetentionRepository } from './retention.repository.js';
import { TicketsRetentionTask } from './retention.task.js';

@Module({ providers: [TicketsRetentionTask, TicketsRetentionRepository] })
export class TicketsTasksModule {}
