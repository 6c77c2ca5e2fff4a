import { Module } from '@nestjs/common';
import { QueueModule } from '../../queue/queue.module.js';
import { GatewayModule } from '../server/gateway.module.js';
import { ConnectedSales } from './connected-sales.js';
import { PresenceTask } from './presence.task.js';
import { QueueSockets } from './queue-sockets.js';

/** Role edge. */
@Module({ imports: [GatewayModule, QueueModule], providers: [ConnectedSales, QueueSockets, PresenceTask] })
export class QueueSocketsModule {}
