import { describe, expect, it } from '@jest/globals';
import type { StockBook } from '../../inventory/stock/stock.service.js';
import { channelsOf, chooseChannel, isSeller, sellerKeyOf } from './allocation.rules.js';

describe('a partner who sells', () => {
  it('owns a hold by partner and call, which no other partner’s key begins with', () => {
    const key = sellerKeyOf('prt_1', 'call-1');
    expect(key).toMatch(/^partner:prt_1:[\w-]{22}$/);
    expect(sellerKeyOf('prt_1', 'call-1')).toBe(key);
    expect(sellerKeyOf('prt_1', 'call-2')).not.toBe(key);
    expect([isSeller('prt_1', key), isSeller('prt_2', key), isSeller('prt_', key)]).toEqual([true, false, false]);
    expect(isSeller('prt_1', 'other:prt_1:x')).toBe(false);
  });

  it('sells from own channels only, in their order', () => {
    const channels = [
      { key: 'fanclub', partnerId: 'prt_1' },
      { key: 'public', partnerId: null },
      { key: 'radio', partnerId: 'prt_2' },
      { key: 'app', partnerId: 'prt_1' },
    ];
    expect(channelsOf('prt_1', { channels } as unknown as StockBook)).toEqual(['fanclub', 'app']);
  });

  it('names the channel unless there is only one', () => {
    expect(chooseChannel(['a'], undefined)).toEqual({ kind: 'channel', key: 'a' });
    expect(chooseChannel(['a', 'b'], 'b')).toEqual({ kind: 'channel', key: 'b' });
    expect(chooseChannel([], 'a')).toMatchObject({
      kind: 'refused',
      code: 'SOLD_OUT',
      extra: { detail: expect.any(String) },
    });
    const errors = [{ field: 'channel', message: 'channel must be one of a, b' }];
    expect(chooseChannel(['a', 'b'], undefined)).toEqual({
      kind: 'refused',
      code: 'VALIDATION_FAILED',
      extra: { errors },
    });
    expect(chooseChannel(['a', 'b'], 'c')).toMatchObject({ code: 'VALIDATION_FAILED', extra: { errors } });
    expect(chooseChannel(['a'], 'c')).toMatchObject({ kind: 'refused' });
  });
});
