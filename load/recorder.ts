import { writeFileSync } from 'node:fs';
import type { CurvePoint, RecordedCurve } from '../src/rehearsal/incident-plot.rules.js';
import type { LiveShape } from '../src/contract/live/live-shapes.js';
import type { Promoter } from './sale.js';

const EVERY_MS = 1_000;

/** Watches a sale like its control room, once a second. Seconds without an answer are left out. */
export class Recorder {
  private readonly points: CurvePoint[] = [];
  private readonly beganAtMs = Date.now();
  private readonly timer: NodeJS.Timeout;
  private struckAtMs: number | null = null;

  constructor(private readonly promoter: Promoter) {
    this.timer = setInterval(() => void this.look(), EVERY_MS);
  }

  strike(): void {
    this.struckAtMs ??= Date.now();
  }

  /** Ends the recording and writes it. */
  write(file: string, title: string): void {
    clearInterval(this.timer);
    const curve: RecordedCurve = {
      title,
      opensAtSecond: this.secondOf(this.promoter.opensAtMs),
      struckAtSecond: this.struckAtMs === null ? null : this.secondOf(this.struckAtMs),
      points: this.points.toSorted((one, other) => one.second - other.second),
    };
    writeFileSync(file, `${JSON.stringify(curve, null, 2)}\n`);
  }

  private async look(): Promise<void> {
    const second = this.secondOf(Date.now());
    const live = await this.promoter.glance();
    if (live) this.points.push(pointOf(second, live));
  }

  private secondOf(ms: number): number {
    return Math.round((ms - this.beganAtMs) / 1_000);
  }
}

const pointOf = (second: number, live: LiveShape): CurvePoint => ({
  second,
  perMinute: Math.round(live.target.perMinute),
  letIn: Math.round(live.admittedPerMinute),
  cap: live.target.cap,
  reason: live.reason,
  connected: live.connected,
  arrivals: Object.values(live.lanes).reduce((sum, { arrivals }) => sum + arrivals, 0),
  sold: live.stock.reduce((sum, { sold }) => sum + sold, 0),
});
