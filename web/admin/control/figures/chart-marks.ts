import type { AdmissionReason } from '../../../../src/contract/line/admission-reasons.js';
import { actionWords } from '../../../../src/contract/staff/action-words.js';
import type { AuditEntryShape } from '../../../../src/contract/staff/staff-shapes.js';
import { doneBy } from '../../log/log-words.js';
import type { LivePoint } from '../../net/live-history.js';

/** Something that happened during a chart's time. `at` is in Unix seconds. */
export interface ChartMark {
  at: number;
  kind: 'change' | 'fault';
  words: string;
}

const faults: Partial<Record<AdmissionReason | 'CORE_AWAY', string>> = {
  PAYMENTS_DOWN: 'payments went down',
  PAYMENTS_TROUBLE: 'payments became slow or failed',
  PAYMENTS_UNKNOWN: 'no payments node reported',
  SHOP_AWAY: 'no node served the shop',
  SIGNAL_LOST: 'stock or payments were not reported',
  QUARANTINED: 'charges of unknown orders were found',
  CORE_AWAY: 'the line could not be read',
};
const faultOf = (reason: string): string | undefined => faults[reason as keyof typeof faults];

/** Returns what people changed and what went wrong during the history, oldest first. */
export function marksOf(
  changes: readonly Pick<AuditEntryShape, 'at' | 'action' | 'actor' | 'actorName'>[],
  history: readonly LivePoint[],
): ChartMark[] {
  const from = history[0]?.at ?? Number.POSITIVE_INFINITY;
  const changed = changes
    .map((entry) => ({
      at: Date.parse(entry.at) / 1_000,
      kind: 'change' as const,
      words: `${doneBy(entry)} ${actionWords(entry.action)}`,
    }))
    .filter(({ at }) => at >= from);
  return [...changed, ...faultsOf(history)].sort((a, b) => a.at - b.at);
}

/** A fault is marked where it begins; the first point may be in the middle of one. */
function* faultsOf(history: readonly LivePoint[]): Generator<ChartMark> {
  let before: LivePoint | undefined;
  for (const point of history) {
    const words = faultOf(point.reason);
    if (words !== undefined && before?.reason !== point.reason) yield { at: point.at, kind: 'fault', words };
    if (typeof point.epoch === 'number' && typeof before?.epoch === 'number' && point.epoch > before.epoch)
      yield { at: point.at, kind: 'fault', words: 'line and stock were rebuilt' };
    before = point;
  }
}

/** "2 changes, 1 fault"; empty without any. */
export function marksInWords(marks: readonly ChartMark[]): string {
  const counted = (kind: ChartMark['kind']): string => {
    const n = marks.filter((mark) => mark.kind === kind).length;
    return n === 0 ? '' : `${n} ${kind}${n === 1 ? '' : 's'}`;
  };
  return [counted('change'), counted('fault')].filter(Boolean).join(', ');
}

/** Returns what is marked within a few seconds of the instant. */
export const marksNear = (marks: readonly ChartMark[], at: number, seconds: number): ChartMark[] =>
  marks.filter((mark) => Math.abs(mark.at - at) <= seconds);
