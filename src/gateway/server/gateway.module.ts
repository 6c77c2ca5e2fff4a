import { Module } from '@nestjs/common';
import { SocketServer } from './socket-server.js';

/** The Socket.IO server; the namespaces are modules of their own, for each role has its own. */
@Module({ providers: [SocketServer], exports: [SocketServer] })
export class GatewayModule {}
