import type { LiveCallsShape } from '../../contract/live/live-calls.js';
import { allRoles } from '../config/config.js';
import type { DegradationStep } from '../../contract/line/degradation.js';

/** What a node is and how it stands. Left out by nodes of an older version. */
export interface NodeStanding {
  roles: string[];
  step: DegradationStep;
  shedding: string[];
}
export interface NodeCalls extends Partial<NodeStanding> {
  id: string;
  atMs: number;
  /** Since when it has reported without a gap. Left out by nodes of an older version. */
  sinceMs?: number;
  answered: number;
  failed: number;
}
export interface LivingNode extends NodeStanding {
  id: string;
  atMs: number;
}

/** A node reports every two seconds; one that shuts down takes its report back. */
const SILENT_MS = 10_000;
export const FORGET_MS = 600_000;
/** A role is missed sooner than a node is called lost: fans who are called meanwhile come for nothing. */
const ROLE_SILENT_MS = 6_000;
/** A role that no node has had for so long is not wanted any more. */
const ROLE_FORGET_MS = 24 * 3_600_000;

/** Role → when a node that has it last reported. */
export type RolesSeen = Readonly<Record<string, number>>;

/** Sums up the reports of the nodes; those that fell silent are lost. */
export function callsOf(reports: readonly NodeCalls[], nowMs: number, seen: RolesSeen = {}): LiveCallsShape {
  const heard = reports.filter(({ atMs }) => nowMs - atMs <= SILENT_MS);
  const lost = reports.filter(({ atMs }) => nowMs - atMs > SILENT_MS && nowMs - atMs <= FORGET_MS);
  const sum = (pick: (report: NodeCalls) => number): number => heard.reduce((all, report) => all + pick(report), 0);
  const [answered, failed] = [sum((report) => report.answered), sum((report) => report.failed)];
  return {
    ...{ answered, failed, nodes: heard.length },
    share: answered === 0 ? null : Math.min(1, failed / answered),
    lostNodes: lost.map(({ id, atMs }) => ({ id, at: new Date(atMs).toISOString() })),
    rolesAway: allRoles.filter((role) => roleAwayMs(role, seen[role] ?? null, reports, nowMs) > 0),
  };
}

/** Returns the nodes that report, by name. */
export function livingOf(reports: readonly NodeCalls[], nowMs: number): LivingNode[] {
  return reports
    .filter(({ atMs }) => nowMs - atMs <= SILENT_MS)
    .map(({ id, atMs, roles = [], step = 'none', shedding = [] }) => ({ id, atMs, roles, step, shedding }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/**
 * Returns for how long no node has had the role; 0 while one has it, while a node does not say its roles, and where none
 * had it in a day: some sell in a shop of their own, and run no node with the role shop. Also 0 while no node at all is
 * heard: who asks is a node itself, and has just started, or could not reach Redis any more than the others.
 * @param seenAtMs when a node that has the role last reported; null: never
 */
export function roleAwayMs(
  role: string,
  seenAtMs: number | null,
  reports: readonly NodeCalls[],
  nowMs: number,
): number {
  if (seenAtMs === null || isRoleForgotten(seenAtMs, nowMs)) return 0;
  const heard = reports.filter(({ atMs }) => nowMs - atMs <= ROLE_SILENT_MS);
  if (heard.length === 0 || heard.some(({ roles }) => roles === undefined || roles.includes(role))) return 0;
  // nobody was listening before: all have just started, or Redis was away from all
  const heardSinceMs = Math.min(...heard.map(({ sinceMs = Number.NEGATIVE_INFINITY }) => sinceMs));
  return Math.max(1, nowMs - Math.max(seenAtMs, heardSinceMs));
}

/** Returns since when a node has reported without a gap. @param last its last report, if it is still known */
export const reportsSince = (last: NodeCalls | undefined, nowMs: number): number =>
  last && nowMs - last.atMs <= ROLE_SILENT_MS ? (last.sinceMs ?? last.atMs) : nowMs;

export const isRoleForgotten = (seenAtMs: number, nowMs: number): boolean => nowMs - seenAtMs > ROLE_FORGET_MS;
