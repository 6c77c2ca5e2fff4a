import { describe, expect, it } from '@jest/globals';
import type { LaneSnapshot, PlaceShape, Snapshot } from '../../../src/contract/line/line-shapes.js';
import type { SaleState } from '../../../src/contract/sale/sale-shapes.js';
import { mayMove } from '../../../src/contract/line/may-move.js';
import { emptyLine, isNearFront, lineView, ropeProgress, type LineState } from './line-view.js';

const opensAt = '2025-01-01T10:00:00.000Z';
const opens = Date.parse(opensAt);

function snapshotOf(state: SaleState, lane: Partial<LaneSnapshot> = {}): Snapshot {
  const general = {
    arrivals: 1000,
    drawn: 900,
    serving: 100,
    window: 200,
    present: 800,
    weight: 1,
    perMinute: 60,
    measured: { from: 50, to: 100 },
    chance: [],
    ...lane,
  };
  return {
    version: 1,
    at: opensAt,
    saleId: 'sale_1',
    state,
    prequeueAt: '2025-01-01T09:00:00.000Z',
    opensAt,
    closesAt: null,
    lanes: { general },
    stock: [],
    notice: null,
    pollAfterMs: 2000,
    stale: false,
    draw: {
      scheme: 'ropeline-draw-v1',
      commitment: '',
      seed: null,
      frozenAt: null,
      beaconChain: null,
      round: null,
      beacon: null,
      beaconSignature: null,
      beaconSkippedAt: null,
    },
  };
}

function lineOf(changes: Partial<LineState>): LineState {
  return {
    ...emptyLine,
    joined: { number: 7, lane: 'general' },
    position: 412,
    snapshot: snapshotOf('on_sale'),
    link: 'live',
    ...changes,
  };
}

const placeOf = (changes: Partial<PlaceShape>): PlaceShape => ({
  state: 'waiting',
  saleState: null,
  number: 7,
  lane: 'general',
  position: 412,
  ahead: 311,
  wait: null,
  chance: null,
  claimBefore: null,
  placeKeptUntil: null,
  deferredUntil: null,
  ...changes,
});

const iso = (ms: number) => new Date(ms).toISOString();
const turn = { claimBefore: iso(opens + 15_000), placeKeptUntil: iso(opens + 600_000) };

describe('lineView', () => {
  it('counts down before the opening and waits for the draw after it', () => {
    const line = lineOf({ position: null, snapshot: snapshotOf('prequeue', { drawn: null }) });
    expect(lineView(line, opens - 1).phase).toBe('before');
    expect(lineView(line, opens).phase).toBe('drawing');
  });

  it('tells people ahead and the wait in seconds', () => {
    expect(lineView(lineOf({}), opens)).toMatchObject({ phase: 'waiting', ahead: 311, wait: { from: 187, to: 374 } });
  });

  it('shows the turn until its deadline, then that it lapsed', () => {
    const line = lineOf({ turn });
    expect(lineView(line, opens + 14_999)).toMatchObject({ phase: 'turn', claimBefore: turn.claimBefore });
    expect(lineView(line, opens + 15_000)).toMatchObject({ phase: 'lapsed', keptUntil: turn.placeKeptUntil });
  });

  it('reads a call from the place when the socket missed it', () => {
    const place = placeOf({ state: 'called', claimBefore: turn.claimBefore, placeKeptUntil: turn.placeKeptUntil });
    expect(lineView(lineOf({ place }), opens).phase).toBe('turn');
  });

  it('keeps a fan at the door while the page goes on claiming', () => {
    expect(lineView(lineOf({ turn, claim: 'insisting' }), opens + 20_000).phase).toBe('atDoor');
  });

  it('asks for an address for as long as the place is kept, whatever the page claims', () => {
    const asked = lineOf({ position: 90, stepUpBefore: turn.placeKeptUntil, claim: 'insisting' });
    expect(lineView(asked, opens)).toMatchObject({ phase: 'stepUp', keptUntil: turn.placeKeptUntil });
    expect(lineView(asked, opens + 600_000).phase).toBe('atDoor');
    expect(lineView({ ...asked, snapshot: snapshotOf('paused') }, opens).phase).toBe('paused');
  });

  it('keeps whoever was passed over at the door', () => {
    expect(lineView(lineOf({ position: 100 }), opens)).toMatchObject({ phase: 'atDoor', ahead: 0 });
    expect(lineView(lineOf({ position: 101 }), opens)).toMatchObject({ phase: 'waiting', ahead: 0 });
  });

  it('says paused, sold out and closed of the whole sale', () => {
    expect(lineView(lineOf({ snapshot: snapshotOf('paused') }), opens).phase).toBe('paused');
    expect(lineView(lineOf({ snapshot: snapshotOf('sold_out') }), opens).phase).toBe('soldOut');
    expect(lineView(lineOf({ snapshot: snapshotOf('closed') }), opens).phase).toBe('closed');
  });

  it('lets somebody inside shop on while the sale is paused', () => {
    expect(lineView(lineOf({ snapshot: snapshotOf('paused'), admitted: true }), opens).phase).toBe('admitted');
  });

  it('ends with the place, whatever the sale does', () => {
    for (const ended of ['expired', 'left', 'done'] as const) {
      expect(lineView(lineOf({ ended, turn, snapshot: snapshotOf('paused') }), opens).phase).toBe(ended);
    }
  });

  it('respects a deferral until it is over', () => {
    const place = placeOf({ state: 'deferred', deferredUntil: iso(opens + 60_000) });
    expect(lineView(lineOf({ place }), opens).phase).toBe('deferred');
    expect(lineView(lineOf({ place }), opens + 60_000).phase).toBe('waiting');
  });

  it('knows a device without a place', () => {
    expect(lineView(lineOf({ joined: null }), opens).phase).toBe('noPlace');
    expect(lineView(lineOf({ snapshot: null }), opens).phase).toBe('loading');
  });

  it('marks what may be old', () => {
    expect(lineView(lineOf({ link: 'away' }), opens).stale).toBe(true);
    expect(lineView(lineOf({ link: 'polling' }), opens).stale).toBe(false);
  });
});

describe('the front of the line', () => {
  it('is as wide as the window', () => {
    expect(isNearFront(lineOf({ position: 300 }))).toBe(true);
    expect(isNearFront(lineOf({ position: 301 }))).toBe(false);
    expect(isNearFront(lineOf({ position: null }))).toBe(false);
  });
});

describe('the move to another device', () => {
  it.each([
    ['off', null, false, false],
    ['beforeDraw', null, true, true],
    ['beforeDraw', 412, false, false],
    ['once', null, false, true],
    ['once', 412, false, true],
    ['once', 412, true, false],
  ] as const)('under the rule %s, at position %s, moved before: %s → offered: %s', (rule, position, moved, offered) => {
    expect(mayMove(rule, position, moved)).toBe(offered);
  });

  it('is offered while the rule is unknown', () => {
    expect(mayMove(undefined, 412, false)).toBe(true);
  });
});

describe('ropeProgress', () => {
  it('runs from the start to the door and never past it', () => {
    expect(ropeProgress(400, 400)).toBe(0);
    expect(ropeProgress(100, 400)).toBe(0.75);
    expect(ropeProgress(500, 400)).toBe(0);
    expect(ropeProgress(0, 0)).toBe(1);
  });
});
