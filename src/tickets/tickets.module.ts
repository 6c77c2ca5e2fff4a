import { Module } from '@nestjs/common';
import { TicketPaper } from './paper/ticket-paper.service.js';
import { TicketsRepository } from './tickets.repository.js';
import { TicketsService } from './tickets.service.js';

@Module({ providers: [TicketsService, TicketsRepository, TicketPaper], exports: [TicketsService, TicketPaper] })
export class TicketsModule {}
