import { Module } from '@nestjs/common';
import { FactsRepository } from './facts/facts.repository.js';
import { HealthRepository } from './health/health.repository.js';
import { InboxRepository } from './inbox/inbox.repository.js';
import { PaymentsRepository } from './payments.repository.js';
import { PaymentsService } from './payments.service.js';
import { PaymentSignals } from './payments.signals.js';
import { QuarantineRepository } from './quarantine/quarantine.repository.js';
import { QuarantineService } from './quarantine/quarantine.service.js';
import { RefundsRepository } from './refunds/refunds.repository.js';
import { RefundsService } from './refunds/refunds.service.js';
import { StuckPaymentsService } from './watch/stuck-payments.service.js';
import { StuckPaymentsRepository } from './watch/stuck-payments.repository.js';
import { WishHandover } from './wishes/wish-handover.js';

const providers = [
  PaymentsService,
  PaymentSignals,
  WishHandover,
  PaymentsRepository,
  RefundsRepository,
  RefundsService,
  StuckPaymentsRepository,
  StuckPaymentsService,
  InboxRepository,
  QuarantineRepository,
  QuarantineService,
  FactsRepository,
  HealthRepository,
];

/** What any role may use of payments: database only, no calls to the provider. */
@Module({ providers, exports: providers })
export class PaymentsModule {}
