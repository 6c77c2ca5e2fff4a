import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type ChannelRow, StockBook } from '../../../inventory/channels/stock-book.rules.js';
import type { StockService } from '../../../inventory/stock/stock.service.js';
import { mergeStock, publicStock, SaleStock } from './sale-stock.js';

Logger.overrideLogger(false); // the errors are intended

const counts = (poolId: string, ticketTypeId: string) => ({
  poolId,
  ticketTypeId,
  capacity: 100,
  free: 40,
  held: 10,
  committed: 30,
  returning: 5,
  withdrawn: 15,
  letter: 'f',
});
const row = (poolId: string, ticketTypeId: string, sold: number) => ({
  poolId,
  ticketTypeId,
  channel: 'public',
  capacity: 100,
  sold,
  withdrawn: 15,
  letter: 'f',
});

describe('stock of both stores', () => {
  it('counts what is committed and not sold as held', () => {
    const [figure] = mergeStock([counts('p1', 't1')], [row('p1', 't1', 20)]);
    expect(figure).toEqual({ ticketTypeId: 't1', capacity: 100, free: 40, held: 25, sold: 20, withdrawn: 15 });
  });
  it('adds up to the capacity', () => {
    const [figure] = mergeStock([counts('p1', 't1')], [row('p1', 't1', 30)]);
    expect((figure?.free ?? 0) + (figure?.held ?? 0) + (figure?.sold ?? 0) + (figure?.withdrawn ?? 0)).toBe(100);
  });
  it('adds the channels of one ticket type', () => {
    const merged = mergeStock(
      [counts('p1', 't1'), counts('p2', 't1'), counts('p3', 't2')],
      [row('p1', 't1', 10), row('p2', 't1', 20)],
    );
    expect(merged.map(({ ticketTypeId, capacity, sold }) => [ticketTypeId, capacity, sold])).toEqual([
      ['t1', 200, 30],
      ['t2', 100, 0],
    ]);
  });
  it('never counts less than nothing as held when an order is sold between the two readings', () => {
    expect(mergeStock([{ ...counts('p1', 't1'), held: 0, returning: 0 }], [row('p1', 't1', 33)])[0]?.held).toBe(0);
  });
  it('tells the public no numbers', () => {
    expect(publicStock(mergeStock([counts('p1', 't1')], []))).toEqual(new Map([['t1', 'plenty']]));
  });
});

describe('the stock of a sale', () => {
  it('is for fans in line without a partner’s allocation, and sold out with it alone', async () => {
    const rows = ['public', 'accessible', 'club', 'sponsor'].map((key, n) => ({
      ...row(`p${n}`, 't1', 10),
      channel: key,
    }));
    const channels = [
      ['accessible', []],
      ['club', ['members', 'friends']],
      ['sponsor', []],
    ].map(([key, lanes]) => ({ key, lanes }) as ChannelRow);
    const inventory = {
      figures: () => Promise.resolve({ pools: rows.map(({ poolId }) => counts(poolId, 't1')), conserved: true }),
      pools: () => Promise.resolve(rows),
      book: () => Promise.resolve(new StockBook(rows, channels)),
    };
    const figures = await new SaleStock(inventory as unknown as StockService).figures('sale_x');
    expect(figures?.all.map(({ free, sold }) => [free, sold])).toEqual([[160, 40]]);
    expect(figures?.forFans.map(({ free, sold }) => [free, sold])).toEqual([[120, 30]]);
    expect(figures?.own).toEqual({ members: 20, friends: 20 });
  });

  it('is not known while Postgres is away, which fails nothing', async () => {
    const inventory = {
      figures: () => Promise.resolve({ pools: [counts('p1', 't1')], conserved: true }),
      pools: () => Promise.reject(new Error('connect ECONNREFUSED')),
      book: () => Promise.resolve(new StockBook([], [])),
    };
    expect(await new SaleStock(inventory as unknown as StockService).figures('sale_x')).toBeNull();
  });
});
