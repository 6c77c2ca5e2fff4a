import { Module } from '@nestjs/common';
import { DoorLoad } from './door-load.js';
import { SocketServer } from './socket-server.js';

/** The Socket.IO server; the namespaces are modules of their own, for each role has its own. */
@Module({ providers: [SocketServer, DoorLoad], exports: [SocketServer] })
export class GatewayModule {}
