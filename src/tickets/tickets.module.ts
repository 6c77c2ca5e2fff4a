import { Module } from '@nestjs/common';
import { ScansRepository } from './door/scans.repository.js';
import { ScansService } from './door/scans.service.js';
import { MailsRepository } from './mail/mails.repository.js';
import { MailsService } from './mail/mails.service.js';
import { PlainPaper } from './paper/plain-paper.service.js';
import { TicketPaper } from './paper/ticket-paper.service.js';
import { WalletPasses } from './wallet/wallet-passes.service.js';
import { TicketTransfers } from './transfer/transfers.service.js';
import { TransfersRepository } from './transfer/transfers.repository.js';
import { TicketsRepository } from './tickets.repository.js';
import { TicketsService } from './tickets.service.js';

const services = [TicketsService, TicketPaper, PlainPaper, WalletPasses, ScansService, MailsService, TicketTransfers];

@Module({
  providers: [...services, TicketsRepository, ScansRepository, MailsRepository, TransfersRepository],
  exports: services,
})
export class TicketsModule {}
