import { describe, expect, it } from '@jest/globals';
import { actorWords, detailsOf } from './log-words.js';

describe('an entry of the log', () => {
  it('names programs as a person would', () => {
    expect(['system', 'key:environment', 'key:key_01', 'member:mem_1'].map(actorWords)).toEqual([
      'Ropeline',
      'The key of the installation',
      'An API key',
      'A former member',
    ]);
  });
  it('says what was noted as names and values, and leaves out what was not given', () => {
    expect(detailsOf({ asked: { perMinute: 60, text: null }, newBarcodes: true, scopes: ['a', 'b'] })).toEqual([
      ['Per minute', '60'],
      ['New barcodes', 'yes'],
      ['Scopes', 'a, b'],
    ]);
    expect(detailsOf({ change: { cap: 4, ramp: null } })).toEqual([['Change', 'cap 4, ramp none']]);
    expect(detailsOf({ slug: 'club' })).toEqual([['Address', 'club']]);
    expect(detailsOf('text')).toEqual([]);
  });
  it('says money as money and states in words, and keeps ids of programs to itself', () => {
    expect(detailsOf({ amount: 1000, currency: 'EUR', refund: 'ref_1', tickets: [] })).toEqual([['Amount', '€10.00']]);
    expect(detailsOf({ state: 'on_sale' })).toEqual([['State', 'On sale']]);
    expect(detailsOf({ amount: 1000 })).toEqual([['Amount', '1000']]);
  });
  it('cuts proofs short', () => {
    expect(detailsOf({ seed: 'x'.repeat(200) })[0]?.[1]).toHaveLength(81);
  });
});
