import { forEachIsolated, type IsolatedRun } from '../../platform/lifecycle/for-each-isolated.js';
import type { DuePush } from './push.repository.js';
import type { PushChannel } from './push.rules.js';
import type { PushService } from './push.service.js';

const BATCH = 50;
const MAX_ROUNDS = 10;

/** Delivers what is due on a channel, on any node. */
export async function drainDue(
  push: Pick<PushService, 'due' | 'deliver'>,
  channel: PushChannel,
  terms: Pick<IsolatedRun<DuePush>, 'withinMs' | 'signal' | 'streaks'>,
): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS && !terms.signal.aborted; round += 1) {
    const due = await push.due(channel, BATCH);
    await forEachIsolated(due, { ...terms, atOnce: BATCH, subjectOf: ({ id }) => `${channel} ${id}` }, (row) =>
      push.deliver(row),
    );
    if (due.length < BATCH) return;
  }
}
