import { Injectable } from '@nestjs/common';

/** Whether this node takes more work of a kind. Accepts all of it: a node that measures its load binds another class here. */
@Injectable()
export class DoorLoad {
  accepts(_kind: 'socket'): boolean {
    return true;
  }
}
