import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Prisma } from '../../../src/generated/prisma/client.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { DueRows } from '../../../src/platform/work/due-rows.sql.js';
import { anyFree, freeRows } from '../../../src/platform/work/free-rows.sql.js';
import { testConfig } from '../../support/app.js';
import { freshDatabase } from '../../support/services.js';

interface Taken {
  id: bigint;
  tries: number;
}

let prisma: PrismaService;
beforeAll(async () => {
  prisma = new PrismaService(testConfig({ databaseUrl: await freshDatabase(), redisUrl: 'redis://127.0.0.1:1' }));
  await prisma.$executeRaw`CREATE TABLE work (id bigint PRIMARY KEY, room text NOT NULL DEFAULT 'a', done boolean NOT NULL DEFAULT false,
    tries int NOT NULL DEFAULT 0, next_at timestamptz NOT NULL DEFAULT now(), due_at timestamptz NOT NULL DEFAULT now(), state text)`;
});
afterAll(() => prisma.$disconnect());
beforeEach(() => prisma.$executeRaw`TRUNCATE work`);

const open = Prisma.sql`NOT done`;
const terms = { table: 'work', idType: 'bigint', open, columns: Prisma.sql`id, tries`, leaseSeconds: 60 } as const;
const queue = new DueRows(terms);
/** Adds rows 1 to `count`, the first the longest overdue. */
const add = (count: number) =>
  prisma.$executeRaw`INSERT INTO work (id, next_at) SELECT n, now() - (${count}::int - n) * interval '1 s' - interval '1 s'
    FROM generate_series(1, ${count}::int) n`;
const take = async (limit: number, from = queue) =>
  (await prisma.rows<Taken>(from.take(limit))).map(({ id }) => Number(id)).sort((a, b) => a - b);
const row = async (id: number) =>
  (
    await prisma.$queryRaw<{ tries: number; state: string | null; leasedFor: number; dueIn: number }[]>`
      SELECT tries, state, extract(epoch FROM next_at - now())::float8 AS "leasedFor",
        extract(epoch FROM due_at - now())::float8 AS "dueIn" FROM work WHERE id = ${id}`
  )[0];

describe('rows as a queue', () => {
  it('gives the longest overdue first, and none to anybody else while its lease lasts', async () => {
    await add(5);
    expect(await take(2)).toEqual([1, 2]);
    expect(await take(10)).toEqual([3, 4, 5]);
    expect(await take(10)).toEqual([]);
  });

  it('divides rows among callers at once: each row once, nobody more than the limit', async () => {
    await add(40);
    const taken = await Promise.all(Array.from({ length: 10 }, () => take(5)));
    expect(taken.every((ids) => ids.length <= 5)).toBe(true);
    const once = taken.flat();
    expect(new Set(once).size).toBe(once.length);
    for (let left = await take(40); left.length > 0; left = await take(40)) once.push(...left);
    expect(once.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  it('passes over a row that another transaction holds, without waiting for it', async () => {
    await add(3);
    await prisma.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT id FROM work WHERE id = 1 FOR UPDATE`;
      expect(await take(10)).toEqual([2, 3]);
    });
    expect(await take(10)).toEqual([1]);
  });

  it('gives a row again once its lease is over, as a further try', async () => {
    await add(1);
    await take(1);
    await prisma.$executeRaw`UPDATE work SET next_at = now()`;
    expect(await prisma.rows<Taken>(queue.take(1))).toEqual([{ id: 1n, tries: 2 }]);
  });

  it('postpones open rows by the delay, and leaves finished ones alone', async () => {
    await add(2);
    await prisma.$executeRaw`UPDATE work SET done = true WHERE id = 2`;
    expect(await prisma.$executeRaw(queue.postpone([1n, 2n], 90_000))).toBe(1);
    expect((await row(1))?.leasedFor).toBeCloseTo(90, 0);
    expect((await row(2))?.leasedFor).toBeLessThan(0);
    expect(await take(10)).toEqual([]);
  });

  it('puts rows of one kind before others', async () => {
    await add(3);
    await prisma.$executeRaw`UPDATE work SET room = 'b' WHERE id = 3`;
    expect(await prisma.rows<Taken>(queue.take(1, Prisma.sql`room = 'b'`))).toEqual([{ id: 3n, tries: 1 }]);
  });

  it('leases by the column of its terms, sets what they say, and counts tries only where they do', async () => {
    await add(1);
    const own = new DueRows({ ...terms, due: 'due_at', countsTries: false, sets: Prisma.sql`state = 'sent'` });
    expect(await take(1, own)).toEqual([1]);
    expect(await row(1)).toMatchObject({ tries: 0, state: 'sent' });
    expect((await row(1))?.dueIn).toBeCloseTo(60, 0);
    expect((await row(1))?.leasedFor).toBeLessThan(0);
    expect(await take(1, own)).toEqual([]);
  });
});

describe('free rows', () => {
  it('are selected once, so that no more than the limit change', async () => {
    await add(20);
    const limit = 3;
    const from = Prisma.sql`work`;
    const changed = await prisma.$executeRaw`UPDATE work SET state = 'seen'
      WHERE id = ${anyFree({ from, where: Prisma.sql`true`, orderBy: Prisma.sql`id`, limit })}`;
    expect(changed).toBe(3);
  });

  it('take their limit from a joined relation, and lock only the table that is named', async () => {
    await add(6);
    await prisma.$executeRaw`CREATE TABLE room (name text PRIMARY KEY, quota int NOT NULL)`;
    await prisma.$executeRaw`INSERT INTO room VALUES ('a', 2)`;
    const mine = freeRows({
      select: Prisma.sql`w.id`,
      from: Prisma.sql`work w JOIN room r ON r.name = w.room`,
      where: Prisma.sql`r.name = limits.name`,
      orderBy: Prisma.sql`w.id`,
      limit: Prisma.sql`limits.quota`,
      lock: Prisma.sql`w`,
    });
    await prisma.$transaction(async (tx) => {
      const ids = await tx.$queryRaw<{ id: bigint }[]>`SELECT due.id FROM room limits CROSS JOIN LATERAL (${mine}) due`;
      expect(ids.map(({ id }) => Number(id))).toEqual([1, 2]);
      expect(await prisma.$executeRaw`UPDATE room SET quota = 3`).toBe(1);
      expect(await take(10)).toEqual([3, 4, 5, 6]);
    });
  });
});
