import { describe, expect, it } from '@jest/globals';
import { applyDelta, emptyStock, placesOf, type Stock } from './availability-state.js';

const seat = (id: string, state: 'free' | 'held') => ({
  id,
  row: '1',
  label: id,
  ticketTypeId: 'tt_2',
  state,
  x: 0,
  y: 0,
});
const stock: Stock = {
  house: {
    version: 10,
    ticketTypes: [
      { ticketTypeId: 'tt_1', state: 'plenty', free: 100 },
      {
        ticketTypeId: 'tt_2',
        state: 'plenty',
        free: 40,
        sections: [
          { key: 'A', label: 'A', state: 'plenty', free: 20 },
          { key: 'B', label: 'B', state: 'plenty', free: 20 },
        ],
      },
    ],
  },
  sections: { A: { version: 10, section: 'A', label: 'A', seats: [seat('A-1-1', 'free'), seat('A-1-2', 'free')] } },
};

describe('applyDelta', () => {
  it('changes what the delta names and keeps the rest', () => {
    const result = applyDelta(stock, {
      version: 11,
      ticketTypes: [
        { ticketTypeId: 'tt_2', state: 'low', free: 39, sections: [{ key: 'A', label: 'A', state: 'low', free: 19 }] },
      ],
      seats: [{ id: 'A-1-2', section: 'A', state: 'held' }],
    });
    if (result.kind !== 'applied') throw new Error(result.kind);
    expect(result.stock.house?.version).toBe(11);
    expect(result.stock.house?.ticketTypes[0]).toEqual(stock.house?.ticketTypes[0]);
    expect(result.stock.house?.ticketTypes[1]?.sections?.map((section) => section.free)).toEqual([19, 20]);
    expect(result.stock.sections.A?.seats.map((one) => one.state)).toEqual(['free', 'held']);
  });

  it('sees a gap, and asks for everything', () => {
    expect(applyDelta(stock, { version: 12, ticketTypes: [], seats: [] }).kind).toBe('gap');
    expect(applyDelta(emptyStock, { version: 1, ticketTypes: [], seats: [] }).kind).toBe('gap');
  });

  it('ignores what it already knows', () => {
    expect(applyDelta(stock, { version: 10, ticketTypes: [], seats: [] }).kind).toBe('old');
  });
});

describe('placesOf', () => {
  const figures = { key: 'A', label: 'A', state: 'gone', free: 0, accessible: 'plenty' } as const;
  const ticketTypes = [{ ticketTypeId: 'tt_2', state: 'gone' as const, free: 0, sections: [figures] }];
  const known: Stock = { house: { version: 10, ticketTypes }, sections: {} };
  const withSeat = (state: 'free' | 'held'): Stock => ({
    ...known,
    sections: { A: { version: 10, section: 'A', label: 'A', seats: [{ ...seat('A-1-1', state), accessible: true }] } },
  });

  it('tells of wheelchair places where nothing else is left, and keeps them over a delta that does not', () => {
    expect([...placesOf(known)]).toEqual([['A', 'plenty']]);
    const { accessible: _, ...section } = figures;
    const result = applyDelta(known, {
      version: 11,
      ticketTypes: [{ ticketTypeId: 'tt_2', state: 'gone', free: 0, sections: [section] }],
      seats: [],
    });
    expect(result.kind === 'applied' && [...placesOf(result.stock)]).toEqual([['A', 'plenty']]);
  });

  it('believes the seats themselves where they are known', () => {
    expect([...placesOf(withSeat('held'))]).toEqual([['A', 'gone']]);
    expect([...placesOf(withSeat('free'))]).toEqual([['A', 'plenty']]);
    expect([...placesOf(stock)]).toEqual([]);
    // a section may hold seats of several types
    expect([...placesOf(withSeat('free'), 'tt_1')]).toEqual([]);
  });
});
