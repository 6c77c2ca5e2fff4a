import { beforeEach, describe, expect, it } from '@jest/globals';
import type { KeyboardEvent } from 'react';
import { USUAL_SHAPE } from './block-shape.js';
import { onEditorKey } from './editor-keys.js';
import { type Change, changed, EMPTY_MAP } from './editor.state.js';
import { NOTHING_SELECTED, type Selection } from './selection.js';
import type { Editor } from './use-editor.js';

/** Section A: two rows of three seats. */
const map = changed(EMPTY_MAP, {
  type: 'add-section',
  shape: { ...USUAL_SHAPE, rows: 2, seats: 3 },
  at: { x: 0, y: 4 },
});

let selection: Selection;
let changes: Change[];
let travels: string[];
beforeEach(() => {
  [selection, changes, travels] = [NOTHING_SELECTED, [], []];
});

/** Returns whether the key was taken from the browser. */
function press(key: string, held: Partial<KeyboardEvent> = {}): boolean {
  let taken = false;
  const editor: Editor = {
    ...{ map, selection, canUndo: true, canRedo: true },
    change: (change) => changes.push(change),
    select: (next) => (selection = next),
    undo: () => travels.push('undo'),
    redo: () => travels.push('redo'),
  };
  onEditorKey({ key, ...held, preventDefault: () => (taken = true) } as unknown as KeyboardEvent, editor);
  return taken;
}
const at = (cursor: string, ...seats: string[]) => (selection = { key: 'A', cursor, seats: new Set(seats) });

describe('arrow keys', () => {
  it('begin at the first seat and go from seat to seat, selecting none', () => {
    press('ArrowRight');
    expect(selection).toEqual({ key: 'A', cursor: 'A-1-1', seats: new Set() });
    press('ArrowRight');
    press('ArrowDown');
    expect(selection.cursor).toBe('A-2-2');
    press('ArrowUp');
    press('ArrowLeft');
    expect(selection).toEqual({ key: 'A', cursor: 'A-1-1', seats: new Set() });
  });

  it('stay at the end of a row, and are not given to the page to scroll', () => {
    at('A-1-3');
    expect(press('ArrowRight')).toBe(true);
    expect(selection.cursor).toBe('A-1-3');
  });

  it('select both ends of each step with Shift', () => {
    at('A-1-1');
    press('ArrowRight', { shiftKey: true });
    press('ArrowDown', { shiftKey: true });
    expect(selection).toEqual({ key: 'A', cursor: 'A-2-2', seats: new Set(['A-1-1', 'A-1-2', 'A-2-2']) });
  });

  it('move the section with Alt, and nothing if none is chosen', () => {
    press('ArrowUp', { altKey: true });
    expect(changes).toEqual([]);
    at('A-1-1');
    press('ArrowUp', { altKey: true });
    press('ArrowRight', { altKey: true });
    expect(changes).toEqual([
      { type: 'move', key: 'A', dx: 0, dy: -0.5 },
      { type: 'move', key: 'A', dx: 0.5, dy: 0 },
    ]);
  });
});

describe('keys on a selection', () => {
  it('Space selects the seat under the cursor, and deselects it again', () => {
    at('A-1-2', 'A-1-1');
    press(' ');
    expect([...selection.seats]).toEqual(['A-1-1', 'A-1-2']);
    press(' ');
    expect([...selection.seats]).toEqual(['A-1-1']);
  });

  it.each([
    ['w', 'accessible'],
    ['C', 'companion'],
    ['r', 'restricted'],
    ['p', 'plain'],
  ] as const)('%s marks the seats as %s', (key, mark) => {
    at('A-1-1', 'A-1-1', 'A-1-2');
    press(key);
    expect(changes).toEqual([{ type: 'mark', ids: new Set(['A-1-1', 'A-1-2']), mark }]);
  });

  it.each(['Delete', 'Backspace'])('%s removes the seats; the section only if none of its seats is chosen', (key) => {
    at('A-1-1', 'A-1-1');
    press(key);
    at('A-1-1');
    press(key);
    selection = NOTHING_SELECTED;
    press(key);
    expect(changes).toEqual([
      { type: 'remove-seats', ids: new Set(['A-1-1']) },
      { type: 'remove', key: 'A' },
    ]);
  });

  it('Escape lets the seats go and keeps the place', () => {
    at('A-1-2', 'A-1-1');
    press('Escape');
    expect(selection).toEqual({ key: 'A', cursor: 'A-1-2', seats: new Set() });
  });
});

describe('commands', () => {
  it('undo and redo, in the ways of all systems', () => {
    press('z', { ctrlKey: true });
    press('Z', { ctrlKey: true, shiftKey: true });
    press('z', { metaKey: true });
    press('y', { ctrlKey: true });
    expect(travels).toEqual(['undo', 'redo', 'undo', 'redo']);
  });

  it('Ctrl A selects the whole section', () => {
    at('A-1-1');
    press('a', { ctrlKey: true });
    expect(selection.seats.size).toBe(6);
  });

  it('leave the browser its own: no mark is made by Ctrl C, and no other key is taken', () => {
    at('A-1-1', 'A-1-1');
    expect(press('c', { ctrlKey: true })).toBe(false);
    expect(press('Tab')).toBe(false);
    expect(press('q')).toBe(false);
    expect(changes).toEqual([]);
  });
});
