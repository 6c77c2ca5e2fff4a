import { describe, expect, it } from '@jest/globals';
import { type PoolCapacity, releasesOf } from './releases.rules.js';

const pool = (id: string, channel: string, capacity: number, ticketTypeId = 'tt_a'): PoolCapacity => ({
  ...{ id, channel, capacity, ticketTypeId },
});
const channels = [
  { key: 'sponsor', partnerId: null, returnTo: 'public' },
  { key: 'club', partnerId: 'prt_1', returnTo: 'rest' },
];

describe('releases of allocations', () => {
  it('are what a channel has less of than before, by ticket type', () => {
    const before = [pool('p1', 'public', 70), pool('p2', 'club', 30), pool('p3', 'club', 4, 'tt_b')];
    const after = [pool('p1', 'public', 95), pool('p2', 'club', 5), pool('p3', 'club', 0, 'tt_b')];
    expect(releasesOf(before, after, channels)).toEqual([
      {
        ...{ channel: 'club', partnerId: 'prt_1', returnTo: 'rest' },
        items: [
          { ticketTypeId: 'tt_a', quantity: 25 },
          { ticketTypeId: 'tt_b', quantity: 4 },
        ],
      },
    ]);
  });

  it('are all of a pool that is gone, and go to public where the channel is gone too', () => {
    expect(releasesOf([pool('p4', 'former', 6)], [], channels)).toEqual([
      {
        ...{ channel: 'former', partnerId: null, returnTo: 'public' },
        items: [{ ticketTypeId: 'tt_a', quantity: 6 }],
      },
    ]);
  });

  it('are none when a channel keeps or is given more, or public loses some', () => {
    const before = [pool('p1', 'public', 70), pool('p2', 'club', 30), pool('p3', 'sponsor', 8)];
    const after = [pool('p1', 'public', 60), pool('p2', 'club', 40), pool('p3', 'sponsor', 8)];
    expect(releasesOf(before, after, channels)).toEqual([]);
  });
});
