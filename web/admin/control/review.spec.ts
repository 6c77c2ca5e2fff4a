import { describe, expect, it } from '@jest/globals';
import type { StaffSaleShape } from '../../../src/contract/staff-shapes.js';
import { reviewOf } from './review.js';

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
  reviewOf(from, NOW, null).facts.find((fact) => fact.label === label)?.value ?? '';

describe('the review before publishing', () => {
  it('says totals, face value, and times with year and zone', () => {
    expect(factOf('Tickets')).toContain('20,000 in all');
    expect(factOf('Face value')).toBe('€1,060,000.00');
    expect(factOf('Opens')).toMatch(/5 December 2026 at 10:00 \(Berlin\)/);
    expect(reviewOf(sale, NOW, 750).warnings).toEqual([]);
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
    const { warnings } = reviewOf({ ...sale, ...(change as Partial<StaffSaleShape>) }, NOW, null);
    expect(warnings).toEqual([expect.stringContaining(words)]);
  });

  it('warns when more may pay than the provider takes', () => {
    const fast = { ...sale, policy: { ...sale.policy, perMinute: 500 } };
    expect(reviewOf(fast, NOW, 350).warnings).toEqual([]);
    expect(reviewOf(fast, NOW, 349).warnings).toEqual([expect.stringContaining('may pay 350 times a minute')]);
  });
});
