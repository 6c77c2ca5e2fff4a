import { Module } from '@nestjs/common';
import { QueueModule } from '../queue/queue.module.js';
import { GatewayModule } from './gateway.module.js';
import { LineRooms } from './line-rooms.js';
import { PresenceTask } from './presence.task.js';
import { QueueSockets } from './queue-sockets.js';

/** Role edge. */
@Module({ imports: [GatewayModule, QueueModule], providers: [LineRooms, QueueSockets, PresenceTask] })
export class QueueSocketsModule {}
