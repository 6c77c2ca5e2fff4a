import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { FORGET_PER_CALL } from '../inventory.bounds.js';
import { type Answer, InventoryStore } from '../inventory.store.js';
import type { Away } from '../inventory.types.js';
import { StockStore } from '../stock/stock.store.js';
import type { FormerStock } from './difference.rules.js';
import type { Pair } from './rebuild.rules.js';

/** Pages of orders read for a report, five hundred orders each; beyond that, a rebuild does not wait for it. */
const MAX_PAGES = 200;
const BLOCKS_PER_CALL = 50;

/** Rewrites a sale's stock in chunks; each call is refused unless its epoch is the one being built. */
@Injectable()
export class RebuildStore {
  constructor(
    private readonly store: InventoryStore,
    private readonly stock: StockStore,
  ) {}

  beginRebuild(saleId: string, epoch: number): Promise<Answer | Away> {
    return this.store.ask('rebuild-begin', saleId, [epoch, FORGET_PER_CALL]);
  }

  writeRebuild(saleId: string, epoch: number, what: string, chunk: readonly Pair[]): Promise<Answer | Away> {
    return this.store.ask('rebuild-chunk', saleId, [epoch, what, ...chunk.flat()]);
  }

  finishRebuild(saleId: string, epoch: number, poolIds: readonly string[]): Promise<Answer | Away> {
    return this.store.ask('rebuild-finish', saleId, [epoch, ...poolIds]);
  }

  /** Reads what is left of the previous epoch's stock, which no script changes any more. */
  async readFormer(saleId: string, blocks: number): Promise<FormerStock> {
    const redis = this.store.redis.core;
    const fields = new Map(Object.entries(await redis.hgetall(Keys.stock(saleId))));
    const mode = fields.get('mode');
    if (mode !== 'open') return { kind: mode === undefined ? 'nothing' : 'unfinished' };
    const holds = await redis.zcard(Keys.holdDeadlines(saleId));
    const orders = await this.formerOrders(saleId);
    return { kind: 'stock', fields, holds, orders, blocks: await this.formerBlocks(saleId, blocks) };
  }

  private async formerOrders(saleId: string): Promise<Map<string, string> | null> {
    const orders = new Map<string, string>();
    let cursor = '0';
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const read = await this.stock.committedOrders(saleId, cursor);
      if ('kind' in read) throw new Error('the former orders cannot be read');
      for (const [orderId, stored] of read.orders) orders.set(orderId, stored);
      if (read.next === '0') return orders;
      cursor = read.next;
    }
    return null;
  }

  private async formerBlocks(saleId: string, count: number): Promise<(string | null)[]> {
    const keys = Array.from({ length: count }, (_, block) => `${Keys.blockPrefix(saleId)}${block}`);
    const blocks: (string | null)[] = [];
    for (let from = 0; from < keys.length; from += BLOCKS_PER_CALL)
      blocks.push(...(await this.store.redis.core.mget(...keys.slice(from, from + BLOCKS_PER_CALL))));
    return blocks;
  }
}
