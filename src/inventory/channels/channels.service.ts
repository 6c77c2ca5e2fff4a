import { Injectable } from '@nestjs/common';
import { PUBLIC } from '../../contract/sale/channels.js';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import { HoldStore } from '../holds/hold.store.js';
import { isAway } from '../inventory.store.js';
import type { LaidSeat } from '../seats/seat-layout.js';
import { SeatLayouts } from '../seats/seat-layouts.js';
import { emptyWish, lettersOfSeats } from '../stock/change.rules.js';
import { StockChangesRepository, type WithChange } from '../stock/changes.repository.js';
import {
  type ChangePlanner,
  type ChangeTerms,
  type StockChangeResult,
  StockChanges,
} from '../stock/stock-changes.service.js';
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

/** Allocates stock to channels, also while the sale is selling. */
@Injectable()
export class Channels {
  constructor(
    private readonly changes: StockChanges,
    private readonly repository: StockChangesRepository,
    private readonly stock: StockService,
    private readonly layouts: SeatLayouts,
    private readonly holds: HoldStore,
  ) {}

  /** Replaces the sale's channels and allocations, all or nothing; unallocated stock is public. */
  async replace(
    saleId: string,
    stamp: EpochStamp | null,
    wanted: readonly ChannelDraft[],
    { version, entry }: Pick<ChangeTerms, 'version' | 'entry'> = {},
  ): Promise<ChannelsResult> {
    const before = await this.changes.madeBefore(entry, stamp); // its own change has made the version another
    if (before) return before;
    if (version !== undefined && version !== (await this.changes.version(saleId))) return { kind: 'conflict' };
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
    return await this.changes.make(saleId, stamp, (known, seats) => planChannels(known, seats, drafts, letters), {
      ...{ version, entry },
    });
  }

  /** Returns a channel's unsold stock; units held now are left for a later call. */
  async giveBack(saleId: string, stamp: EpochStamp, channel: string, returnTo: string): Promise<StockChangeResult> {
    const figures = await this.stock.figures(saleId);
    if (!figures) return { kind: 'later' };
    const { blocks } = await this.layouts.of(saleId);
    const letters = blocks.length === 0 ? [] : await this.holds.readBlocks(saleId, blocks.length);
    if (isAway(letters)) return { kind: 'later' };
    const letterOf = ({ block, offset }: LaidSeat): string => letters[block]?.charAt(offset) ?? '';
    return await this.changes.make(saleId, stamp, (book, layout) => {
      const planned = planReturn(book, layout, channel, returnTo, figures.pools, letterOf);
      if (planned.pools.length === 0 && planned.seats.length === 0) return { kind: 'nothing' };
      const wish = { ...emptyWish(), ...planned, soft: true };
      return { kind: 'planned', subject: channel, wish: { ...wish, letters: lettersOfSeats(book, wish) } };
    });
  }

  /**
   * Returns exactly these units from a channel, or nothing: held or sold units do not move.
   * @param write writes in the transaction that records the change, given its id
   */
  async giveBackSome(
    saleId: string,
    stamp: EpochStamp,
    { channel, items }: { channel: string; items: readonly Allocation[] },
    write?: WithChange,
  ): Promise<StockChangeResult> {
    const plan: ChangePlanner = (book, layout) => planGivenBack(book, layout, channel, items);
    return await this.changes.make(saleId, stamp, plan, write ? { write } : {});
  }

  /** Returns the version of the sale's channels and stock. */
  async version(saleId: string): Promise<string> {
    return await this.changes.version(saleId);
  }

  /** Returns the ids of each channel's reserved seats; public, which has all others, is omitted. */
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

  /** Lists channels of these sales that are due to return what they have not sold. */
  async due(saleIds: readonly string[], limit: number): Promise<{ saleId: string; key: string; returnTo: string }[]> {
    return await this.repository.channelsToReturn(saleIds, limit);
  }
}

function typesOf(draft: ChannelDraft, typeOfSeat: (seatId: string) => string | undefined): string[] {
  const types = draft.allocations.flatMap((allocation) =>
    'seatIds' in allocation ? allocation.seatIds.map(typeOfSeat) : [allocation.ticketTypeId],
  );
  return [...new Set(types)].filter((type) => type !== undefined);
}
