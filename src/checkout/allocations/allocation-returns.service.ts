import { Injectable } from '@nestjs/common';
import { StockService } from '../../inventory/stock/stock.service.js';
import { Channels } from '../../inventory/channels/channels.service.js';
import { StockChanges, type StockChangeResult } from '../../inventory/stock/stock-changes.service.js';
import type { Allocation } from '../../inventory/channels/channel.rules.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { bodyHash, IdempotencyService, type KeepResult } from '../../platform/idempotency/idempotency.service.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { EpochGuard } from '../../queue/line/epoch-guard.service.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import { type Refused, refused, unlessRefused } from '../checkout.errors.js';
import { channelsOf, chooseChannel } from './allocation.rules.js';
import type { Seller } from './seller.types.js';

export interface AllocationReturn {
  saleId: string;
  items: Allocation[];
  /** Defaults to the partner's only channel. */
  channel?: string | undefined;
}

/** Maximum of seats named in a message. */
const NAMED = 20;

interface Given {
  kind: 'given' | 'later';
  channel: string;
}
/** Returns unsold places of a partner's allocation, before its release time or without one. */
@Injectable()
export class AllocationReturns {
  constructor(
    private readonly sales: SaleCache,
    private readonly epochGuard: EpochGuard,
    private readonly stock: StockService,
    private readonly channels: Channels,
    private readonly changes: StockChanges,
    private readonly idempotency: IdempotencyService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Returns all of it or nothing; throws a coded refusal. The key's result is recorded with the stock change, so that a
   * call repeated after a crash finds the change instead of making another.
   * @param key idempotency key
   */
  async give({ partnerId, actor }: Seller, key: string | null, wish: AllocationReturn): Promise<void> {
    const call = { scope: `allocation.return ${partnerId}`, key, hash: bodyHash(wish) };
    const made: Given[] = [];
    const changeId = await this.idempotency.once(call, async (keep) => {
      let id = wish.saleId; // nothing to change: no change is recorded
      const given = await this.giveOnce(partnerId, wish, async (tx, recorded) => {
        await keep(tx, recorded);
        id = recorded;
      });
      made.push(unlessRefused(given));
      return id;
    });
    const [given] = made;
    if (!given) return await this.settled(call, wish.saleId, changeId);
    const details = { partnerId, channel: given.channel, asked: bodyOf(wish) };
    await this.audit.record(actor, 'allocation.return', wish.saleId, details);
    if (given.kind === 'later') throw keptForLater();
  }

  private async giveOnce(
    partnerId: string,
    { saleId, items, channel: wanted }: AllocationReturn,
    keep: KeepResult,
  ): Promise<Given | Refused> {
    const sale = await this.sales.byId(saleId);
    if (!sale || sale.state === 'draft') return refused('NOT_FOUND');
    if (sale.state === 'closed') return refused('SALE_CLOSED');
    const own = channelsOf(partnerId, await this.stock.book(saleId));
    if (own.length === 0) return refused('CAPACITY_BELOW_SOLD', { detail: 'You have no allocation in this sale.' });
    const chosen = chooseChannel(own, wanted);
    if (chosen.kind === 'refused') return chosen;
    const stamp = await this.epochGuard.stamp(saleId);
    if (!stamp) return refused('CORE_AWAY');
    const result = await this.channels.giveBackSome(saleId, stamp, { channel: chosen.key, items }, keep);
    if (result.kind === 'changed') return { kind: 'given', channel: chosen.key };
    return result.kind === 'later' ? { kind: 'later', channel: chosen.key } : refusalOf(result);
  }

  /** Answers a repeated call by what became of its change, which a crash may have left open or seen refused. */
  private async settled(
    { scope, key }: { scope: string; key: string | null },
    saleId: string,
    changeId: string,
  ): Promise<void> {
    if (key === null || !CHANGE_ID.test(changeId)) return;
    const result = await this.changes.resultOf(BigInt(changeId), await this.epochGuard.stamp(saleId));
    if (result === null || result.kind === 'changed') return;
    if (result.kind === 'later') throw keptForLater();
    await this.idempotency.forget(scope, key, changeId);
    unlessRefused(refusalOf(result));
  }
}

const CHANGE_ID = /^\d{1,18}$/;

/** Thrown after the key is used: the return is queued and must not be repeated under another key. */
const keptForLater = (): ProblemError =>
  new ProblemError('CORE_AWAY', {
    detail: 'The return is kept and will be made as soon as stock can be reached. Do not send it again.',
  });

const bodyOf = ({ items }: AllocationReturn) =>
  items.map((item) => ('seatIds' in item ? { seatIds: item.seatIds.slice(0, NAMED) } : { ...item }));

function refusalOf(result: Exclude<StockChangeResult, { kind: 'changed' | 'later' }>): Refused {
  switch (result.kind) {
    case 'below':
      return refused('CAPACITY_BELOW_SOLD', { detail: 'You have not so many unsold tickets of this type.' });
    case 'seats_taken':
      return refused('SEATS_TAKEN', { detail: `Held or sold: ${result.seatIds.slice(0, NAMED).join(', ')}` });
    case 'ticket_type_unknown':
      return refused('TICKET_TYPE_UNKNOWN', { detail: 'Give reserved seats back by seatIds, others by quantity.' });
    case 'seat_unknown':
      return refused('SEAT_UNKNOWN', { detail: `Not in your allocation: ${result.seatId}` });
    case 'conflict':
    case 'busy':
      return refused('STOCK_CHANGE_BUSY');
  }
}
