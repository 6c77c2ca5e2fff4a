import { Module } from '@nestjs/common';
import { TicketKeysController } from './keys.controller.js';
import { TicketsModule } from './tickets.module.js';

@Module({ imports: [TicketsModule], controllers: [TicketKeysController] })
export class TicketsDoorsModule {}
