import { Module } from '@nestjs/common';
import { QueueModule } from '../../queue/queue.module.js';
import { GatewayModule } from '../server/gateway.module.js';
import { ShopSockets } from './shop-sockets.js';

/** Role shop. */
@Module({ imports: [GatewayModule, QueueModule], providers: [ShopSockets] })
export class ShopSocketsModule {}
