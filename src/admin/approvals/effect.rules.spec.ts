import { describe, expect, it } from '@jest/globals';
import type { EffectShape } from '../../contract/staff/approval-shapes.js';
import { allotted, givenBy } from './channel-effect.rules.js';
import { effectOf, inWords, outdated, type SaleFacts, standingOf } from './effect.rules.js';
import { seatsInWords } from './seat-list.rules.js';

const time = (before: string | null, after: string | null): EffectShape => ({
  ...{ field: 'opensAt', subject: null },
  ...{ before, after },
});
const lane = (subject: string, before: string): EffectShape => ({ field: 'laneWeight', subject, before, after: '3' });

describe('what was approved', () => {
  it('is outdated where a value is no longer as it was, each part by itself', () => {
    expect(outdated([time('8', '9')], [time('8', '9')])).toEqual([]);
    expect(outdated([time('8', '9')], [time('7', '9')])).toEqual(['opensAt']);
    expect(outdated([lane('a', '1'), lane('b', '1')], [lane('a', '1'), lane('b', '2')])).toEqual(['laneWeight']);
    expect(outdated([time('8', '9')], [])).toEqual(['opensAt']); // the sale is gone
    expect(outdated([], [time('8', '9')])).toEqual([]); // asked for by a version that foresaw nothing
  });
});

describe('what a node left behind', () => {
  it('is done when everything is as it would be then', () => {
    expect(standingOf([time('8', '9')], [time('9', '9')])).toBe('done');
  });
  it('is begun when something is as before, or nobody can tell', () => {
    expect(standingOf([time('8', '9')], [time('8', '9')])).toBe('begun');
    expect(standingOf([time('8', null)], [time('7', null)])).toBe('begun');
    expect(standingOf([time('8', '8')], [time('8', '8')])).toBe('begun');
    expect(standingOf([time('8', '9'), lane('a', '1')], [time('9', '9'), lane('a', '1')])).toBe('begun');
  });
  it('is given up when something is neither', () => {
    expect(standingOf([time('8', '9')], [time('7', '9')])).toEqual(['opensAt']);
  });
});

describe('seats in words', () => {
  it('are told in runs that leave none out', () => {
    expect(seatsInWords(['A-1-10', 'A-1-9', 'A-1-8', 'A-1-12'])).toBe('4: A-1-8…A-1-10, A-1-12');
    expect(seatsInWords(['A-02', 'A-1', 'A-01', 'box'])).toBe('4: A-1, A-01…A-02, box');
    expect(seatsInWords(['A-1-1', 'A-1-2'])).not.toBe(seatsInWords(['A-1-1', 'A-1-3']));
  });
  it('say how many become what, and what cannot be known before', () => {
    const input = { seatIds: ['A-1-1', 'A-1-2'], to: 'blocked' } as const;
    const facts = { view: {}, withdrawn: 3 } as SaleFacts;
    expect(
      effectOf({ action: 'change_stock', saleId: 'sale_a', input: { ...input, seatIds: [...input.seatIds] } }, facts),
    ).toEqual([
      { field: 'seats', subject: 'blocked', before: '2: A-1-1…A-1-2', after: '2: A-1-1…A-1-2' },
      { field: 'withdrawn', subject: null, before: '3', after: null },
    ]);
  });
  it('have the same name in a channel as it is and as it is asked for', () => {
    const seated = new Set(['tt_x']);
    const club = { key: 'club', label: 'Club', seatIds: ['A-1-1', 'A-1-2'] };
    const allocations = [
      { ticketTypeId: 'tt_x', quantity: 2 },
      { ticketTypeId: 'tt_y', quantity: 5 },
    ];
    const standing = { key: 'tt_y', ticketTypeId: 'tt_y', quantity: 5 };
    const wheelchairs = { key: 'accessible', label: 'Wheelchair places', seatIds: ['A-1-9'], allocations: [] };
    const asked = [{ ...club, seatIds: [], allocations: [standing, { seatIds: ['A-1-2', 'A-1-1'] }] }];
    const before = allotted([{ ...club, allocations }, wheelchairs], asked, seated);
    expect(before).toBe('club (Club) tt_y 5, seats 2: A-1-1…A-1-2');
    expect(givenBy(asked, seated)).toBe(before);
    const answer = [{ ...club, allocations: allocations.map((line) => ({ ...line, capacity: line.quantity })) }];
    expect(givenBy(answer, seated)).toBe(before);
  });
  it('are told by name where they have changed, each once', () => {
    expect(inWords(['opensAt', 'policy', 'policy'])).toBe('“Opens”, “Rules of admission”');
  });
});
