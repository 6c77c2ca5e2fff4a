import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Prisma } from '../../../src/generated/prisma/client.js';
import { newId } from '../../../src/platform/ids.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { SigningKeys } from '../../../src/platform/tokens/signing-keys.js';
import { Tokens } from '../../../src/platform/tokens/tokens.js';
import { TicketsRepository } from '../../../src/tickets/tickets.repository.js';
import { TicketsService } from '../../../src/tickets/tickets.service.js';
import { ticketsHold, ticketsInsertFrom, ticketsIssue, ticketsVoid } from '../../../src/tickets/tickets.sql.js';
import { testConfig } from '../../support/app.js';
import { freshDatabase } from '../../support/services.js';

let prisma: PrismaService;
let tickets: TicketsService;
beforeAll(async () => {
  const config = testConfig({ databaseUrl: await freshDatabase(), redisUrl: 'redis://127.0.0.1:1' });
  prisma = new PrismaService(config);
  tickets = new TicketsService(new TicketsRepository(prisma), new SigningKeys(prisma, new Tokens(config)));
});
afterAll(() => prisma.$disconnect());

const SALE = 'sale_spec';

/** Inserts as the authorization statement does: from a CTE, one row per seat (null: general admission). */
async function insert(orderId: string, seats: (string | null)[], saleId = SALE): Promise<void> {
  const rows = Prisma.join(seats.map((seat, n) => Prisma.sql`(${n + 1}::int, ${seat}::text)`));
  const select = Prisma.sql`SELECT ${orderId}::text AS order_id, n, ${saleId}::text AS sale_id, 'tt_1' AS ticket_type_id,
    'pool_1' AS pool_id, seat AS seat_id, 'Stalls' AS label FROM asked`;
  await prisma.$queryRaw`WITH asked (n, seat) AS (VALUES ${rows}), made AS (${ticketsInsertFrom(select)}) SELECT id FROM made`;
}
const only = (orderId: string) => Prisma.sql`SELECT ${orderId}::text`;
const issue = (orderId: string, isHeld = false) =>
  prisma.$queryRaw<unknown[]>(ticketsIssue(Prisma.sql`SELECT ${orderId}::text, ${isHeld}::boolean`));
const voidOf = (orderId: string) => prisma.$queryRaw<{ was_issued: boolean }[]>(ticketsVoid(only(orderId)));

describe('tickets', () => {
  it('are shown only once issued, in the order of their lines, with barcodes that verify', async () => {
    const orderId = newId('ord');
    await insert(orderId, ['A-1-1', 'A-1-2', null]);
    expect((await tickets.ofOrder(orderId)).tickets).toEqual([]);
    expect(await issue(orderId)).toHaveLength(3);
    const { tickets: shown } = await tickets.ofOrder(orderId);
    expect(shown.map(({ seatId }) => seatId)).toEqual(['A-1-1', 'A-1-2', null]);
    for (const { id, barcode } of shown) {
      expect(await tickets.readSigned(barcode)).toEqual({ ticketId: id, serial: 1 });
      expect(barcode.length).toBeLessThan(180);
    }
  });

  it('are issued once, however often that is asked', async () => {
    const orderId = newId('ord');
    await insert(orderId, [null]);
    await issue(orderId);
    expect(await issue(orderId)).toEqual([]);
  });

  it('are held from their issue on where the order’s are, and let go and held again with it', async () => {
    const orderId = newId('ord');
    await insert(orderId, [null, null]);
    await issue(orderId, true);
    const held = () => prisma.ticket.count({ where: { orderId, heldAt: { not: null } } });
    const hold = (isHeld: boolean) =>
      prisma.$queryRaw<unknown[]>(ticketsHold(Prisma.sql`SELECT ${orderId}::text, ${isHeld}::boolean`));
    expect(await held()).toBe(2);
    expect([(await hold(true)).length, (await hold(false)).length, await held()]).toEqual([0, 2, 0]);
    expect([(await hold(false)).length, (await hold(true)).length, await held()]).toEqual([0, 2, 2]);
  });

  it('have one live owner for each seat: a second one fails the whole statement', async () => {
    const [first, second] = [newId('ord'), newId('ord')];
    await insert(first, ['B-1-1']);
    await expect(insert(second, [null, 'B-1-1'])).rejects.toThrow('ticket_one_live_per_seat');
    expect(await prisma.ticket.count({ where: { orderId: second } })).toBe(0);
    await expect(insert(second, ['B-1-1'], 'sale_other')).resolves.toBeUndefined();
  });

  it('have many owners where there are no seats', async () => {
    await insert(newId('ord'), [null, null]);
    await expect(insert(newId('ord'), [null])).resolves.toBeUndefined();
  });

  it('are never made twice from one order item', async () => {
    const orderId = newId('ord');
    await insert(orderId, [null]);
    await expect(insert(orderId, [null])).rejects.toThrow('ticket_pkey');
  });

  it('free their seat when voided, once, and refuse their barcode from then on', async () => {
    const orderId = newId('ord');
    await insert(orderId, ['C-1-1']);
    await issue(orderId);
    const [shown] = (await tickets.ofOrder(orderId)).tickets;
    expect(await voidOf(orderId)).toMatchObject([{ was_issued: true }]);
    expect(await voidOf(orderId)).toEqual([]);
    expect((await tickets.ofOrder(orderId)).tickets).toEqual([]);
    const { serial } = await prisma.ticket.findFirstOrThrow({ where: { id: shown?.id ?? '' } });
    expect(await tickets.readSigned(shown?.barcode ?? '')).toMatchObject({ serial: serial - 1 });
    await insert(newId('ord'), ['C-1-1']);
  });

  it('have barcodes of their newest serial only', async () => {
    const orderId = newId('ord');
    await insert(orderId, [null]);
    await issue(orderId);
    const before = (await tickets.ofOrder(orderId)).tickets[0]?.barcode ?? '';
    await prisma.ticket.updateMany({ where: { orderId }, data: { serial: 2 } });
    const after = (await tickets.ofOrder(orderId)).tickets[0]?.barcode ?? '';
    expect(await tickets.readSigned(before)).toMatchObject({ serial: 1 });
    expect(await tickets.readSigned(after)).toMatchObject({ serial: 2 });
  });

  it('cannot be forged: each changed byte of a barcode is refused', async () => {
    const orderId = newId('ord');
    await insert(orderId, [null]);
    await issue(orderId);
    const barcode = Buffer.from((await tickets.ofOrder(orderId)).tickets[0]?.barcode ?? '', 'base64url');
    for (let i = 0; i < barcode.length; i += 1) {
      const changed = Buffer.from(barcode);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(await tickets.readSigned(changed.toString('base64url'))).toBeNull();
    }
  });
});
