import { expect, it } from '@jest/globals';
import { PlaceReads } from './place-reads.js';
import type { PlaceQuery } from './place-replies.js';

const place: PlaceQuery = {
  ...{ saleId: 'sale_1', lane: 'general', number: 1, generation: '0', position: 1, admissionId: 'adm_1' },
  ...{ deferredUntilSaleMs: 0, deferrals: 0, member: 0, extraTime: false },
};

it('is away when too many reads wait, rather than a fault', async () => {
  const reads = new PlaceReads(() => new Promise(() => undefined));
  const stamp = { epoch: 1, runId: 'run' };
  // two calls of 32 are under way, ten thousand wait
  for (let n = 0; n < 10_064; n += 1) void reads.read(place, stamp, 'read');
  expect(await reads.read(place, stamp, 'read')).toEqual({ kind: 'away' });
});
