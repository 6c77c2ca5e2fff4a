import { describe, expect, it } from '@jest/globals';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import type { RehearsalShape } from '../../../../src/contract/staff/rehearsal-shapes.js';
import { demandOf, nothingKnown, reviewOf } from './review.js';

const NOW = Date.parse('2026-12-01T08:00:00Z');
const sale = {
  ...{ name: 'General sale', slug: 'arena', currency: 'EUR', listed: true, challenge: 'auto', entry: 'email' },
  show: { name: 'The Lanterns', venue: 'Arena', startsAt: '2027-03-01T19:00:00Z', timeZone: 'Europe/Berlin' },
  ...{ prequeueAt: '2026-12-05T08:30:00Z', opensAt: '2026-12-05T09:00:00Z', closesAt: null },
  policy: { perMinute: 180, cap: 900 },
  lanes: [{ key: 'general', label: 'General', weight: 1, access: 'open' }],
  ticketTypes: [
    { name: 'Standing', price: 4500, capacity: 12_000 },
    { name: 'Seated', price: 6500, capacity: 8_000 },
  ],
} as unknown as StaffSaleShape;
const factOf = (label: string, from = sale): string =>
  reviewOf(from, NOW, nothingKnown).facts.find((fact) => fact.label === label)?.value ?? '';

describe('the review before publishing', () => {
  it('says totals, face value, and times with year and zone', () => {
    expect(factOf('Tickets')).toContain('20,000 in all');
    expect(factOf('Face value')).toBe('€1,060,000.00');
    expect(factOf('Opens')).toMatch(/5 December 2026 at 10:00 \(Berlin\)/);
    expect(reviewOf(sale, NOW, { paymentsPerMinute: 750, demand: 90_000 }).warnings).toEqual([]);
  });

  it.each([
    ['past', { opensAt: '2026-11-01T09:00:00Z', prequeueAt: '2026-11-01T08:00:00Z' }],
    ['five minutes', { prequeueAt: '2026-12-05T08:57:00Z' }],
    ['before its sale opens', { show: { ...sale.show, startsAt: '2026-12-04T19:00:00Z' } }],
    ['each device', { entry: 'open' }],
    ['proof of work', { challenge: 'off' }],
    ['payment provider', { policy: { ...sale.policy, perMinute: 6_000 } }],
    ['free', { ticketTypes: [{ ...sale.ticketTypes[0], price: 0 }] }],
    ['access codes', { lanes: [{ ...sale.lanes[0], access: 'code' }] }],
  ])('warns of %s', (words, change) => {
    const { warnings } = reviewOf({ ...sale, ...(change as Partial<StaffSaleShape>) }, NOW, nothingKnown);
    expect(warnings).toEqual([expect.stringContaining(words)]);
  });

  it('warns when more may pay than the provider takes', () => {
    const fast = { ...sale, policy: { ...sale.policy, perMinute: 500 } };
    expect(reviewOf(fast, NOW, { ...nothingKnown, paymentsPerMinute: 350 }).warnings).toEqual([]);
    expect(reviewOf(fast, NOW, { ...nothingKnown, paymentsPerMinute: 349 }).warnings).toEqual([
      expect.stringContaining('may pay 350 times a minute'),
    ]);
  });

  it('warns of more demand than stock where anybody gets a place, by the crowd that was rehearsed', () => {
    const open = { ...sale, entry: 'open' } as StaffSaleShape;
    const told = (demand: number | null, from = open) => reviewOf(from, NOW, { ...nothingKnown, demand }).warnings;
    expect(told(20_001)).toEqual([expect.stringContaining('wants 20,001 of 20,000 tickets')]);
    expect(told(20_000)).toEqual([]);
    expect(told(20_001, sale)).toEqual([]);
    const small = {
      ...open,
      ticketTypes: [{ ...sale.ticketTypes[0], capacity: 500 }],
      policy: { perMinute: 30, cap: 90 },
    };
    expect(told(501, small as StaffSaleShape)).toEqual([expect.stringContaining('wants 501 of 500')]);
    expect(told(null, small as StaffSaleShape)).toEqual([]);
  });

  it('reads the demand from the latest rehearsal, with what its farm wants', () => {
    const rehearsal = (startedAt: string, fans: number) =>
      ({ startedAt, crowd: { fans, farmPlaces: 100, basket: 2 } }) as RehearsalShape;
    expect(demandOf([rehearsal('2026-11-30T10:00:00Z', 400), rehearsal('2026-11-30T12:00:00Z', 900)])).toBe(2_000);
    expect(demandOf([])).toBeNull();
    expect(demandOf(undefined)).toBeNull();
  });

  it('draws the line at five minutes of waiting room, counted from now where that is later', () => {
    const told = (prequeueAt: string, opensAt = sale.opensAt) =>
      reviewOf({ ...sale, prequeueAt, opensAt }, NOW, nothingKnown).warnings.length;
    expect(told('2026-12-05T08:55:00Z')).toBe(0);
    expect(told('2026-12-05T08:55:01Z')).toBe(1);
    expect(told('2026-12-01T07:00:00Z', '2026-12-01T08:04:59Z')).toBe(1);
    expect(told('2026-12-01T07:00:00Z', '2026-12-01T08:05:00Z')).toBe(0);
  });

  it('says an opening at this very moment is past, and a show at the opening is not after it', () => {
    const at = new Date(NOW).toISOString();
    const past = reviewOf({ ...sale, opensAt: at, prequeueAt: at }, NOW, nothingKnown).warnings;
    expect(past).toEqual([expect.stringContaining('past')]);
    const show = { ...sale.show, startsAt: sale.opensAt };
    expect(reviewOf({ ...sale, show }, NOW, nothingKnown).warnings).toEqual([expect.stringContaining('begins before')]);
  });
});
