import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Prisma } from '../../../src/generated/prisma/client.js';
import { InboxRepository } from '../../../src/payments/inbox/inbox.repository.js';
import { type Move, PaymentsRepository } from '../../../src/payments/payments.repository.js';
import type { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { FactsBench } from '../checkout/facts-bench.js';
import { OrdersDatabase, standing } from '../checkout/orders-database.js';

let db: OrdersDatabase;
let bench: FactsBench;
beforeAll(async () => {
  db = await OrdersDatabase.open(100);
  bench = new FactsBench(db.url);
});
afterAll(async () => {
  await bench.close();
  await db.close();
});

describe('the intent of a payment', () => {
  let count = 0;
  /** An order's payment is told as authorized by another intent than its own. */
  const moveByAnother = async (payments: PaymentsRepository) => {
    count += 1;
    const orderId = await db.pendingOrder(`ord_${count}`, standing(1));
    const data = { intentId: 'pi_another', amountMinor: 4_500, currency: 'EUR', cardFingerprint: null };
    const fact = { kind: 'authorized' as const, data, dedupe: `authorized:another:${count}` };
    const move: Move = { orderId, attempt: 1, to: 'authorized', intentId: 'pi_another', fact };
    const moved = await payments.move(move);
    const [row] = await db.query<{ state: string; intent_id: string }>(
      'SELECT state, intent_id FROM payment WHERE order_id = $1',
      [orderId],
    );
    const facts = await db.number('SELECT count(*) AS n FROM payment_fact WHERE order_id = $1', [orderId]);
    return { moved, ...row, facts, own: `pi_ord_${count}` };
  };
  /** The repository over a statement without one of its guards. */
  const without = (guard: RegExp, instead: string): PaymentsRepository => {
    const rows = ({ text, values }: Prisma.Sql) => bench.prisma.rows({ text: text.replace(guard, instead), values });
    return new PaymentsRepository({ rows } as unknown as PrismaService);
  };
  const matched = /\(intent_id IS NULL OR intent_id = (\$\d+)\)/;

  it('is never replaced: another one moves nothing and tells nothing', async () => {
    const { own, ...seen } = await moveByAnother(bench.payments);
    expect(seen).toEqual({ moved: false, state: 'open', intent_id: own, facts: 0 });
  });

  it('would sell by the money of another one without its comparison (negative control)', async () => {
    const { own, ...seen } = await moveByAnother(without(matched, '(intent_id IS NOT NULL OR intent_id = $1)'));
    expect(seen).toEqual({ moved: true, state: 'authorized', intent_id: own, facts: 1 });
  });

  it('would be lost, and never be canceled, without either guard (negative control)', async () => {
    const rows = ({ text, values }: Prisma.Sql) => {
      const unmatched = text.replace(matched, '(intent_id IS NOT NULL OR intent_id = $1)');
      return bench.prisma.rows({ text: unmatched.replace(/COALESCE\(intent_id, (\$\d+)\)/, '$1'), values });
    };
    const { moved, intent_id: kept } = await moveByAnother(
      new PaymentsRepository({ rows } as unknown as PrismaService),
    );
    expect([moved, kept]).toEqual([true, 'pi_another']);
  });
});

/** Stripe delivers an event again for up to three days. */
describe('an event that was handled', () => {
  const DAYS_OF_RETRIES = 3;
  let count = 0;

  /** Handles an event, prunes after `days`, and delivers it again. Returns how often it is kept then. */
  const keptAgainAfter = async (days: number, inbox: InboxRepository): Promise<number> => {
    count += 1;
    const event = { id: `evt_${count}`, type: 'charge.refunded', body: { id: `evt_${count}` } };
    expect(await inbox.keep([event])).toBe(1);
    await inbox.handled([event.id]);
    await db.query(`UPDATE stripe_event SET handled_at = now() - make_interval(days => $1) WHERE id = $2`, [
      days,
      event.id,
    ]);
    await inbox.prune();
    return await inbox.keep([event]);
  };
  /** The repository that remembers for one day only. */
  const forgetful = (): InboxRepository => {
    const $executeRaw = (text: TemplateStringsArray, ...values: unknown[]) => {
      const isPruning = text.join('').includes('DELETE FROM stripe_event');
      return bench.prisma.$executeRaw(text, ...(isPruning ? [1, ...values.slice(1)] : values));
    };
    return new InboxRepository({ $executeRaw } as unknown as PrismaService);
  };

  it('is known for as long as it may come again, and forgotten after a week', async () => {
    const inbox = new InboxRepository(bench.prisma);
    expect(await keptAgainAfter(DAYS_OF_RETRIES, inbox)).toBe(0);
    expect(await keptAgainAfter(6, inbox)).toBe(0);
    expect(await keptAgainAfter(8, inbox)).toBe(1);
  });

  it('would be handled a second time if it were kept for a day (negative control)', async () => {
    expect(await keptAgainAfter(DAYS_OF_RETRIES, forgetful())).toBe(1);
  });
});
