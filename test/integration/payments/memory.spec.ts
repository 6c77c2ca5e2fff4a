import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InboxRepository } from '../../../src/payments/inbox/inbox.repository.js';
import { PaymentsRepository } from '../../../src/payments/payments.repository.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { testConfig } from '../../support/app.js';
import { freshDatabase } from '../../support/services.js';

describe('what payments remember', () => {
  let prisma: PrismaService;
  beforeAll(async () => {
    prisma = new PrismaService(testConfig({ databaseUrl: await freshDatabase(), redisUrl: 'redis://127.0.0.1:1' }));
  });
  afterAll(() => prisma.$disconnect());

  it('is each event for longer than the provider repeats it, and not for ever', async () => {
    const inbox = new InboxRepository(prisma);
    const days = [0, 1, 3, 4, 30];
    const bodies = days.map((n) => ({ id: `evt_${n}`, type: 'x', body: {} }));
    await inbox.keep(bodies);
    for (const n of days)
      await prisma.$executeRaw`UPDATE stripe_event SET handled_at = now() - make_interval(days => ${n}::int) WHERE id = ${`evt_${n}`}`;
    await inbox.prune();
    expect(await inbox.keep(bodies)).toBe(1);
  });

  it('is the first intent of a payment: another one never takes its place', async () => {
    const payments = new PaymentsRepository(prisma);
    await prisma.$executeRaw`INSERT INTO payment (id, order_id, attempt, state, intent_id, amount_minor, currency)
      VALUES ('pay_1', 'ord_1', 1, 'open', 'pi_first', 500, 'EUR')`;
    const data = { intentId: 'pi_second', amountMinor: 500, currency: 'EUR', cardFingerprint: null };
    const fact = { kind: 'authorized' as const, data, dedupe: 'authorized:pi_second' };
    const move = { orderId: 'ord_1', attempt: 1, to: 'authorized' as const, intentId: 'pi_second', fact };
    expect(await payments.move(move)).toBe(false);
    expect(await payments.find(move)).toMatchObject({ state: 'open', intentId: 'pi_first' });
    expect(await prisma.paymentFact.count()).toBe(0);
  });
});
