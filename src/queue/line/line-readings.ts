import { Injectable } from '@nestjs/common';
import type { LineReading } from './line.reading.js';

/** Lines not ticked on this node for 60 s are assumed closed or conducted elsewhere. */
const FORGET_MS = 60_000;
/** Interval over which the join rate is measured. */
const MEASURE_MS = 2_000;

interface Seen {
  line: LineReading;
  at: number;
  since: { arrivals: Map<string, number>; at: number };
  joinsPerSecond: Map<string, number>;
}

/** Latest readings of the lines that this node conducts, for the tasks that persist them. */
@Injectable()
export class LineReadings {
  private readonly lines = new Map<string, Seen>();

  saw(saleId: string, line: LineReading): void {
    const at = performance.now();
    const arrivals = new Map(line.lanes.map((lane) => [lane.key, lane.arrivals]));
    const before = this.lines.get(saleId);
    if (!before) {
      this.lines.set(saleId, { line, at, since: { arrivals, at }, joinsPerSecond: new Map() });
      return;
    }
    before.line = line;
    before.at = at;
    const seconds = (at - before.since.at) / 1_000;
    if (seconds * 1_000 < MEASURE_MS) return;
    for (const [key, count] of arrivals)
      before.joinsPerSecond.set(key, Math.max(0, (count - (before.since.arrivals.get(key) ?? count)) / seconds));
    before.since = { arrivals, at };
  }

  joinsPerSecond(saleId: string, lane: string): number {
    return this.lines.get(saleId)?.joinsPerSecond.get(lane) ?? 0;
  }

  /** Returns the latest reading of each sale, and evicts lines not ticked here any more. */
  all(): { saleId: string; line: LineReading }[] {
    const now = performance.now();
    for (const [saleId, { at }] of this.lines) if (now - at > FORGET_MS) this.lines.delete(saleId);
    return [...this.lines].map(([saleId, { line }]) => ({ saleId, line }));
  }
}
