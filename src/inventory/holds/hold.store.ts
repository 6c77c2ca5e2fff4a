import { Injectable } from '@nestjs/common';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import { SWEEP_PER_HOLD } from '../inventory.bounds.js';
import { type Answer, InventoryStore, isAway, pairs, seed } from '../inventory.store.js';
import type { HoldCall } from './hold-call.types.js';
import type { HoldPermit, HoldReader } from './hold.types.js';
import type { Away } from '../inventory.types.js';
import { HoldBatches } from './hold-batches.js';

export type SwapCall = Omit<HoldCall, 'holdSeed' | 'digest' | 'holdMs' | 'permit' | 'units'> & {
  permit: HoldPermit;
  holdId: string;
  /** Keyed digest of the idempotency key; empty without one. */
  callKey: string;
  callDigest: string;
};

export type AllocationCall = Omit<HoldCall, 'permit' | 'absoluteMs' | 'units'> & { sellerKey: string };

/** Typed calls of the hold scripts. */
@Injectable()
export class HoldStore {
  private readonly batches: HoldBatches;

  constructor(private readonly store: InventoryStore) {
    this.batches = new HoldBatches(store);
  }

  holdStock(call: HoldCall): Promise<Answer | Away> {
    return this.batches.add(call);
  }

  swap(call: SwapCall): Promise<Answer | Away> {
    const { saleId, stamp, permit, holdId, claims, terms, layout, callKey, callDigest, absoluteMs } = call;
    return this.store.ask(
      'swap-hold',
      saleId,
      [
        ...[stamp.epoch, stamp.runId, holdId, permit.fanKey, permit.member],
        ...[claims, terms, seed(), layout, SWEEP_PER_HOLD, callKey, callDigest, absoluteMs],
      ],
      permit.keys,
    );
  }

  /** @param callKey keyed digest of the idempotency key; empty without one */
  extend(
    saleId: string,
    stamp: EpochStamp,
    holdId: string,
    permit: HoldPermit,
    callKey: string,
  ): Promise<Answer | Away> {
    return this.store.ask(
      'extend-hold',
      saleId,
      [stamp.epoch, stamp.runId, holdId, permit.fanKey, permit.member, callKey],
      permit.keys,
    );
  }

  release(saleId: string, stamp: EpochStamp, holdId: string, fanKey: string): Promise<Answer | Away> {
    return this.store.ask('release-hold', saleId, [stamp.epoch, stamp.runId, holdId, fanKey, seed()]);
  }

  /** @param revision of the hold for which the order was written; 0 for any */
  commit(
    saleId: string,
    stamp: EpochStamp,
    holdId: string,
    fanKey: string,
    orderId: string,
    revision: number,
  ): Promise<Answer | Away> {
    return this.store.ask('commit-hold', saleId, [stamp.epoch, stamp.runId, holdId, fanKey, orderId, revision]);
  }

  holdAllocation(call: AllocationCall): Promise<Answer | Away> {
    const { stamp, holdSeed, sellerKey, digest, holdMs } = call;
    return this.store.ask('hold-allocation', call.saleId, [
      ...[stamp.epoch, stamp.runId, holdSeed, sellerKey, digest],
      ...[call.claims, call.terms, holdMs, seed(), call.layout, SWEEP_PER_HOLD],
    ]);
  }

  /** Returns the seat letters of the first `blocks` blocks. */
  async readBlocks(saleId: string, blocks: number): Promise<string[] | Away> {
    const reply = await this.store.run('read-section', saleId, [...Array(blocks).keys()]);
    return isAway(reply) ? reply : (reply as [string, string, string[]])[2];
  }

  /** Returns the admission's live holds, newest first: sale time, and hold id → fields. */
  async readOwnHolds(
    saleId: string,
    { admissionId, fanKey }: HoldReader,
  ): Promise<{ saleNow: number; holds: { holdId: string; fields: Map<string, string> }[] } | Away> {
    const reply = await this.store.run('read-own-holds', saleId, [admissionId, fanKey ?? '']);
    if (isAway(reply)) return reply;
    const [, saleNow, ...found] = reply as [string, number, ...(string | string[])[]];
    const holds = Array.from({ length: found.length / 2 }, (_, i) => ({
      holdId: String(found[i * 2]),
      fields: pairs([found[i * 2 + 1] ?? []].flat()),
    }));
    return { saleNow, holds };
  }

  readHold(saleId: string, holdId: string, fanKey: string): Promise<Answer | Away> {
    return this.store.ask('read-hold', saleId, [holdId, fanKey, '']);
  }

  readHoldOfAdmission(saleId: string, holdId: string, admissionId: string): Promise<Answer | Away> {
    return this.store.ask('read-hold', saleId, [holdId, '', admissionId]);
  }
}
