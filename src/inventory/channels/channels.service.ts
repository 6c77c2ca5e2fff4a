import { Injectable } from '@nestjs/common';
import { PUBLIC } from '../../contract/channels.js';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import { SeatLayouts } from '../seats/seat-layouts.js';
import { emptyWish, lettersOfSeats } from '../stock/change.rules.js';
import { StockChangesRepository } from '../stock/changes.repository.js';
import { type StockChangeResult, StockChanges } from '../stock/stock-changes.service.js';
import { StockService } from '../stock/stock.service.js';
import {
  type Allocation,
  assignLetters,
  type ChannelDraft,
  channelErrors,
  planChannels,
  planGivenBack,
  planReturn,
  withAccessible,
} from './channel.rules.js';
import type { FieldError } from '../../contract/errors.js';

export type ChannelsResult = StockChangeResult | { kind: 'invalid'; errors: FieldError[] };

/** Which share of the stock is sold by whom: allocations of channels, moved while the sale sells. */
@Injectable()
export class Channels {
  constructor(
    private readonly changes: StockChanges,
    private readonly repository: StockChangesRepository,
    private readonly stock: StockService,
    private readonly layouts: SeatLayouts,
  ) {}

  /** Makes the sale's channels these, with their allocations; what no channel has is public. All of it, or nothing. */
  async replace(saleId: string, stamp: EpochStamp | null, wanted: readonly ChannelDraft[]): Promise<ChannelsResult> {
    this.layouts.forget(saleId);
    const [book, layout] = await Promise.all([this.layouts.book(saleId), this.layouts.of(saleId)]);
    const drafts = withAccessible(wanted, book);
    const errors = channelErrors(drafts, book, layout);
    if (errors.length > 0) return { kind: 'invalid', errors };
    const letters = assignLetters(drafts, book);
    const pools = drafts.flatMap((draft) =>
      typesOf(draft, (seatId) => layout.seat(seatId)?.ticketTypeId).map((ticketTypeId) => ({
        ticketTypeId,
        channel: draft.key,
        letter: letters.get(draft.key) ?? '',
      })),
    );
    await this.repository.makePools(saleId, pools);
    return await this.changes.make(saleId, stamp, (known, seats) => planChannels(known, seats, drafts, letters));
  }

  /** Gives back what a channel has not sold; what is held now comes with the next call. */
  async giveBack(saleId: string, stamp: EpochStamp, channel: string, returnTo: string): Promise<StockChangeResult> {
    const figures = await this.stock.figures(saleId, false);
    if (!figures) return { kind: 'later' };
    return await this.changes.make(saleId, stamp, (book, layout) => {
      const planned = planReturn(book, layout, channel, returnTo, figures.pools);
      if (planned.pools.length === 0 && planned.seats.length === 0) return { kind: 'nothing' };
      const wish = { ...emptyWish(), ...planned, soft: true };
      return { kind: 'planned', subject: channel, wish: { ...wish, letters: lettersOfSeats(book, wish) } };
    });
  }

  /** Gives exactly these back from a channel, or nothing: what is held or sold stays where it is. */
  async giveBackSome(
    saleId: string,
    stamp: EpochStamp,
    channel: string,
    items: readonly Allocation[],
  ): Promise<StockChangeResult> {
    return await this.changes.make(saleId, stamp, (book, layout) => planGivenBack(book, layout, channel, items));
  }

  /** Ids of the named seats that each channel has; public has all others and is left out. */
  async seatsByChannel(saleId: string): Promise<Map<string, string[]>> {
    this.layouts.forget(saleId);
    const [book, layout] = await Promise.all([this.layouts.book(saleId), this.layouts.of(saleId)]);
    const channelOf = new Map(book.pools.map(({ poolId, channel }) => [poolId, channel]));
    const seats = new Map<string, string[]>();
    for (const { id, poolId } of layout.blocks.flatMap((block) => block.seats)) {
      const channel = channelOf.get(poolId) ?? PUBLIC;
      if (channel === PUBLIC) continue;
      const own = seats.get(channel) ?? [];
      own.push(id);
      seats.set(channel, own);
    }
    return seats;
  }

  /** Channels whose time to give back has come. */
  async due(limit: number): Promise<{ saleId: string; key: string; returnTo: string }[]> {
    return await this.repository.channelsToReturn(limit);
  }
}

function typesOf(draft: ChannelDraft, typeOfSeat: (seatId: string) => string | undefined): string[] {
  const types = draft.allocations.flatMap((allocation) =>
    'seatIds' in allocation ? allocation.seatIds.map(typeOfSeat) : [allocation.ticketTypeId],
  );
  return [...new Set(types)].filter((type) => type !== undefined);
}
