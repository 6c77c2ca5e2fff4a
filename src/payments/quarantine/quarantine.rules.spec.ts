import { describe, expect, it } from '@jest/globals';
import { judgeStray, type StrayCircumstances, STRAYS_A_DAY } from './quarantine.rules.js';

const usual: StrayCircumstances = {
  quarantined: false,
  newestLocalMs: 10_000,
  newestAtStartMs: 5_000,
  startedAtMs: 6_000,
  endedLately: 0,
};

describe('an intent of an unknown order', () => {
  it('is ended while it is older than an order and few were', () => {
    expect(judgeStray(7_000, usual)).toEqual({ kind: 'end' });
    expect(judgeStray(4_000, usual)).toEqual({ kind: 'end' });
  });

  it('begins a quarantine when it is newer than all orders', () => {
    expect(judgeStray(11_000, usual)).toMatchObject({ reason: 'charges_newer_than_orders' });
    expect(judgeStray(1, { ...usual, newestLocalMs: null, newestAtStartMs: null })).toMatchObject({
      kind: 'quarantine',
    });
  });

  it('is compared with the orders as of the start, whatever was ordered since', () => {
    expect(judgeStray(5_500, usual)).toMatchObject({ reason: 'charges_newer_than_orders' });
  });

  it('begins a quarantine when it is one too many', () => {
    expect(judgeStray(7_000, { ...usual, endedLately: STRAYS_A_DAY })).toMatchObject({ reason: 'many_strays' });
  });

  it('waits while there is a quarantine', () => {
    expect(judgeStray(7_000, { ...usual, quarantined: true })).toEqual({ kind: 'keep' });
  });
});

describe('the borders of a quarantine', () => {
  it('are an intent of the same moment as the newest order, and the fifth stray', () => {
    expect(judgeStray(10_000, usual)).toEqual({ kind: 'end' });
    expect(judgeStray(10_001, usual)).toEqual({ kind: 'quarantine', reason: 'charges_newer_than_orders' });
    expect(judgeStray(6_000, usual)).toEqual({ kind: 'end' });
    expect(judgeStray(5_000, usual)).toEqual({ kind: 'end' });
    expect(judgeStray(7_000, { ...usual, endedLately: STRAYS_A_DAY - 1 })).toEqual({ kind: 'end' });
    expect(judgeStray(7_000, { ...usual, endedLately: STRAYS_A_DAY + 1 }).kind).toBe('quarantine');
  });
});
