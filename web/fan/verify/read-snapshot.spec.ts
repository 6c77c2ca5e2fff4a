import { describe, expect, it } from '@jest/globals';
import { readSnapshotText, slugIn } from './read-snapshot.js';

describe('slugIn', () => {
  it.each(['arena-night', ' Arena-Night ', 'https://x.example/s/Arena-Night/line?fbclid=1#a', '/S/arena-night/'])(
    'finds the sale in %j',
    (text) => expect(slugIn(text)).toBe('arena-night'),
  );
});

describe('readSnapshotText', () => {
  it('takes a snapshot', () => {
    const text = JSON.stringify({
      saleId: 'sale_1',
      lanes: { general: { drawn: 3 } },
      draw: { commitment: 'ab', seed: null },
    });
    expect(readSnapshotText(text)?.saleId).toBe('sale_1');
  });

  it('refuses everything else without throwing', () => {
    for (const text of [
      '',
      '{',
      '[]',
      'null',
      '{"saleId":"x"}',
      '{"saleId":"x","lanes":{},"draw":{}}',
      '{"saleId":1,"lanes":{},"draw":{"commitment":"a"}}',
      '{"saleId":"x","lanes":{"a":1},"draw":{"commitment":"a"}}',
      '{"saleId":"x","lanes":{"a":{"drawn":"9"}},"draw":{"commitment":"a"}}',
      '{"saleId":"x","lanes":{"a":{"arrivals":1e300}},"draw":{"commitment":"a"}}',
      `{"saleId":"x","lanes":{},"draw":{"commitment":"${'a'.repeat(1_000_000)}"}}`,
    ]) {
      expect(readSnapshotText(text)).toBeNull();
    }
  });
});
