import { Injectable } from '@nestjs/common';
import { BackgroundPrisma } from '../../platform/prisma/prisma.service.js';
import { ERASED } from './privacy.types.js';

export interface BuyerOrder {
  id: string;
  saleId: string;
  state: string;
  buyerEmail: string;
  buyerName: string;
  buyerLanguage: string;
  totalMinor: number;
  refundedMinor: number;
  currency: string;
  createdAt: Date;
  paidAt: Date | null;
  items: string[];
  tickets: { id: string; label: string; admittedAt: string | null }[];
  notes: string[];
}

export interface HeldTicketRow {
  id: string;
  saleId: string;
  label: string;
  name: string;
  language: string | null;
  transferredAt: Date;
  admittedAt: Date | null;
}

/** States after which the buyer's data is no longer needed; a refund goes to the card. */
const ENDED = ['paid', 'expired', 'canceled', 'refunded'];

/** Searches by e-mail, ignoring case, without an index: a request a day does not justify slowing every order. */
@Injectable()
export class PrivacyRepository {
  constructor(private readonly prisma: BackgroundPrisma) {}

  async ordersOf(email: string, limit: number): Promise<BuyerOrder[]> {
    return await this.prisma.$queryRaw<BuyerOrder[]>`
      SELECT id, sale_id AS "saleId", state, buyer_email AS "buyerEmail", buyer_name AS "buyerName",
        buyer_language AS "buyerLanguage", total_minor::float8 AS "totalMinor", refunded_minor::float8 AS "refundedMinor", currency,
        created_at AS "createdAt", paid_at AS "paidAt",
        (SELECT COALESCE(json_agg(label ORDER BY n), '[]') FROM order_item WHERE order_id = orders.id) AS items,
        (SELECT COALESCE(json_agg(json_build_object('id', id, 'label', label, 'admittedAt', admitted_at) ORDER BY id), '[]')
         FROM ticket WHERE order_id = orders.id) AS tickets,
        (SELECT COALESCE(json_agg(note ORDER BY id), '[]') FROM order_note WHERE order_id = orders.id AND note <> '') AS notes
      FROM orders WHERE lower(buyer_email) = lower(${email}) ORDER BY id LIMIT ${limit}::int`;
  }

  /** Returns tickets held by transfer from orders of others. */
  async heldBy(email: string, limit: number): Promise<HeldTicketRow[]> {
    return await this.prisma.$queryRaw<HeldTicketRow[]>`
      SELECT id, sale_id AS "saleId", label, holder_name AS name, holder_language AS language, transferred_at AS "transferredAt", admitted_at AS "admittedAt"
      FROM ticket WHERE lower(holder_email) = lower(${email}) ORDER BY id LIMIT ${limit}::int`;
  }

  /** Erases the holder's name and address from tickets; their links keep working. @returns how many */
  async eraseHolder(email: string): Promise<number> {
    return await this.prisma.$executeRaw`
      UPDATE ticket SET holder_email = ${ERASED.email}, holder_name = ${ERASED.name} WHERE lower(holder_email) = lower(${email})`;
  }

  /** Erases name, address and notes from ended orders; what was sold, and for how much, is kept. @returns their ids */
  async erase(email: string): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      WITH erased AS (
        UPDATE orders SET buyer_email = ${ERASED.email}, buyer_name = ${ERASED.name}, body_hash = '', network = NULL, updated_at = now()
        WHERE lower(buyer_email) = lower(${email}) AND state = ANY(${ENDED}::text[]) RETURNING id),
      notes AS (UPDATE order_note SET note = '' WHERE order_id IN (SELECT id FROM erased))
      SELECT id FROM erased`;
    return rows.map(({ id }) => id);
  }

  async openOrdersOf(email: string): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM orders WHERE lower(buyer_email) = lower(${email}) ORDER BY id LIMIT 100`;
    return rows.map(({ id }) => id);
  }
}
