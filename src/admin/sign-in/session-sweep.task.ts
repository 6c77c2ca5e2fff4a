import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { LiveService } from '../live/live.service.js';
import { SessionsRepository } from './sessions.repository.js';

/** Removes expired sessions and closes their control rooms within five seconds. */
@Injectable()
export class SessionSweepTask extends PeriodicTask {
  override readonly name = 'admin-sessions';
  override readonly everyMs = 4_000;

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly live: LiveService,
  ) {
    super();
  }

  override async runOnce(): Promise<void> {
    for (const sessionId of await this.sessions.endOverSessions()) await this.live.revoke(sessionId);
  }
}
