import { Module } from '@nestjs/common';
import { SocketServer } from './socket-server.js';

/** The Socket.IO server; namespaces are separate modules, because each belongs to another role. */
@Module({ providers: [SocketServer], exports: [SocketServer] })
export class GatewayModule {}
