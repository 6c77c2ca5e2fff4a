import { Module } from '@nestjs/common';
import { TicketsRepository } from './tickets.repository.js';
import { TicketsService } from './tickets.service.js';

@Module({ providers: [TicketsService, TicketsRepository], exports: [TicketsService] })
export class TicketsModule {}
