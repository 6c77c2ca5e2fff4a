import { Module } from '@nestjs/common';
import { TicketKeysController } from './keys.controller.js';
import { DemoMailsController } from './mail/demo-mails.controller.js';
import { TicketsModule } from './tickets.module.js';

@Module({ imports: [TicketsModule], controllers: [TicketKeysController, DemoMailsController] })
export class TicketsDoorsModule {}
