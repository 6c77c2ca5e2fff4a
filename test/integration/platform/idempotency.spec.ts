import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { IdempotencyService } from '../../../src/platform/idempotency/idempotency.service.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { testConfig } from '../../support/app.js';
import { freshDatabase } from '../../support/services.js';

let prisma: PrismaService;
let calls: IdempotencyService;
beforeAll(async () => {
  prisma = new PrismaService(testConfig({ databaseUrl: await freshDatabase(), redisUrl: 'redis://127.0.0.1:1' }));
  calls = new IdempotencyService(prisma);
});
afterAll(() => prisma.$disconnect());
afterEach(() => {
  jest.restoreAllMocks();
});

const call = { scope: 'door:spec', key: 'one-key-for-one-call', hash: 'digest' };
/** Lets the first call look as if it had begun long ago. */
const age = () => prisma.$executeRaw`UPDATE idempotent_call SET created_at = now() - interval '2 minutes'`;
const begun = async (): Promise<string> => (await calls.begin(call.scope, call.key, call.hash)).kind;

describe('a call that takes longer than a dead one is waited for', () => {
  it('runs once as long as it gives signs of life, and can be taken over without them', async () => {
    const every = jest.spyOn(globalThis, 'setInterval');
    const id = await calls.once(call, async () => {
      await age();
      const giveSign = every.mock.calls.at(-1)?.[0] as () => void;
      giveSign();
      let signs = 0;
      for (; signs === 0; ) {
        const [row] = await prisma.$queryRaw<{ count: number }[]>`
          SELECT count(*)::int AS count FROM idempotent_call WHERE created_at > now() - interval '1 minute'`;
        signs = row?.count ?? 0;
      }
      expect(await begun()).toBe('running');
      await age();
      expect(await begun()).toBe('fresh');
      await calls.finish(call.scope, call.key, 'made by whoever took over');
      return 'made too late';
    });
    expect(id).toBe('made too late');
    expect(await calls.begin(call.scope, call.key, call.hash)).toEqual({
      kind: 'replay',
      resultId: 'made by whoever took over',
    });
  });
});
