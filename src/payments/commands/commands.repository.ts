import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { PaymentCommandData, PaymentCommandKind } from '../payments.events.js';

interface CommandOf<K extends PaymentCommandKind> {
  id: bigint;
  orderId: string;
  attempt: number;
  kind: K;
  data: PaymentCommandData[K];
  /** This try included. */
  tries: number;
  keyRound: number;
  createdAt: Date;
}
export type PaymentCommand = { [K in PaymentCommandKind]: CommandOf<K> }[PaymentCommandKind];

export interface Postponement {
  delayMs: number;
  reason: string;
  /** The try never left this process, so it does not count. */
  unsent?: boolean;
  /** The outcome of the key so far is known: nothing was done, and nothing will be under it. */
  newRound?: boolean;
}

/** Longer than a call may wait and last: a command comes back when its node died with it. */
const LEASE_SECONDS = 30;
const LONGEST_ERROR = 300;

@Injectable()
export class CommandsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Takes due commands for this node, at most so many of each kind. */
  async lease(quota: ReadonlyMap<PaymentCommandKind, number>): Promise<PaymentCommand[]> {
    const wanted = [...quota].filter(([, n]) => n > 0);
    if (wanted.length === 0) return [];
    const rows = Prisma.join(wanted.map(([kind, n]) => Prisma.sql`(${kind}::text, ${n}::int)`));
    return this.prisma.$queryRaw<PaymentCommand[]>`UPDATE payment_command c
      SET tries = c.tries + 1, next_at = now() + make_interval(secs => ${LEASE_SECONDS})
      FROM (VALUES ${rows}) AS quota (kind, n) CROSS JOIN LATERAL (
        SELECT id FROM payment_command WHERE kind = quota.kind AND done_at IS NULL AND next_at <= now()
        ORDER BY next_at, id LIMIT quota.n FOR UPDATE SKIP LOCKED) due
      WHERE c.id = due.id
      RETURNING c.id, c.order_id AS "orderId", c.attempt, c.kind, c.data, c.tries, c.key_round AS "keyRound",
        c.created_at AS "createdAt"`;
  }

  async done(id: bigint): Promise<void> {
    await this.prisma.$executeRaw`UPDATE payment_command SET done_at = now() WHERE id = ${id} AND done_at IS NULL`;
  }

  async postpone(id: bigint, { delayMs, reason, unsent = false, newRound = false }: Postponement): Promise<void> {
    await this.prisma.$executeRaw`UPDATE payment_command
      SET next_at = now() + make_interval(secs => ${delayMs / 1000}), last_error = ${reason.slice(0, LONGEST_ERROR)},
        tries = tries - ${unsent ? 1 : 0}, key_round = key_round + ${newRound ? 1 : 0}
      WHERE id = ${id} AND done_at IS NULL`;
  }
}
