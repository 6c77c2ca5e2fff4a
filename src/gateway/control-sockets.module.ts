import { Module } from '@nestjs/common';
import { ControlSockets } from './control-sockets.js';
import { GatewayModule } from './gateway.module.js';

/** Role control. */
@Module({ imports: [GatewayModule], providers: [ControlSockets] })
export class ControlSocketsModule {}
