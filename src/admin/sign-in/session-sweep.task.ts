import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { LiveService } from '../live/live.service.js';
import { MembersRepository } from './members.repository.js';

/** Ends sessions that are over, and with them the control rooms that they opened: within five seconds. */
@Injectable()
export class SessionSweepTask extends PeriodicTask {
  override readonly name = 'admin-sessions';
  override readonly everyMs = 4_000;

  constructor(
    private readonly members: MembersRepository,
    private readonly live: LiveService,
  ) {
    super();
  }

  override async runOnce(): Promise<void> {
    for (const sessionId of await this.members.endOverSessions()) await this.live.revoke(sessionId);
  }
}
