import { Injectable } from '@nestjs/common';
import { type Allocation, InventoryService, type StockChangeResult } from '../../inventory/inventory.service.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { bodyHash, IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { QueueService } from '../../queue/queue.service.js';
import { SalesService } from '../../sales/sales.service.js';
import { type Refused, refused, unlessRefused } from '../checkout.errors.js';
import { channelsOf, chooseChannel } from './allocation.rules.js';

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
    private readonly sales: SalesService,
    private readonly queue: QueueService,
    private readonly inventory: InventoryService,
    private readonly idempotency: IdempotencyService,
    private readonly audit: AuditService,
  ) {}

  /** Returns all of it or nothing; throws a coded refusal. @param key idempotency key */
  async give(seller: { partnerId: string; actor: string }, key: string | null, wish: AllocationReturn): Promise<void> {
    const call = { scope: `allocation.return ${seller.partnerId}`, key, hash: bodyHash(wish) };
    const made: Given[] = [];
    await this.idempotency.once(call, async () => {
      made.push(unlessRefused(await this.giveOnce(seller.partnerId, wish)));
      return wish.saleId;
    });
    const [given] = made;
    if (!given) return; // a repeated call
    const { kind, channel } = given;
    await this.audit.record(seller.actor, 'allocation.return', wish.saleId, { channel, asked: bodyOf(wish) });
    // thrown after the key is used: the return is queued and must not be repeated
    if (kind === 'later')
      throw new ProblemError('CORE_AWAY', {
        detail: 'The return is kept and will be made as soon as stock can be reached. Do not send it again.',
      });
  }

  private async giveOnce(
    partnerId: string,
    { saleId, items, channel: wanted }: AllocationReturn,
  ): Promise<Given | Refused> {
    const sale = await this.sales.saleById(saleId);
    if (!sale || sale.state === 'draft') return refused('NOT_FOUND');
    if (sale.state === 'closed') return refused('SALE_CLOSED');
    const own = channelsOf(partnerId, await this.inventory.book(saleId));
    if (own.length === 0) return refused('CAPACITY_BELOW_SOLD', { detail: 'You have no allocation in this sale.' });
    const chosen = chooseChannel(own, wanted);
    if (chosen.kind === 'refused') return chosen;
    const stamp = await this.queue.stamp(saleId);
    if (!stamp) return refused('CORE_AWAY');
    const result = await this.inventory.giveBackSome(saleId, stamp, chosen.key, items);
    if (result.kind === 'changed') return { kind: 'given', channel: chosen.key };
    return result.kind === 'later' ? { kind: 'later', channel: chosen.key } : refusalOf(result);
  }
}

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
    case 'busy':
      return refused('STOCK_CHANGE_BUSY');
  }
}
