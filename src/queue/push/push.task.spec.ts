import { describe, expect, it } from '@jest/globals';
import type { LineReadings } from '../line/line-readings.js';
import type { DuePush } from './push.repository.js';
import type { PushChannel } from './push.rules.js';
import type { PushService } from './push.service.js';
import { PushTask } from './push.task.js';
import { TurnMailTask } from './turn-mail.task.js';

/** One message is due on each channel; the mail server hangs until it is released. */
class Due {
  readonly delivered: PushChannel[] = [];
  private readonly left: PushChannel[] = ['mail', 'push'];
  release = (): void => undefined;
  private readonly answer = new Promise<void>((resolve) => {
    this.release = resolve;
  });

  wanted = async (): Promise<string[]> => await Promise.resolve([]);

  due = async (channel: PushChannel): Promise<DuePush[]> => {
    const at = this.left.indexOf(channel);
    if (at < 0) return [];
    this.left.splice(at, 1);
    return await Promise.resolve([{ id: 1n, channel, due: 'turn', sealed: '', tries: 1 }]);
  };

  deliver = async ({ channel }: DuePush): Promise<void> => {
    if (channel === 'mail') await this.answer;
    this.delivered.push(channel);
  };
}

describe('the messages about turns', () => {
  it('go to devices while the mail server hangs', async () => {
    const due = new Due();
    const service = due as unknown as PushService;
    const { signal } = new AbortController();
    const mails = new TurnMailTask(service).runOnce(signal);
    await new PushTask(service, { all: () => [] } as unknown as LineReadings).runOnce(signal);
    expect(due.delivered).toEqual(['push']);
    due.release();
    await mails;
    expect(due.delivered).toEqual(['push', 'mail']);
  });
});
