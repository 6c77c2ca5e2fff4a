import type { KeyboardEvent } from 'react';
import type { Mark } from './marks.js';
import { seatsOfSection } from './drawing.js';
import { type Direction, picked, seatOf, stepped } from './selection.js';
import type { Editor } from './use-editor.js';

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const STEPS: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [-0.5, 0],
  right: [0.5, 0],
  up: [0, -0.5],
  down: [0, 0.5],
};
const MARKS: Readonly<Record<string, Mark>> = { w: 'accessible', c: 'companion', r: 'restricted', p: 'plain' };

export const KEYS_HELP =
  'Arrow keys go from seat to seat, with Shift they select. Space selects or deselects, Control A the whole section. ' +
  'W marks wheelchair places, C companion seats, R a restricted view, P plain seats. Delete removes. ' +
  'Alt and an arrow key move the section. Control Z undoes, Control Shift Z redoes.';

/** Carries out a key on the drawing. */
export function onEditorKey(event: KeyboardEvent, editor: Editor): void {
  if (act(event, editor)) event.preventDefault();
}

/** Returns false for a key that means nothing here. */
function act(event: KeyboardEvent, editor: Editor): boolean {
  const direction = DIRECTIONS[event.key];
  if (direction) return move(direction, event, editor);
  if (event.ctrlKey || event.metaKey) return command(event, editor);
  const mark = MARKS[event.key.toLowerCase()];
  const { selection } = editor;
  if (mark) {
    editor.change({ type: 'mark', ids: selection.seats, mark });
    return true;
  }
  switch (event.key) {
    case ' ': {
      const seat = seatOf(editor.map, selection.cursor);
      if (seat) editor.select(picked(selection, [seat], true));
      return true;
    }
    case 'Delete':
    case 'Backspace':
      if (selection.seats.size > 0) editor.change({ type: 'remove-seats', ids: selection.seats });
      else if (selection.key !== null) editor.change({ type: 'remove', key: selection.key });
      return true;
    case 'Escape':
      editor.select({ ...selection, seats: new Set() });
      return true;
    default:
      return false;
  }
}

function move(direction: Direction, event: KeyboardEvent, editor: Editor): boolean {
  const { map, selection } = editor;
  if (event.altKey) {
    const [dx, dy] = STEPS[direction];
    if (selection.key !== null) editor.change({ type: 'move', key: selection.key, dx, dy });
    return true;
  }
  const next = stepped(map, selection.cursor, direction);
  if (!next) return true;
  if (!event.shiftKey) {
    editor.select({ ...selection, key: next.section.key, cursor: next.id });
    return true;
  }
  const from = seatOf(map, selection.cursor);
  const seats = new Set([...selection.seats, ...(from ? [from.id] : []), next.id]);
  editor.select({ key: next.section.key, seats, cursor: next.id });
  return true;
}

function command(event: KeyboardEvent, editor: Editor): boolean {
  switch (event.key.toLowerCase()) {
    case 'z':
      if (event.shiftKey) editor.redo();
      else editor.undo();
      return true;
    case 'y':
      editor.redo();
      return true;
    case 'a': {
      const section = editor.map.sections.find(({ key }) => key === editor.selection.key);
      if (section) editor.select(picked(editor.selection, seatsOfSection(section), false));
      return true;
    }
    default:
      return false;
  }
}
