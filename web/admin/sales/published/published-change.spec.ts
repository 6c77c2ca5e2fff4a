import { describe, expect, it } from '@jest/globals';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { changeOf, fixedBecause, publishedDraft, publishedHints, rebased, shownErrors } from './published-change.js';

const sale = {
  ...{ id: 'sale_1', name: 'General sale', state: 'prequeue', pausedFrom: null, listed: true, transferable: true },
  show: { name: 'Show', venue: 'Hall', startsAt: '2027-03-01T19:00:00.000Z', timeZone: 'Europe/Berlin' },
  ...{ prequeueAt: '2027-01-01T08:30:00.000Z', opensAt: '2027-01-01T09:00:00.000Z', closesAt: null },
} as unknown as StaffSaleShape;

describe('what may change after publishing', () => {
  it('is nothing while nothing was typed', () => {
    expect(changeOf(sale, publishedDraft(sale))).toEqual({ change: {} });
  });

  it('is sent field by field', () => {
    const draft = {
      ...publishedDraft(sale),
      name: 'Presale',
      opensAt: '2027-01-01T11:00',
      closesAt: '2027-01-02T10:00',
    };
    expect(changeOf(sale, draft)).toEqual({
      change: { name: 'Presale', opensAt: '2027-01-01T10:00:00.000Z', closesAt: '2027-01-02T09:00:00.000Z' },
    });
  });

  it('shows a refusal beside the field that it is about, and leaves the rest to the note', () => {
    const said = [
      { field: 'show.name', message: 'is too long' },
      { field: 'show.startsAt', message: 'must be after the opening' },
      { field: 'seller.email', message: 'must be an address' },
      { field: 'prequeueAt', message: 'has passed' },
      { field: 'policy', message: 'is fixed' },
    ];
    const { errors, rest } = shownErrors({ ...sale, state: 'prequeue' }, said);
    expect([...errors]).toEqual([
      ['show', 'Is too long.'],
      ['startsAt', 'Must be after the opening.'],
      ['seller.email', 'Must be an address.'],
    ]);
    expect(rest).toEqual(said.slice(3));
  });

  it('never names a time that was crossed', () => {
    const open = { ...sale, state: 'on_sale' } as StaffSaleShape;
    expect(fixedBecause(sale, 'prequeueAt')).toContain('opened');
    expect(fixedBecause(sale, 'opensAt')).toBeNull();
    expect(fixedBecause({ ...sale, state: 'paused', pausedFrom: 'prequeue' }, 'opensAt')).toBeNull();
    expect(fixedBecause(open, 'opensAt')).toContain('drawn');
    expect(changeOf(open, { ...publishedDraft(open), opensAt: '2028-01-01T11:00' })).toEqual({ change: {} });
  });

  it('is questioned where a time is odd, but not for a time that was crossed', () => {
    const now = Date.parse('2026-12-30T09:00:00.000Z');
    const draft = publishedDraft(sale);
    expect([...publishedHints(sale, draft, now)]).toEqual([]);
    const odd = { ...draft, opensAt: '2026-12-01T10:00', closesAt: '2027-04-01T10:00' };
    expect([...publishedHints(sale, odd, now).keys()]).toEqual(['opensAt', 'closesAt']);
    expect([...publishedHints({ ...sale, state: 'on_sale' }, odd, now).keys()]).toEqual(['closesAt']);
    const twice = { ...draft, startsAt: '2027-10-31T02:30' };
    expect(publishedHints(sale, twice, now).get('startsAt')).toContain('clocks go back');
  });

  it('is said to be wrong beside its field', () => {
    const made = changeOf(sale, { ...publishedDraft(sale), show: '', opensAt: '2027-03-28T02:30' });
    expect('errors' in made && [...made.errors.keys()]).toEqual(['show', 'opensAt']);
  });

  it('takes over what somebody else changed meanwhile, but not over what was typed', () => {
    const before = publishedDraft(sale);
    const theirs = { ...sale, name: 'Theirs', listed: false } as StaffSaleShape;
    const typed = { ...before, name: 'Mine', show: 'Typed' };
    const merged = rebased(typed, before, publishedDraft(theirs));
    expect(merged).toEqual({ ...before, name: 'Mine', show: 'Typed', listed: false });
    expect(changeOf(theirs, merged)).toEqual({ change: { name: 'Mine', show: { ...sale.show, name: 'Typed' } } });
  });
});
