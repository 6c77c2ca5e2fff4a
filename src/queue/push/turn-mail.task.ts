import { Injectable, Logger } from '@nestjs/common';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { Streaks } from '../../platform/lifecycle/streaks.js';
import { drainDue } from './drain-due.js';
import { PushService } from './push.service.js';

/** Exceeds the timeouts of a mail server that does not answer, and ends before the lease of a row does. */
const WITHIN_MS = 45_000;

/** Sends mails about turns that PushTask has marked. A task of its own: a slow mail server delays no push message. */
@Injectable()
export class TurnMailTask extends PeriodicTask {
  override readonly name = 'turn-mails';
  override readonly everyMs = 1_000;
  private readonly streaks = new Streaks(new Logger('TurnMails'));

  constructor(private readonly push: PushService) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    await drainDue(this.push, 'mail', { withinMs: WITHIN_MS, signal, streaks: this.streaks });
  }
}
