import { Injectable } from '@nestjs/common';
import { BoundedMap } from '../../platform/cache/bounded-map.js';
import { EpochGuard } from '../line/epoch-guard.service.js';
import { LineStore } from '../line/line.store.js';
import { RAISES_MAX } from '../line/reservation.rules.js';
import { Reservations } from '../line/reservations.service.js';
import { type BlockTaken, JoinBatch, type NumberTaken } from './join-batch.js';

/** Lane names come from clients. */
const BATCHES_MAX = 10_000;

/** Takes numbers for joins without proofs. */
@Injectable()
export class PlainJoins {
  private readonly batches = new BoundedMap<string, JoinBatch>(BATCHES_MAX);

  constructor(
    private readonly store: LineStore,
    private readonly epochs: EpochGuard,
    private readonly reservations: Reservations,
  ) {}

  async take(saleId: string, lane: string): Promise<NumberTaken> {
    const take = (count: number) => this.takeBlock(saleId, lane, count);
    return await this.batches.getOrMake(`${saleId} ${lane}`, () => new JoinBatch(take)).take();
  }

  /** Waits for more numbers if all reserved ones are taken. */
  private async takeBlock(saleId: string, lane: string, count: number): Promise<BlockTaken> {
    let block = await this.blockOf(saleId, lane, count);
    for (let raises = 0; block.kind === 'full' && raises < RAISES_MAX; raises += 1) {
      if (!(await this.reservations.raised(saleId, lane, block.arrivals))) break;
      block = await this.blockOf(saleId, lane, count);
    }
    return block;
  }

  private async blockOf(saleId: string, lane: string, count: number) {
    const block = await this.epochs.call(saleId, (stamp) => this.store.join(saleId, lane, stamp, count));
    if (block.kind === 'taken') this.reservations.taken(saleId, lane, block.first + block.count - 1, block.left);
    return block;
  }
}
