import { describe, expect, it } from '@jest/globals';
import { receiptReasons } from './place.rules.js';

const place = { number: 7, member: 0, deferrals: 0 };
const drawn = { position: 3, drawn: 10, state: 'waiting' as const };

describe('the reasons on a receipt', () => {
  it('say whether the draw ordered the place, or it came after', () => {
    expect(receiptReasons(place, { ...drawn, drawn: null })).toEqual(['NOT_DRAWN_YET']);
    expect(receiptReasons(place, { ...drawn, position: null })).toEqual(['NOT_DRAWN_YET']);
    expect(receiptReasons({ ...place, number: 10 }, drawn)).toEqual(['ORDERED_BY_DRAW']);
    expect(receiptReasons({ ...place, number: 11 }, drawn)).toEqual(['ARRIVED_AFTER_DRAW']);
  });

  it('say what became of it, and nothing of a place that just waits', () => {
    expect(receiptReasons(place, { ...drawn, state: 'expired' })).toEqual(['ORDERED_BY_DRAW', 'CALL_MISSED']);
    expect(receiptReasons(place, { ...drawn, state: 'done' })).toEqual(['ORDERED_BY_DRAW', 'USED']);
    expect(receiptReasons(place, { ...drawn, state: 'deferred' })).toEqual(['ORDERED_BY_DRAW']);
  });

  it('name a shared number and a deferral, each once', () => {
    expect(receiptReasons({ number: 7, member: 2, deferrals: 2 }, { ...drawn, state: 'called' })).toEqual([
      ...['ORDERED_BY_DRAW', 'SHARED_NUMBER', 'DEFERRED', 'CALLED'],
    ]);
  });
});
