import { Injectable } from '@nestjs/common';
import { type Bearer, decideTransfer, type Holder, type TransferDecision } from './transfer.rules.js';
import { type HeldTicket, TransfersRepository } from './transfers.repository.js';

export type { HeldTicket, Holder };
export type TransferResult =
  | { kind: 'done'; ticket: HeldTicket; fresh: boolean }
  | { kind: 'not_found' }
  | { kind: 'refused'; why: Exclude<TransferDecision, 'transfer' | 'repeat'> };

/** Others may move the ticket between the look and the statement; whoever loses looks once more and is told what is. */
const MAX_LOOKS = 3;

/** Tickets that change hands: a new holder has a new barcode, and the one before is refused at the door. */
@Injectable()
export class TicketTransfers {
  constructor(private readonly transfers: TransfersRepository) {}

  async find(ticketId: string): Promise<HeldTicket | null> {
    return await this.transfers.byId(ticketId);
  }

  /** @param bearerOf who asks, for the ticket as it is now; null: nobody with a right to it */
  async transfer(
    ticketId: string,
    bearerOf: (ticket: HeldTicket) => Bearer | null,
    to: Holder & { language: string },
  ): Promise<TransferResult> {
    for (let look = 0; look < MAX_LOOKS; look += 1) {
      const ticket = await this.transfers.byId(ticketId);
      const by = ticket && bearerOf(ticket);
      if (!ticket || by === null) return { kind: 'not_found' };
      const decision = decideTransfer(ticket, by, to);
      if (decision === 'repeat') return { kind: 'done', ticket, fresh: false };
      if (decision !== 'transfer') return { kind: 'refused', why: decision };
      const moved = await this.transfers.transfer({
        ...{ ticketId, transfers: ticket.transfers, isBuyers: by === 'buyer' },
        ...to,
      });
      const now = moved ? await this.transfers.byId(ticketId) : null;
      if (now) return { kind: 'done', ticket: now, fresh: true };
    }
    return { kind: 'refused', why: 'passed_on' };
  }

  /** Gives the tickets of an order back to its buyer. @returns how many others had */
  async takeBack(orderId: string): Promise<number> {
    return await this.transfers.takeBack(orderId);
  }

  /** Mails each holder the link to the ticket once more. */
  async mailHolders(orderId: string): Promise<void> {
    await this.transfers.mailHolders(orderId);
  }
}
