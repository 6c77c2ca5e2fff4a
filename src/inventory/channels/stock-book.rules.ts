import { ACCESSIBLE, PUBLIC } from '../../contract/sale/channels.js';
import type { PoolRow } from '../inventory.types.js';

export const PUBLIC_LETTER = 'f';
/** Letter of a free public seat that is offered to the line first (lua/include/line-first.lua). */
export const LINE_LETTER = 'l';
/** Letters of free public seats. */
export const PUBLIC_LETTERS = PUBLIC_LETTER + LINE_LETTER;
/** Letters of the other channels in seat strings; their number limits the channels of a sale. */
export const CHANNEL_LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

export interface ChannelRow {
  key: string;
  label: string;
  partnerId: string | null;
  lanes: string[];
  letter: string;
  returnAt: Date | null;
  returnTo: string;
  returnBelowPercent: number | null;
}

/** Maps ticket types and channels to pools, and channels to the lanes that may buy from them. */
export class StockBook {
  constructor(
    readonly pools: readonly PoolRow[],
    readonly channels: readonly ChannelRow[],
  ) {}

  /** Returns the channels open to this lane in selling order: the lane's own first, then public. */
  channelsOfLane(lane: string | undefined): string[] {
    const own = this.channels.filter(({ lanes }) => lane !== undefined && lanes.includes(lane)).map(({ key }) => key);
    return [...own, PUBLIC];
  }

  /** Returns the channels that fans of some lane may buy from: not those that are a partner's alone. */
  channelsForFans(): ReadonlySet<string> {
    const own = this.channels.filter(({ lanes }) => lanes.length > 0).map(({ key }) => key);
    return new Set([...own, PUBLIC, ACCESSIBLE]);
  }

  /** Returns the lanes that buy from channels of their own besides the public one. */
  lanesWithChannels(): string[] {
    return [...new Set(this.channels.flatMap(({ lanes }) => lanes))];
  }

  /** Returns a ticket type's pools in these channels, in that order. */
  poolsOf(ticketTypeId: string, channels: readonly string[]): PoolRow[] {
    return channels.flatMap((channel) =>
      this.pools.filter((pool) => pool.ticketTypeId === ticketTypeId && pool.channel === channel),
    );
  }

  pool(ticketTypeId: string, channel: string): PoolRow | undefined {
    return this.poolsOf(ticketTypeId, [channel])[0];
  }

  letterOf(channel: string): string | undefined {
    return channel === PUBLIC ? PUBLIC_LETTER : this.channels.find(({ key }) => key === channel)?.letter;
  }

  /** Returns the letters of free seats sold by these channels. */
  lettersOf(channels: readonly string[]): string {
    return channels
      .flatMap((channel) => (channel === PUBLIC ? PUBLIC_LETTERS : (this.letterOf(channel) ?? [])))
      .join('');
  }

  /**
   * Returns the letters of free seats that buyers from these channels may take by name. Wheelchair places are among
   * them, which are never proposed as best seats but may be selected by anyone.
   */
  lettersByName(channels: readonly string[]): string {
    return this.lettersOf(channels.includes(PUBLIC) ? [...channels, ACCESSIBLE] : channels);
  }
}
