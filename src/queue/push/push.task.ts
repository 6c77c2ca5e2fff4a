import { Injectable, Logger } from '@nestjs/common';
import { forEachIsolated } from '../../platform/lifecycle/for-each-isolated.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { Streaks } from '../../platform/lifecycle/streaks.js';
import { LineReadings } from '../line/line-readings.js';
import { drainDue } from './drain-due.js';
import { PushService } from './push.service.js';

/** Exceeds the timeout of a push service that does not answer. */
const WITHIN_MS = 15_000;

/** Marks the messages about turns on the lines that this node conducts, and sends the push messages that are due. */
@Injectable()
export class PushTask extends PeriodicTask {
  override readonly name = 'push';
  override readonly everyMs = 1_000;
  private readonly streaks = new Streaks(new Logger('Push'));

  constructor(
    private readonly push: PushService,
    private readonly live: LineReadings,
  ) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    const selling = this.live.all().filter(({ line }) => line.state === 'on_sale');
    const wanted = new Set(await this.push.wanted(selling.map(({ saleId }) => saleId)));
    const lines = selling.filter(({ saleId }) => wanted.has(saleId));
    const terms = { withinMs: WITHIN_MS, signal, streaks: this.streaks };
    await forEachIsolated(lines, { ...terms, atOnce: 4, subjectOf: ({ saleId }) => saleId }, ({ saleId, line }) =>
      this.push.look(saleId, line),
    );
    await drainDue(this.push, 'push', terms);
  }
}
