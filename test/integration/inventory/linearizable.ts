/** A call as its caller saw it: when it was made, when its answer came, by a counter that all callers share. */
export interface Call<O> {
  op: O;
  from: number;
  to: number;
}

/**
 * Whether calls that overlapped can be put in one order in which each happens between its call and its answer, and each
 * answer is what a single shop assistant would have said (Wing and Gong's search, remembering what led nowhere).
 * @param step the states that the operation may lead to; none when its answer is impossible in this state
 */
export function isLinearizable<O>(
  calls: readonly Call<O>[],
  start: string,
  step: (state: string, op: O) => readonly string[],
): boolean {
  const futile = new Set<string>();
  const search = (left: readonly number[], state: string): boolean => {
    if (left.length === 0) return true;
    const key = `${state} ${left.join(' ')}`;
    if (futile.has(key)) return false;
    const firstEnd = Math.min(...left.map((index) => calls[index]?.to ?? 0));
    for (const index of left) {
      const call = calls[index];
      // something else had ended before it began: it cannot be first
      if (!call || call.from > firstEnd) continue;
      const rest = left.filter((other) => other !== index);
      if (step(state, call.op).some((next) => search(rest, next))) return true;
    }
    futile.add(key);
    return false;
  };
  return search([...calls.keys()], start);
}

/** What may be done to one seat, with the answer that came. */
export type SeatOp =
  | { kind: 'hold'; fan: string; held: boolean }
  | { kind: 'release'; fan: string }
  | { kind: 'read'; free: boolean };

/** A seat is `free`, a fan's, or on its way back, from where it may be free at any moment. */
export function seatStep(state: string, op: SeatOp): readonly string[] {
  const isBack = state === 'returning';
  if (op.kind === 'hold') {
    if (op.held) return state === 'free' || isBack ? [op.fan] : [];
    return state === 'free' ? [] : [state];
  }
  if (op.kind === 'release') return state === op.fan ? ['returning'] : [state];
  if (op.free) return state === 'free' || isBack ? ['free'] : [];
  return state === 'free' ? [] : [state];
}
