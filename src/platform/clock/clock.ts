import { Injectable } from '@nestjs/common';

/** Wall time. A port, so that tests control the clock; a sale's deadlines never use it (they are in sale time). */
export abstract class Clock {
  abstract nowMs(): number;
}

@Injectable()
export class SystemClock extends Clock {
  nowMs(): number {
    return Date.now();
  }
}
