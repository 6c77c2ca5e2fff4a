import { Injectable } from '@nestjs/common';
import { type Bearer, decideTransfer, type Holder, type TransferDecision } from './transfer.rules.js';
import type { TransferOrder } from './transfer.sql.js';
import { type HeldTicket, TransfersRepository } from './transfers.repository.js';

export type { HeldTicket, Holder };
export type TransferResult =
  | { kind: 'done'; ticket: HeldTicket; fresh: boolean }
  | { kind: 'not_found' }
  | { kind: 'refused'; why: Exclude<TransferDecision, 'transfer' | 'repeat'> };

/** Who asks for a transfer. */
export interface Requester {
  /** Identifies the requester for the current ticket; null if not entitled to it. */
  bearerOf: (ticket: HeldTicket) => Bearer | null;
  onlyWhile: TransferOrder['onlyWhile'];
}

/** The ticket may move between read and update; the loser re-reads it and decides again. */
const MAX_LOOKS = 3;

/** Transfers of tickets: the new holder gets a new barcode, and the previous one is refused at the door. */
@Injectable()
export class TicketTransfers {
  constructor(private readonly transfers: TransfersRepository) {}

  async find(ticketId: string): Promise<HeldTicket | null> {
    return await this.transfers.byId(ticketId);
  }

  async transfer(
    ticketId: string,
    requester: () => Promise<Requester>,
    to: Holder & { language: string },
  ): Promise<TransferResult> {
    for (let look = 0; look < MAX_LOOKS; look += 1) {
      const { bearerOf, onlyWhile } = await requester();
      const ticket = await this.transfers.byId(ticketId);
      const by = ticket && bearerOf(ticket);
      if (!ticket || by === null) return { kind: 'not_found' };
      const decision = decideTransfer(ticket, by, to);
      if (decision === 'repeat') return { kind: 'done', ticket, fresh: false };
      if (decision !== 'transfer') return { kind: 'refused', why: decision };
      const moved = await this.transfers.transfer({
        ...{ ticketId, transfers: ticket.transfers, isBuyers: by === 'buyer', onlyWhile },
        ...to,
      });
      const now = moved ? await this.transfers.byId(ticketId) : null;
      if (now) return { kind: 'done', ticket: now, fresh: true };
    }
    return { kind: 'refused', why: 'passed_on' };
  }

  /** Returns the tickets of an order to its buyer. @returns how many tickets others held */
  async takeBack(orderId: string): Promise<number> {
    return await this.transfers.takeBack(orderId);
  }

  /** Mails each holder the link to the ticket again. */
  async mailHolders(orderId: string): Promise<void> {
    await this.transfers.mailHolders(orderId);
  }
}
