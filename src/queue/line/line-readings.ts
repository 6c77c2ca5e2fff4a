import { Injectable } from '@nestjs/common';
import type { LineReading } from './line.reading.js';

/** Lines not ticked on this node for 60 s are assumed closed or conducted elsewhere. */
const FORGET_MS = 60_000;

interface Seen {
  line: LineReading;
  at: number;
}

/** Latest readings of the lines that this node conducts, for the tasks that persist them. */
@Injectable()
export class LineReadings {
  private readonly lines = new Map<string, Seen>();

  saw(saleId: string, line: LineReading): void {
    this.lines.set(saleId, { line, at: performance.now() });
  }

  /** Returns the latest reading of each sale, and evicts lines not ticked here any more. */
  all(): { saleId: string; line: LineReading }[] {
    const now = performance.now();
    for (const [saleId, { at }] of this.lines) if (now - at > FORGET_MS) this.lines.delete(saleId);
    return [...this.lines].map(([saleId, { line }]) => ({ saleId, line }));
  }
}
