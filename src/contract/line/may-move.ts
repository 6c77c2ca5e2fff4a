import type { HandoffRule } from './handoff-rule.js';

/** Whether a place may move, by the sale's rule; true when that is unknown here, because the server refuses plainly. */
export function mayMove(rule: HandoffRule | undefined, position: number | null, isMovedHere: boolean): boolean {
  if (rule === 'beforeDraw') return position === null;
  return rule !== 'off' && !isMovedHere;
}
