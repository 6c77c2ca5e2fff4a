import { PUBLIC } from '../../contract/sale/channels.js';

export interface PoolCapacity {
  id: string;
  ticketTypeId: string;
  channel: string;
  capacity: number;
}
/** Units returned from a channel's allocation. */
export interface Release {
  channel: string;
  partnerId: string | null;
  returnTo: string;
  items: { ticketTypeId: string; quantity: number }[];
}

/** Compares a sale's pools before and after a change: what non-public channels lost counts as returned. */
export function releasesOf(
  before: readonly PoolCapacity[],
  after: readonly PoolCapacity[],
  channels: readonly { key: string; partnerId: string | null; returnTo: string }[],
): Release[] {
  const now = new Map(after.map(({ id, capacity }) => [id, capacity]));
  const releases = new Map<string, Release>();
  for (const { id, ticketTypeId, channel, capacity } of before) {
    const quantity = capacity - (now.get(id) ?? 0);
    if (channel === PUBLIC || quantity <= 0) continue;
    const known = channels.find(({ key }) => key === channel);
    const { partnerId = null, returnTo = PUBLIC } = known ?? {};
    const release = releases.get(channel) ?? { channel, partnerId, returnTo, items: [] };
    release.items.push({ ticketTypeId, quantity });
    releases.set(channel, release);
  }
  return [...releases.values()];
}
