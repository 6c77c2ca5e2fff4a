import { Module } from '@nestjs/common';
import { FactsRepository } from './facts/facts.repository.js';
import { HealthRepository } from './health/health.repository.js';
import { PaymentsRepository } from './payments.repository.js';
import { PaymentsService } from './payments.service.js';
import { PaymentSignals } from './payments.signals.js';

/** What any role may ask of payments: rows only, nothing here talks to the provider. */
@Module({
  providers: [PaymentsService, PaymentSignals, PaymentsRepository, FactsRepository, HealthRepository],
  exports: [PaymentsService, PaymentSignals, PaymentsRepository, HealthRepository],
})
export class PaymentsModule {}
