import { describe, expect, it } from '@jest/globals';
import { readSnapshotText } from './read-snapshot.js';

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
    ]) {
      expect(readSnapshotText(text)).toBeNull();
    }
  });
});
