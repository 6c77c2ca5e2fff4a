import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { TransferableTicket } from './transfer.rules.js';
import { mailHolders, takeTicketsBack, type TransferOrder, transferTicket } from './transfer.sql.js';

export interface HeldTicket extends TransferableTicket {
  id: string;
  orderId: string;
  saleId: string;
  label: string;
  ticketTypeId: string;
  seatId: string | null;
  serial: number;
  isVoid: boolean;
  language: string;
  transferredAt: Date | null;
}
type Row = Omit<HeldTicket, 'holder'> & { holderEmail: string | null; holderName: string | null };

/** Transfers of tickets. */
@Injectable()
export class TransfersRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Finds issued tickets only, since nobody can see the others. */
  async byId(ticketId: string): Promise<HeldTicket | null> {
    const [row] = await this.prisma.rows<Row>(Prisma.sql`
      SELECT id, order_id AS "orderId", sale_id AS "saleId", label, ticket_type_id AS "ticketTypeId", seat_id AS "seatId", serial,
        transfers, voided_at IS NOT NULL AS "isVoid", voided_at IS NULL AND held_at IS NULL AS "isValid",
        admitted_at IS NOT NULL AS "isAdmitted", holder_email AS "holderEmail", holder_name AS "holderName",
        COALESCE(holder_language, 'en') AS language, transferred_at AS "transferredAt", passed_on AS "passedOn"
      FROM ticket WHERE id = ${ticketId} AND issued_at IS NOT NULL`);
    if (!row) return null;
    const { holderEmail: email, holderName: name, ...ticket } = row;
    return { ...ticket, holder: email === null || name === null ? null : { email, name } };
  }

  /** @returns whether the ticket was transferred */
  async transfer(order: TransferOrder): Promise<boolean> {
    return (await this.prisma.rows(transferTicket(order))).length > 0;
  }

  /** @returns how many tickets others held */
  async takeBack(orderId: string): Promise<number> {
    return (await this.prisma.rows(takeTicketsBack(orderId))).length;
  }

  async mailHolders(orderId: string): Promise<void> {
    await this.prisma.$executeRaw(mailHolders(orderId));
  }
}
