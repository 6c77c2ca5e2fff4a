import { Injectable } from '@nestjs/common';

/** Time on this node. A port, so that tests control the clock; a sale's deadlines never use it (they are in sale time). */
export abstract class Clock {
  /** Wall time, for what people and other machines read. It may step by hours, so no age or pause is measured by it. */
  abstract nowMs(): number;
  /** Whole milliseconds since some moment, never less than before: for the age of a cache, a pause, a window. */
  abstract monotonicMs(): number;
}

@Injectable()
export class SystemClock extends Clock {
  nowMs(): number {
    return Date.now();
  }
  monotonicMs(): number {
    return Math.floor(performance.now());
  }
}
