import { Injectable } from '@nestjs/common';

/** Wall time. A port, so that tests own the clock; deadlines of a sale never use it (they are in sale time). */
export abstract class Clock {
  abstract nowMs(): number;
}

@Injectable()
export class SystemClock extends Clock {
  nowMs(): number {
    return Date.now();
  }
}
