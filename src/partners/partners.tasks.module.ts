import { Module } from '@nestjs/common';
import { DeliveryRepository } from './delivery/delivery.repository.js';
import { DeliveryTask } from './delivery/delivery.task.js';
import { RelayRepository } from './relay/relay.repository.js';
import { RelayTask } from './relay/relay.task.js';

@Module({ providers: [RelayRepository, RelayTask, DeliveryRepository, DeliveryTask] })
export class PartnersTasksModule {}
