import type { LiveCallsShape } from '../../contract/live/live-calls.js';

export interface NodeCalls {
  id: string;
  atMs: number;
  answered: number;
  failed: number;
}

/** A node reports every two seconds; one that shuts down takes its report back. */
const SILENT_MS = 10_000;
export const FORGET_MS = 600_000;

/** Sums up the reports of the nodes; those that fell silent are lost. */
export function callsOf(reports: readonly NodeCalls[], nowMs: number): LiveCallsShape {
  const heard = reports.filter(({ atMs }) => nowMs - atMs <= SILENT_MS);
  const lost = reports.filter(({ atMs }) => nowMs - atMs > SILENT_MS && nowMs - atMs <= FORGET_MS);
  const sum = (pick: (report: NodeCalls) => number): number => heard.reduce((all, report) => all + pick(report), 0);
  const [answered, failed] = [sum((report) => report.answered), sum((report) => report.failed)];
  return {
    ...{ answered, failed, nodes: heard.length },
    share: answered === 0 ? null : Math.min(1, failed / answered),
    lostNodes: lost.map(({ id, atMs }) => ({ id, at: new Date(atMs).toISOString() })),
  };
}
