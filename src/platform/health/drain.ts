import { Injectable } from '@nestjs/common';

/**
 * The stages of a stop. `draining`: reported as not ready, and every answer closes its connection. `isOver`: what was
 * accepted has been answered and the stores are about to close, so that whatever still comes is refused.
 */
@Injectable()
export class Drain {
  draining = false;
  isOver = false;
}
