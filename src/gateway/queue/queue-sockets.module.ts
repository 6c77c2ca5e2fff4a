import { Module } from '@nestjs/common';
import { QueueModule } from '../../queue/queue.module.js';
import { GatewayModule } from '../server/gateway.module.js';
import { ConnectedSales } from './connected-sales.js';
import { HolderCheck } from './holder-check.js';
import { Placement } from './placement.js';
import { PresenceTask } from './presence.task.js';
import { QueueSockets } from './queue-sockets.js';

/** Role edge. */
@Module({
  imports: [GatewayModule, QueueModule],
  providers: [ConnectedSales, HolderCheck, Placement, QueueSockets, PresenceTask],
})
export class QueueSocketsModule {}
