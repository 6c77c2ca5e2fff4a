import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compactVerify, importJWK } from 'jose';
import pg from 'pg';
import { SystemClock } from '../../../src/platform/clock/clock.js';
import { newId } from '../../../src/platform/ids.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { SigningKeys } from '../../../src/platform/tokens/signing-keys.js';
import { Tokens } from '../../../src/platform/tokens/tokens.js';
import { admitTicket } from '../../../src/tickets/door/scan.sql.js';
import { ScansRepository } from '../../../src/tickets/door/scans.repository.js';
import { ScansService } from '../../../src/tickets/door/scans.service.js';
import { TicketsRepository } from '../../../src/tickets/tickets.repository.js';
import { TicketsService } from '../../../src/tickets/tickets.service.js';
import { transferTicket } from '../../../src/tickets/transfer/transfer.sql.js';
import { testConfig } from '../../support/app.js';
import { freshDatabase } from '../../support/services.js';

const SALE = 'sale_0000000000000000000000door';
const GATES = 20;
let prisma: PrismaService;
let pool: pg.Pool;
let tickets: TicketsService;
let scans: ScansService;
beforeAll(async () => {
  const config = testConfig({ databaseUrl: await freshDatabase(), redisUrl: 'redis://127.0.0.1:1' });
  prisma = new PrismaService(config);
  pool = new pg.Pool({ connectionString: config.databaseUrl, max: GATES });
  pool.on('error', () => undefined);
  const keys = new SigningKeys(prisma, new Tokens(config));
  tickets = new TicketsService(new TicketsRepository(prisma), keys);
  scans = new ScansService(tickets, new ScansRepository(prisma), keys, new SystemClock());
});
afterAll(async () => {
  await pool.end();
  await prisma.$disconnect();
});

interface Sold {
  id: string;
  barcode: string;
}

async function sold(saleId = SALE): Promise<Sold> {
  const orderId = newId('ord');
  const id = `tkt_${orderId.slice(4)}0001`;
  const common = { saleId, ticketTypeId: 'tt_1', poolId: 'pool_1', label: 'Stalls' };
  await prisma.ticket.create({ data: { id, orderId, ...common, issuedAt: new Date() } });
  return { id, barcode: (await tickets.ofOrder(orderId)).tickets[0]?.barcode ?? '' };
}
const scan = (barcode: string, gate = 'north', saleId: string | null = null) =>
  scans.scan({ barcode, gate, saleId, by: null }, 'member:spec');

describe('a scan at the door', () => {
  it('lets exactly one in of many side by side, and tells the others when and where', async () => {
    const { barcode } = await sold();
    const answers = await Promise.all(Array.from({ length: GATES }, (_, n) => scan(barcode, `gate ${n}`)));
    const admitted = answers.filter(({ result }) => result === 'admitted');
    expect(admitted).toHaveLength(1);
    const others = answers.filter(({ result }) => result === 'already');
    expect(others).toHaveLength(GATES - 1);
    expect(new Set(others.map(({ first }) => first?.gate))).toEqual(
      new Set([`gate ${answers.findIndex(({ result }) => result === 'admitted')}`]),
    );
  });

  it('lets in more than one when the ticket need not be unused (negative control)', async () => {
    const { id } = await sold();
    const guarded = admitTicket({ ticketId: id, serial: 1, gate: 'north', actor: 'member:spec', by: null });
    const unguarded = guarded.text.replace('AND admitted_at IS NULL', '');
    expect(unguarded).not.toBe(guarded.text);
    const answers = await Promise.all(
      Array.from({ length: GATES }, () => pool.query<{ admitted: boolean }>(unguarded, guarded.values)),
    );
    expect(answers.filter(({ rows }) => rows[0]?.admitted).length).toBeGreaterThan(1);
  });

  it('refuses a void ticket, an older barcode, another show and what is no barcode of ours', async () => {
    const voided = await sold();
    await prisma.ticket.update({ where: { id: voided.id }, data: { voidedAt: new Date(), serial: 2 } });
    expect((await scan(voided.barcode)).result).toBe('void');
    const resent = await sold();
    await prisma.ticket.update({ where: { id: resent.id }, data: { serial: 2 } });
    expect((await scan(resent.barcode)).result).toBe('void');
    const elsewhere = await sold('sale_another');
    expect(await scan(elsewhere.barcode, 'north', SALE)).toMatchObject({
      result: 'other_show',
      ticket: { saleId: 'sale_another' },
    });
    for (const text of ['', 'https://example.com', `${resent.barcode}x`, resent.barcode.replace(/^./, 'B')])
      expect(await scan(text)).toEqual({ result: 'invalid' });
  });
});

describe('a ticket that changes hands', () => {
  const FRIENDS = 10;
  const order = (ticketId: string, n: number) => ({
    ...{
      ticketId,
      transfers: 0,
      email: `friend${n}@example.com`,
      name: `Friend ${n}`,
      language: 'en',
      isBuyers: true,
      onlyWhile: null,
    },
  });
  /** Runs transfers concurrently, each to another friend. */
  const race = async (ticketId: string, change = (text: string) => text): Promise<number> => {
    const moves = Array.from({ length: FRIENDS }, (_, n) => transferTicket(order(ticketId, n)));
    const answers = await Promise.all(moves.map(({ text, values }) => pool.query(change(text), values)));
    return answers.filter(({ rowCount }) => rowCount === 1).length;
  };

  it('has one new holder of many side by side, and its older barcode is void', async () => {
    const { id, barcode } = await sold();
    expect(await race(id)).toBe(1);
    expect(await prisma.mail.count({ where: { ticketId: id } })).toBe(2);
    expect((await scan(barcode)).result).toBe('void');
  });

  it('goes to several when it need not be as it was seen (negative control)', async () => {
    const { id } = await sold();
    const careless = (text: string) => text.replace('transfers = $', 'transfers >= $');
    expect(careless(transferTicket(order(id, 0)).text)).not.toBe(transferTicket(order(id, 0)).text);
    expect(await race(id, careless)).toBeGreaterThan(1);
  });

  it('goes to nobody once its bearer was let in, and does when that is not looked at (negative control)', async () => {
    const { id, barcode } = await sold();
    await scan(barcode);
    expect(await race(id)).toBe(0);
    expect(await race(id, (text) => text.replace('AND admitted_at IS NULL', ''))).toBe(1);
  });
});

describe('scans that were made offline', () => {
  const device = (n: number) => `scanner-${n}`;
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 20, minute));
  const offline = (barcode: string, n: number, minute: number, letIn = true) => ({
    barcode,
    gate: `gate ${n}`,
    saleId: SALE,
    device: device(n),
    scannedAt: at(minute),
    letIn,
  });

  it('make the first by time the admission, whichever is handed in first, and show the conflict', async () => {
    const { id, barcode } = await sold();
    const late = await scans.merge([offline(barcode, 1, 5)], 'member:spec');
    expect(late.scans).toEqual([{ result: 'admitted', conflict: false }]);
    const early = await scans.merge([offline(barcode, 2, 3)], 'member:spec');
    expect(early.scans).toEqual([{ result: 'admitted', conflict: true }]);
    expect(await scan(barcode)).toMatchObject({
      result: 'already',
      first: { at: at(3).toISOString(), gate: 'gate 2' },
    });
    const conflict = (await scans.conflicts(SALE)).find(({ ticketId }) => ticketId === id);
    expect(conflict?.scans).toEqual([
      { at: at(3).toISOString(), gate: 'gate 2', device: 'scanner-2' },
      { at: at(5).toISOString(), gate: 'gate 1', device: 'scanner-1' },
    ]);
  });

  it('are counted once, however often they are handed in', async () => {
    const { id, barcode } = await sold();
    for (let time = 0; time < 3; time += 1)
      expect((await scans.merge([offline(barcode, 1, 1)], 'member:spec')).scans[0]).toMatchObject({
        result: 'admitted',
        conflict: false,
      });
    expect((await scans.conflicts(SALE)).some(({ ticketId }) => ticketId === id)).toBe(false);
  });

  it('are no admission where the scanner refused, and a conflict where it let in a void ticket', async () => {
    const refused = await sold();
    await scans.merge([offline(refused.barcode, 1, 1, false)], 'member:spec');
    expect((await scan(refused.barcode)).result).toBe('admitted');
    const voided = await sold();
    await prisma.ticket.update({ where: { id: voided.id }, data: { voidedAt: at(0), serial: 2 } });
    const merged = await scans.merge([offline(voided.barcode, 1, 1)], 'member:spec');
    expect(merged.scans).toEqual([{ result: 'void', conflict: true }]);
    expect((await scans.conflicts(SALE)).some(({ ticketId }) => ticketId === voided.id)).toBe(true);
    expect((await prisma.ticket.findUniqueOrThrow({ where: { id: voided.id } })).admittedAt).toBeNull();
  });

  it('spend no ticket of another show, nor that of a new holder, and are conflicts', async () => {
    const elsewhere = await sold('sale_another');
    expect((await scans.merge([offline(elsewhere.barcode, 1, 1)], 'member:spec')).scans).toEqual([
      { result: 'other_show', conflict: true },
    ]);
    expect((await scan(elsewhere.barcode, 'north', 'sale_another')).result).toBe('admitted');
    const moved = await sold();
    await prisma.ticket.update({ where: { id: moved.id }, data: { serial: 2 } });
    expect((await scans.merge([offline(moved.barcode, 1, 1)], 'member:spec')).scans).toEqual([
      { result: 'void', conflict: true },
    ]);
    const [renewed] = (await tickets.ofOrder(`ord_${moved.id.slice(4, -4)}`)).tickets;
    expect((await scan(renewed?.barcode ?? '', 'north', SALE)).result).toBe('admitted');
    expect((await scans.conflicts('sale_another')).map(({ ticketId }) => ticketId)).toContain(elsewhere.id);
    expect((await scans.conflicts(SALE)).map(({ ticketId }) => ticketId)).toContain(moved.id);
  });
});

describe('a scan whose answer was lost', () => {
  const minute = 60_000;
  const scanned = (device: string, at: Date) => ({ device, scannedAt: at });
  const online = (barcode: string, by: { device: string; scannedAt: Date }) =>
    scans.scan({ barcode, gate: 'north', saleId: SALE, by }, 'member:spec');
  const handIn = (barcode: string, by: { device: string; scannedAt: Date }) =>
    scans.merge([{ barcode, gate: 'north', saleId: SALE, letIn: true, ...by }], 'member:spec');

  // a scanner's clock may be ahead of the server's
  it.each([0, 10 * minute])(
    'is the same admission when asked again or handed in, clock ahead by %i ms',
    async (ahead) => {
      const { id, barcode } = await sold();
      const at = Date.now() + ahead;
      const first = scanned('scanner-1', new Date(at));
      expect((await online(barcode, first)).result).toBe('admitted');
      expect((await online(barcode, first)).result).toBe('admitted');
      for (let time = 0; time < 2; time += 1)
        expect((await handIn(barcode, first)).scans).toEqual([{ result: 'admitted', conflict: false }]);
      expect((await scans.conflicts(SALE)).some(({ ticketId }) => ticketId === id)).toBe(false);
      for (const copy of [scanned('scanner-1', new Date(at + 1)), scanned('scanner-2', new Date(at))])
        expect(await online(barcode, copy)).toMatchObject({ result: 'already', first: { gate: 'north' } });
    },
  );

  it('is a conflict when the server had refused what the scanner then let in by itself', async () => {
    const { id, barcode } = await sold();
    await scan(barcode, 'south');
    const by = scanned('scanner-1', new Date());
    expect((await online(barcode, by)).result).toBe('already');
    expect((await handIn(barcode, by)).scans[0]).toMatchObject({ conflict: true });
    expect((await scans.conflicts(SALE)).find(({ ticketId }) => ticketId === id)?.scans).toHaveLength(2);
  });

  it('does not admit twice when it arrives after it was handed in', async () => {
    const { id, barcode } = await sold();
    const by = scanned('scanner-1', new Date());
    await handIn(barcode, by);
    expect((await online(barcode, by)).result).toBe('admitted');
    expect(await prisma.ticketScan.count({ where: { ticketId: id } })).toBe(1);
  });
});

describe('the offline list', () => {
  it('names the valid tickets of one sale, signed by a published key', async () => {
    const sale = 'sale_list';
    const [used, fresh, voided] = [await sold(sale), await sold(sale), await sold(sale)];
    await scan(used.barcode, 'south');
    await prisma.ticket.update({ where: { id: voided.id }, data: { voidedAt: new Date() } });
    const page = await scans.list(sale, null);
    const { keys } = await tickets.publicKeys();
    const { payload } = await compactVerify(page.list, await importJWK(keys[0] ?? {}, 'EdDSA'));
    const read = JSON.parse(Buffer.from(payload).toString()) as { tickets: { id: string; gate: string | null }[] };
    expect(read.tickets.map(({ id, gate }) => [id, gate])).toEqual([
      [used.id, 'south'],
      [fresh.id, null],
    ]);
    expect(page.next).toBeNull();
  });
});
