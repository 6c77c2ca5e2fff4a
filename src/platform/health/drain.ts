import { Injectable } from '@nestjs/common';

/** Set once when the node is told to stop: it reports not ready and finishes what is in flight. */
@Injectable()
export class Drain {
  draining = false;
}
