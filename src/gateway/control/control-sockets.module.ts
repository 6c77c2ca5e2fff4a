import { Module } from '@nestjs/common';
import { ControlSockets } from './control-sockets.js';
import { SocketTickets } from './socket-tickets.store.js';
import { GatewayModule } from '../server/gateway.module.js';

/** Role control. */
@Module({ imports: [GatewayModule], providers: [ControlSockets, SocketTickets] })
export class ControlSocketsModule {}
