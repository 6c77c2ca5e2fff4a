import { describe, expect, it } from '@jest/globals';
import type { SaleState } from '../../contract/sale/sale-shapes.js';
import { boundaryDue, isSoldOut, nextBoundaryMs, type SaleStanding, type SaleVerb, transition } from './sale.state.js';

const at = (state: SaleState): SaleStanding => ({ state, pausedFrom: null });
const times = { prequeueAtMs: 1_000, opensAtMs: 2_000, closesAtMs: 3_000 };

describe('the life of a sale', () => {
  const moves: [SaleState, SaleVerb, SaleState][] = [
    ['draft', 'publish', 'scheduled'],
    ['scheduled', 'reach_prequeue', 'prequeue'],
    ['scheduled', 'open', 'on_sale'],
    ['prequeue', 'open', 'on_sale'],
    ['prequeue', 'pause', 'paused'],
    ['on_sale', 'pause', 'paused'],
    ['on_sale', 'sell_out', 'sold_out'],
    ['sold_out', 'restock', 'on_sale'],
    ['scheduled', 'close', 'closed'],
    ['prequeue', 'close', 'closed'],
    ['on_sale', 'close', 'closed'],
    ['paused', 'close', 'closed'],
    ['sold_out', 'close', 'closed'],
  ];
  it.each(moves)('moves from %s by %s to %s', (from, verb, to) => {
    expect(transition(at(from), verb)).toMatchObject({ kind: 'moved', to: { state: to } });
  });

  const refusals: [SaleState, SaleVerb][] = [
    ['draft', 'open'],
    ['draft', 'close'],
    ['draft', 'pause'],
    ['scheduled', 'pause'],
    ['scheduled', 'resume'],
    ['sold_out', 'pause'],
    ['paused', 'open'],
    ['paused', 'sell_out'],
    ['prequeue', 'sell_out'],
    ['closed', 'open'],
    ['closed', 'publish'],
    ['closed', 'resume'],
    ['closed', 'restock'],
  ];
  it.each(refusals)('refuses in %s to %s', (from, verb) => {
    expect(transition(at(from), verb)).toEqual({ kind: 'refused' });
  });

  it.each(['prequeue', 'on_sale'] as const)('resumes to %s when it was paused there', (from) => {
    const paused = transition(at(from), 'pause');
    if (paused.kind !== 'moved') throw new Error('was not paused');
    expect(transition(paused.to, 'resume')).toMatchObject({ kind: 'moved', to: { state: from, pausedFrom: null } });
  });

  it('takes a verb that is already done as done', () => {
    expect(transition(at('on_sale'), 'open')).toEqual({ kind: 'unchanged' });
    expect(transition(at('closed'), 'close')).toEqual({ kind: 'unchanged' });
    expect(transition(at('paused'), 'pause')).toEqual({ kind: 'unchanged' });
  });
});

describe('boundaries', () => {
  it('crosses prequeue, opening and end one after the other when all are past', () => {
    const crossed: SaleVerb[] = [];
    let standing = at('scheduled');
    for (let verb = boundaryDue('scheduled', times, 9_000); verb; verb = boundaryDue(standing.state, times, 9_000)) {
      crossed.push(verb);
      const step = transition(standing, verb);
      if (step.kind !== 'moved') throw new Error('a due boundary was refused');
      standing = step.to;
    }
    expect(crossed).toEqual(['reach_prequeue', 'open', 'close']);
    expect(standing.state).toBe('closed');
  });

  it('crosses a boundary at its very millisecond and not one before', () => {
    expect(boundaryDue('scheduled', times, 999)).toBeNull();
    expect(boundaryDue('scheduled', times, 1_000)).toBe('reach_prequeue');
    expect(boundaryDue('prequeue', times, 1_999)).toBeNull();
    expect(boundaryDue('prequeue', times, 2_000)).toBe('open');
  });

  it('crosses only the end while paused', () => {
    expect(boundaryDue('paused', times, 2_500)).toBeNull();
    expect(boundaryDue('paused', times, 3_000)).toBe('close');
  });

  it('never ends a sale without an end, a draft or a closed one', () => {
    expect(boundaryDue('on_sale', { ...times, closesAtMs: null }, 9_000)).toBeNull();
    expect(boundaryDue('draft', times, 9_000)).toBeNull();
    expect(boundaryDue('closed', times, 9_000)).toBeNull();
  });

  it('names the boundary that a countdown shows', () => {
    expect(nextBoundaryMs('scheduled', times)).toBe(1_000);
    expect(nextBoundaryMs('prequeue', times)).toBe(2_000);
    expect(nextBoundaryMs('on_sale', times)).toBe(3_000);
    expect(nextBoundaryMs('closed', times)).toBeNull();
  });
});

describe('sold out', () => {
  it('is every unit sold or withdrawn, in every pool', () => {
    expect(isSoldOut([{ capacity: 5, sold: 3, withdrawn: 2 }])).toBe(true);
    expect(
      isSoldOut([
        { capacity: 5, sold: 5, withdrawn: 0 },
        { capacity: 5, sold: 4, withdrawn: 0 },
      ]),
    ).toBe(false);
  });
  it('is never a sale without stock', () => {
    expect(isSoldOut([])).toBe(false);
  });
});
