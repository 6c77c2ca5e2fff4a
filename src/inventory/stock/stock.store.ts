import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import { COMMITTED_PAGE } from '../inventory.bounds.js';
import { type Answer, awayOrThrow, InventoryStore, isAway, pairs, seed } from '../inventory.store.js';
import type { StoredLine } from '../holds/hold.rules.js';
import type { FinishCall } from '../holds/hold.types.js';
import type { Away } from '../inventory.types.js';
import type { RedisChange } from './change.rules.js';

/** Counts of a sale's pools and, for a recount, the letters of each block with its stored free count. */
export interface CountedStock {
  fields: Map<string, string>;
  letters: number[][];
  keptFree: number[];
}

/** Stock as a whole in Redis: counts, changes, and returns from orders. */
@Injectable()
export class StockStore {
  constructor(private readonly store: InventoryStore) {}

  releaseOrder(saleId: string, orderId: string): Promise<Answer | Away> {
    return this.store.ask('release-order', saleId, [orderId, seed()]);
  }

  shrinkOrder(saleId: string, orderId: string, kept: readonly StoredLine[]): Promise<Answer | Away> {
    return this.store.ask('shrink-order', saleId, [orderId, seed(), JSON.stringify(kept)]);
  }

  reactivate(saleId: string, orderId: string): Promise<Answer | Away> {
    return this.store.ask('reactivate-order', saleId, [orderId, seed()]);
  }

  expireDue(saleId: string, stamp: EpochStamp, limit: number, lineWaits: boolean): Promise<Answer | Away> {
    return this.store.ask('expire-due', saleId, [stamp.epoch, stamp.runId, limit, seed(), lineWaits ? 1 : 0]);
  }

  change(saleId: string, stamp: EpochStamp, id: bigint, change: RedisChange): Promise<Answer | Away> {
    return this.store.ask('change-stock', saleId, [stamp.epoch, stamp.runId, String(id), JSON.stringify(change)]);
  }

  /** Reads every field of the stock; counts the first `blocks` blocks by these letters. */
  async figures(saleId: string, blocks: number, letters: string): Promise<CountedStock | Away> {
    const reply = await this.store.run('read-figures', saleId, [blocks, letters]);
    if (isAway(reply)) return reply;
    const [fields, counted, keptFree] = reply as [string[], number[][], string[]];
    return { fields: pairs(fields), letters: counted, keptFree: keptFree.map(Number) };
  }

  /** Counts the units of these ticket types that the fan holds or has bought. */
  async unitsOfFan(saleId: string, fanKey: string, ticketTypeIds: readonly string[]): Promise<number | Away> {
    try {
      const fields = ticketTypeIds.map((ticketTypeId) => `${fanKey}|${ticketTypeId}`);
      const counts = fields.length === 0 ? [] : await this.store.redis.core.hmget(Keys.fanUnits(saleId), ...fields);
      return counts.reduce((sum, count) => sum + Number(count ?? 0), 0);
    } catch (error) {
      return awayOrThrow(error);
    }
  }

  finishPermit(call: FinishCall): Promise<Answer | Away> {
    const { saleId, stamp, permit, fanKey, bought, ticketTypeIds } = call;
    const args = [stamp.epoch, stamp.runId, permit.member, fanKey, bought, ...ticketTypeIds];
    return this.store.ask('finish-permit', saleId, args, permit.keys);
  }

  /**
   * Reads a page of order id → stored order (JSON); an order may appear twice. `next` is '0' at the end; `open` as
   * above.
   */
  async committedOrders(
    saleId: string,
    cursor: string,
  ): Promise<{ open: boolean; next: string; orders: Map<string, string> } | Away> {
    try {
      const [next, flat] = await this.store.redis.core.hscan(
        Keys.committedOrders(saleId),
        cursor,
        'COUNT',
        COMMITTED_PAGE,
      );
      const mode = await this.store.redis.core.hget(Keys.stock(saleId), 'mode');
      return { open: mode === 'open', next, orders: pairs(flat) };
    } catch (error) {
      return awayOrThrow(error);
    }
  }
}
