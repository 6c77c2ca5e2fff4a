/** A call as its caller observed it: start and end by a counter shared by all callers. */
export interface Call<O> {
  op: O;
  from: number;
  to: number;
}

/**
 * Whether overlapping calls can be ordered such that each takes effect between its call and its answer, and each answer
 * is what a sequential execution would return (Wing and Gong's search, with memoised dead ends).
 * @param step the states the operation may lead to; none if its answer is impossible in this state
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
      // another call had ended before it began, so it cannot be first
      if (!call || call.from > firstEnd) continue;
      const rest = left.filter((other) => other !== index);
      if (step(state, call.op).some((next) => search(rest, next))) return true;
    }
    futile.add(key);
    return false;
  };
  return search([...calls.keys()], start);
}

/** An operation on one seat, with its observed answer. */
export type SeatOp =
  | { kind: 'hold'; fan: string; held: boolean }
  | { kind: 'release'; fan: string }
  | { kind: 'read'; free: boolean };

/** A seat is `free`, held by a fan, or returning, from where it may become free at any moment. */
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
