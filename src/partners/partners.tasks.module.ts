import { Module } from '@nestjs/common';
import { DeliveryRepository } from './delivery/delivery.repository.js';
import { CheckoutModule } from '../checkout/checkout.module.js';
import { DeliveryTask } from './delivery/delivery.task.js';
import { DisabledNotices } from './delivery/disabled-notices.js';
import { DisabledNoticesRepository } from './delivery/disabled-notices.repository.js';
import { StuckDeliveriesRepository } from './delivery/stuck-deliveries.repository.js';
import { PartnersModule } from './partners.module.js';
import { RelayRepository } from './relay/relay.repository.js';
import { RelayTask } from './relay/relay.task.js';

@Module({
  imports: [CheckoutModule, PartnersModule],
  providers: [
    RelayRepository,
    RelayTask,
    DeliveryRepository,
    DeliveryTask,
    DisabledNotices,
    DisabledNoticesRepository,
    StuckDeliveriesRepository,
  ],
})
export class PartnersTasksModule {}
