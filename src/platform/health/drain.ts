import { Injectable } from '@nestjs/common';

/** Set once, when the node is told to stop: it is no longer ready, and finishes what it has. */
@Injectable()
export class Drain {
  draining = false;
}
