import { Module } from '@nestjs/common';
import { ControlSockets } from './control-sockets.js';
import { EndedSessions } from './ended-sessions.store.js';
import { GatewayModule } from '../server/gateway.module.js';

/** Role control. */
@Module({ imports: [GatewayModule], providers: [ControlSockets, EndedSessions] })
export class ControlSocketsModule {}
