import { describe, expect, it } from '@jest/globals';
import { crowdBody, emptyCrowd, faultsOf } from './crowd-fields.js';

describe('the described crowd', () => {
  it('sends nothing for what was left empty', () => {
    expect(crowdBody(emptyCrowd)).toEqual({});
    expect(faultsOf(emptyCrowd)).toEqual({});
  });
  it('understands thousands, decimals and percent', () => {
    const typed = { ...emptyCrowd, fans: '20,000', beforeOpening: '70', basket: '2,5', farmPlaces: '1 000' };
    expect(crowdBody(typed)).toEqual({ fans: 20_000, beforeOpening: 0.7, basket: 2.5, farmPlaces: 1_000 });
  });
  it('says what is wrong at every field at once', () => {
    const typed = { ...emptyCrowd, fans: 'many', abandon: '101', basket: '0' };
    expect(Object.keys(faultsOf(typed))).toEqual(['fans', 'abandon', 'basket']);
  });
  it('never takes a decimal for thousands, or thousands for a decimal', () => {
    const typed = { ...emptyCrowd, fans: '20.5', farmPlaces: '1.50', basket: '1e1', patienceMinutes: '1,000' };
    expect(Object.keys(faultsOf(typed))).toEqual(['fans', 'patienceMinutes', 'basket', 'farmPlaces']);
    expect(faultsOf({ ...emptyCrowd, fans: '0', farmPlaces: '10,000,000' })).toEqual({});
  });
});
