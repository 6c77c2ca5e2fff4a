import { describe, expect, it } from '@jest/globals';
import type { RebuildShape } from '../../src/contract/stock/rebuild-shapes.js';
import { linesOf } from './rebuild-reports.js';

const counts = { free: 5, held: 0, committed: 7, returning: 0, withdrawn: 0 };
const lost: RebuildShape = {
  ...{ id: 'reb_1', epoch: 2, beganAt: '2026-11-27T20:00:00Z', at: '2026-11-27T20:00:07Z', tookMs: 5_640 },
  ...{ found: 'nothing', admissionsLost: null, holdsLost: null, examples: [] },
  before: {
    ...{ at: '2026-11-27T19:59:59Z', waiting: 9, called: 1, free: 3, sold: 6 },
    ...{ held: 3, shopping: 2, paying: null },
  },
  lanes: [{ lane: 'general', arrivals: 10_000, serving: 68, found: null }],
  orders: { units: 7, regained: null, dropped: null, conflicts: 0 },
  seats: { freed: null, corrected: null },
  pools: [{ poolId: 'pool_1', ticketTypeId: 'tt_1', channel: 'public', rebuilt: counts, found: null }],
};

describe('a difference report in words', () => {
  it('says once that nothing was there to compare with', () => {
    expect(linesOf(lost)).toEqual([
      'epoch 2: stopped for 5.6 s; Redis held nothing',
      '  last figures before: 3 held, 2 shopping (2026-11-27T19:59:59Z)',
      '  lost: as above, for Redis held nothing to count',
      '  written from orders: 7 units, 0 claimed by two orders',
      '  lane general: 68 called, new numbers begin above 10000; Redis held nothing of it',
      '  tt_1, public: 5 free, 0 held, 7 committed, 0 returning, 0 withdrawn',
    ]);
  });

  it('compares with what was there', () => {
    const found = { arrivals: 90, serving: 70, called: 1, present: 4 };
    const lines = linesOf({
      ...lost,
      ...{ found: 'stock', before: null, holdsLost: 3, admissionsLost: 2, examples: ['ord_1 was not known'] },
      lanes: [{ lane: 'general', arrivals: 10_000, serving: 68, found }],
      orders: { units: 7, regained: 2, dropped: 1, conflicts: 1 },
      pools: [
        {
          poolId: 'pool_1',
          ticketTypeId: 'tt_1',
          channel: 'public',
          rebuilt: counts,
          found: { ...counts, free: 7, committed: 5 },
        },
      ],
    });
    expect(lines).toEqual([
      'epoch 2: stopped for 5.6 s; Redis held the stock of the epoch before',
      '  last figures before: none',
      '  lost: 3 holds, 2 admissions',
      '  written from orders: 7 units, 1 claimed by two orders',
      '  compared with Redis: 2 units regained, 1 units dropped',
      '  lane general: 68 called, new numbers begin above 10000; Redis held 70 called of 90',
      '  tt_1, public: 5 free, 0 held, 7 committed, 0 returning, 0 withdrawn; before 7 free, 0 held, 5 committed, 0 returning, 0 withdrawn',
      '  ord_1 was not known',
    ]);
  });
});
