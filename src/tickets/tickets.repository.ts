import { Injectable } from '@nestjs/common';
import { Prisma } from '../generated/prisma/client.js';
import { groupBy, readsTogether } from '../platform/batch/reads-together.js';
import { byKey } from '../platform/prisma/by-key.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';

export interface IssuedTicket {
  id: string;
  label: string;
  ticketTypeId: string;
  seatId: string | null;
  serial: number;
  /** It admits nobody while its payment is disputed. */
  isHeld: boolean;
  /** Holder after a transfer; null if the buyer holds it. */
  holderEmail: string | null;
  holderName: string | null;
  transferredAt: Date | null;
  passedOn: boolean;
}
@Injectable()
export class TicketsRepository {
  private readonly issued = readsTogether(async (orderIds) => {
    const rows = await this.prisma.rows<IssuedTicket & { orderId: string }>(Prisma.sql`
      SELECT order_id AS "orderId", id, label, ticket_type_id AS "ticketTypeId", seat_id AS "seatId", serial, held_at IS NOT NULL AS "isHeld",
        holder_email AS "holderEmail", holder_name AS "holderName", transferred_at AS "transferredAt", passed_on AS "passedOn" FROM ticket
      WHERE order_id = ANY(${orderIds}::text[]) AND issued_at IS NOT NULL AND ${byKey(Prisma.sql`voided_at IS NULL`)} ORDER BY id`);
    return groupBy(rows, ({ orderId }) => orderId);
  });

  constructor(private readonly prisma: PrismaService) {}

  async issuedOf(orderId: string): Promise<IssuedTicket[]> {
    return (await this.issued(orderId)) ?? [];
  }

  /** Raises only the serials of tickets held by the buyer; transferred ones were never in the buyer's mail. */
  async raiseSerials(orderId: string): Promise<void> {
    const where = { orderId, voidedAt: null, holderEmail: null };
    await this.prisma.ticket.updateMany({ where, data: { serial: { increment: 1 } } });
  }
}
