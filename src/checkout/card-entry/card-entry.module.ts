import { Module } from '@nestjs/common';
import { CardChecksModule } from '../../payments/setups/card-checks.module.js';
import { QueueModule } from '../../queue/queue.module.js';
import { SalesModule } from '../../sales/sales.module.js';
import { CardChecksController } from './card-checks.controller.js';
import { CardConfirms } from './card-confirms.store.js';
import { CardEntry } from './card-entry.service.js';

/** Loaded in the payments role: only its nodes call the provider. */
@Module({
  imports: [SalesModule, QueueModule, CardChecksModule],
  controllers: [CardChecksController],
  providers: [CardEntry, CardConfirms],
})
export class CardEntryModule {}
